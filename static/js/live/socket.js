// Keeps the page in touch: a socket that comes back by itself, a poll where sockets are blocked.

import { tabShelf, whenNetworkChanges } from "../lib/device.js";
import { forget, measure } from "./clock.js";
import { applyAnswer, applyFrame, state } from "./frame.js";

const REFUSALS = new Set([4401, 4403, 4404]);
const RESTARTS = new Set([1012, 4012]);
const SPREAD = 3000; // ms in which all pages come back to a server that restarts
const BEAT = 3000;
const BURST = 5;
const PATIENCE = 5000;
const OPEN = 1; // WebSocket.OPEN, also where there is no WebSocket
const RELOADED = "codev:reloaded";
let socket = null;
let refused = false;
let failures = 0;
let attempts = 0;
let unanswered = false;
let wanted = 0;
let retrying, polling, losing;

export function start() {
  open();
  setInterval(beat, BEAT);
  whenNetworkChanges(wake);
  addEventListener("pageshow", wake);
  document.addEventListener("codev:woke", wake);
  document.addEventListener("visibilitychange", () => document.hidden || wake());
}

function open() {
  clearTimeout(retrying);
  const { socket: path } = document.body.dataset;
  if (refused || socket || !path) return;
  const mine = dial(new URL(path, location.href.replace(/^http/, "ws")));
  if (!mine) return lose(0, false);
  const impatience = setTimeout(() => mine.close(), PATIENCE);
  let opened = false;
  socket = mine;
  mine.onopen = () => { opened = true; clearTimeout(impatience); greet(); };
  mine.onmessage = ({ data }) => { if (socket === mine) receive(data); };
  mine.onclose = ({ code }) => { clearTimeout(impatience); if (socket === mine) lose(code, opened); };
}

// Some browsers are told to have no sockets, or to refuse them before they are tried.
function dial(address) {
  try {
    return new WebSocket(address);
  } catch {
    return null;
  }
}

function greet() {
  failures = attempts = 0;
  clearTimeout(polling);
  polling = undefined;
  showLink("live");
  sound();
}

function receive(data) {
  unanswered = false;
  if (data.startsWith("{")) return hear(JSON.parse(data));
  tabShelf.remove(RELOADED);
  applyFrame(data);
}

function hear(said) {
  if ("t0" in said) return answer(said);
  document.dispatchEvent(new CustomEvent("codev:whisper", { detail: said }));
}

// Whether it could be said at all: what is not said now is not said later.
export function tell(said) {
  if (socket?.readyState !== OPEN) return false;
  socket.send(JSON.stringify(said));
  return true;
}

function answer({ t0, t1, t2 }) {
  measure(t0, t1, t2, performance.now());
  if (--wanted > 0) send();
}

// Several round trips at once: the best of them tells the time.
function sound() {
  forget();
  wanted = BURST;
  send();
}

function beat() {
  if (socket?.readyState !== OPEN) return;
  if (unanswered) replace();
  else send();
}

function send() {
  if (socket?.readyState !== OPEN) return;
  unanswered = true;
  socket.send(JSON.stringify({ shown: Number(state().revision || 0), t0: Math.round(performance.now()) }));
}

function replace() {
  const dead = socket;
  socket = null;
  dead.close();
  open();
}

function lose(code, opened) {
  socket = null;
  if (REFUSALS.has(code)) return refuse(code);
  if (!opened) failures += 1;
  losing ??= setTimeout(() => { if (socket?.readyState !== OPEN && !polling) showLink("lost"); }, 1500);
  if (failures >= 2) polling ??= setTimeout(ask);
  const delay = Math.min(10_000, 500 * 2 ** attempts++) * (0.5 + Math.random() / 2);
  retrying = setTimeout(open, Math.max(500, RESTARTS.has(code) ? SPREAD * Math.random() : delay));
}

function refuse(code) {
  refused = true;
  clearTimeout(polling);
  // Where the tab keeps nothing it would be loaded again for ever.
  if (code !== 4404 && !tabShelf.get(RELOADED) && tabShelf.set(RELOADED, "yes")) return location.reload();
  showLink("refused", code === 4404 ? "say4404" : "sayRefused");
}

// A phone that slept holds a socket that may be dead without knowing.
function wake() {
  attempts = 0;
  if (socket?.readyState !== OPEN) return open();
  const asked = socket;
  sound();
  setTimeout(() => { if (socket === asked && unanswered) replace(); }, 2000);
}

// What is whispered where sockets are blocked: a poll like the others, but for a header that no log of a proxy keeps.
export async function whisper(said, patience) {
  const answered = await poll({ "Codev-Whisper": said }, patience);
  if (!answered.ok) throw new Error(answered.status);
  return answered.json();
}

function poll(headers = {}, patience = PATIENCE) {
  const address = new URL(document.body.dataset.poll, location.href);
  address.searchParams.set("shown", state().revision || 0);
  return fetch(address, { headers, cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(patience) });
}

async function ask() {
  const wasLost = document.documentElement.dataset.link === "lost";
  try {
    const sent = performance.now();
    const answered = await poll();
    if (answered.type === "opaqueredirect" || [401, 403, 404].includes(answered.status)) return refuse(4000 + (answered.status || 401));
    if (!answered.ok) throw new Error(answered.status);
    await adopt(answered, sent);
    showLink("polling");
    if (wasLost) open();
  } catch {
    if (polling) showLink("lost");
  }
  if (polling && !refused) polling = setTimeout(ask, BEAT);
}

async function adopt(answered, sent) {
  if (answered.status === 204) return;
  const received = performance.now();
  const isNew = applyAnswer(await answered.text());
  const stamp = Number(state().now);
  if (isNew && stamp) measure(sent, stamp, stamp, received);
}

function showLink(link, sentence = "sayLost") {
  if (link !== "lost") { clearTimeout(losing); losing = undefined; }
  if (polling === undefined && link === "polling") return;
  document.documentElement.dataset.link = link;
  const banner = document.querySelector("[data-link-banner]");
  const text = link === "lost" || link === "refused" ? banner?.dataset[sentence] ?? "" : "";
  if (banner && banner.textContent !== text) banner.textContent = text;
}
