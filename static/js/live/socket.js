// Keeps the page in touch by a socket that comes back by itself. A socket is good once something came over it and a
// heartbeat was answered: some networks open sockets, and pass nothing. Until there is a good one the page polls.

import { tabShelf, whenNetworkChanges } from "../lib/device.js";
import { measure } from "./clock.js";
import { applyFrame, applyNewer, state } from "./frame.js";
import { showLink, showLostSoon } from "./link.js";
import { isPolling, startPolling, stopPolling } from "./polling.js";

const REFUSALS = new Set([4401, 4403, 4404]);
const RESTARTS = new Set([1012, 4012]);
const SILENT = -1;
const SPREAD = 3000; // ms in which all pages come back to a server that restarts
const BEAT = 3000;
const BURST = 5;
const PATIENCE = 5000; // for a socket to prove good; more each time, for networks that are only slow
const LONGEST = 20_000;
const OPEN = 1; // WebSocket.OPEN, also where there is no WebSocket
const RELOADED = "codev:reloaded";
let socket = null; // the one that is in use, or being tried
let isGood = false;
let refused = false;
let failures = 0;
let silences = 0;
let attempts = 0;
let wanted = 0;
let brought, answered, unanswered, hasBrought, retrying, proving;

export function start() {
  open();
  setInterval(beat, BEAT);
  whenNetworkChanges(wake);
  addEventListener("pageshow", wake);
  for (const event of ["codev:woke", "codev:unanswered", "resume"]) document.addEventListener(event, wake);
  document.addEventListener("visibilitychange", () => document.hidden || wake());
}

function open() {
  clearTimeout(retrying);
  const { socket: path } = document.body.dataset;
  if (refused || socket || !path) return;
  isGood = brought = answered = false;
  unanswered = 0;
  const mine = dial(new URL(path, location.href.replace(/^http/, "ws")));
  if (!mine) return lose(0);
  socket = mine;
  proving = setTimeout(drop, Math.min(LONGEST, PATIENCE * 2 ** silences));
  mine.onopen = () => { if (socket === mine) sound(); };
  mine.onmessage = ({ data }) => { if (socket === mine) receive(data); };
  mine.onclose = ({ code }) => { if (socket === mine) lose(code); };
}

// Some browsers are told to have no sockets, or to refuse them before they are tried.
function dial(address) {
  try {
    return new WebSocket(address);
  } catch {
    return null;
  }
}

function receive(data) {
  if (data.startsWith("{")) hear(JSON.parse(data));
  else show(data);
  if (brought && answered && !isGood) prove();
}

// Beside a page that polls, a socket that is still to prove good may be slow.
function show(html) {
  brought = hasBrought = true;
  tabShelf.remove(RELOADED);
  (isPolling() ? applyNewer : applyFrame)(html);
}

function prove() {
  clearTimeout(proving);
  isGood = true;
  failures = silences = attempts = 0;
  stopPolling();
  showLink("live");
}

function hear(said) {
  if ("t0" in said) return answer(said);
  document.dispatchEvent(new CustomEvent("codev:whisper", { detail: said }));
}

// Whether it could be said at all: what is not said now is not said later.
export function tell(said) {
  if (!isGood || socket?.readyState !== OPEN) return false;
  socket.send(JSON.stringify(said));
  return true;
}

function answer({ t0, t1, t2 }) {
  answered = true;
  unanswered = 0;
  measure(t0, t1, t2, performance.now());
  if (--wanted > 0) send();
}

// Several round trips at once: the time is known closely from the first second on.
function sound() {
  wanted = BURST;
  send();
}

// A heartbeat that is not answered ends it; one that brought a frame meanwhile may be slow, and is given another.
function beat() {
  if (!isGood) return;
  if (unanswered > (hasBrought ? 1 : 0)) drop();
  else send();
}

function send() {
  if (socket?.readyState !== OPEN) return;
  unanswered += 1;
  hasBrought = false;
  socket.send(JSON.stringify({ shown: Number(state().revision || 0), t0: Math.round(performance.now()) }));
}

// Not waited for: a dead socket takes minutes to close.
function drop() {
  const dead = socket;
  lose(SILENT);
  dead?.close();
}

function lose(code) {
  clearTimeout(proving);
  if (code === SILENT && !isGood) silences += 1;
  const wasGood = isGood;
  failures = wasGood ? 0 : failures + 1;
  socket = null;
  isGood = false;
  if (REFUSALS.has(code)) return refuse(code);
  if (document.documentElement.dataset.link === "live") showLostSoon();
  if (code === SILENT || failures >= 2) startPolling({ refuse, back: open });
  if (code === SILENT && wasGood) return open();
  const delay = Math.min(10_000, 500 * 2 ** attempts++) * (0.5 + Math.random() / 2);
  retrying = setTimeout(open, Math.max(500, RESTARTS.has(code) ? SPREAD * Math.random() : delay));
}

function refuse(code) {
  refused = true;
  clearTimeout(retrying);
  stopPolling();
  // Where the tab keeps nothing it would be loaded again for ever.
  if (code !== 4404 && !tabShelf.get(RELOADED) && tabShelf.set(RELOADED, "yes")) return location.reload();
  showLink("refused", code === 4404 ? "say4404" : "sayRefused");
}

// A phone that slept holds a socket that may be dead without knowing.
function wake() {
  attempts = 0;
  if (!socket) return open();
  if (!isGood) return;
  const asked = socket;
  sound();
  setTimeout(() => { if (socket === asked && unanswered) drop(); }, 2000);
}
