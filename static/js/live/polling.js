// Asks for the page where no socket passes anything, until one does.

import { renewConnections } from "../lib/connections.js";
import { measure } from "./clock.js";
import { applyAnswer, state } from "./frame.js";
import { showLink } from "./link.js";

const EVERY = 3000;
const PATIENCE = 5000;
const WHOLE = 5; // names, and who is away, change without a revision: each fifth poll asks for all
const REFUSALS = [401, 403, 404];
let present = null; // what ends the poll under way, or the last one
let told = {};
let count = 0;
let timer;

export const isPolling = () => present !== null;

// Asks at once. `refuse` is told the code of a refusal, `back` that a server answers which did not before.
export function startPolling(listeners) {
  told = listeners;
  if (!isPolling()) ask();
}

export function stopPolling() {
  clearTimeout(timer);
  present?.abort();
  present = null;
}

async function ask() {
  const mine = present = new AbortController();
  const limit = setTimeout(() => mine.abort(), PATIENCE);
  const status = await look(mine.signal).catch(() => 0);
  clearTimeout(limit);
  if (present !== mine) return;
  timer = setTimeout(ask, EVERY);
  if (REFUSALS.includes(status)) told.refuse(4000 + status);
  else if (status) succeed();
  else fail(mine.signal);
}

function succeed() {
  const wasLost = document.documentElement.dataset.link === "lost";
  showLink("polling");
  if (wasLost) told.back();
}

function fail({ aborted }) {
  showLink("lost");
  if (aborted) renewConnections();
}

// The status that counts; 0 where the server is in trouble.
async function look(signal) {
  const sent = performance.now();
  const answered = await poll({ signal, isWhole: ++count % WHOLE === 0 });
  if (answered.type === "opaqueredirect") return 401;
  if (answered.status === 200) adopt(sent, performance.now(), await answered.text());
  return answered.ok || REFUSALS.includes(answered.status) ? answered.status : 0;
}

function adopt(sent, received, html) {
  const isNew = applyAnswer(html);
  const stamp = Number(state().now);
  if (isNew && stamp) measure(sent, stamp, stamp, received);
}

function poll({ headers = {}, signal, isWhole = false }) {
  const address = new URL(document.body.dataset.poll, location.href);
  address.searchParams.set("shown", state().revision || 0);
  if (isWhole) address.searchParams.set("whole", "1");
  return fetch(address, { headers, cache: "no-store", redirect: "manual", signal });
}

// What is whispered where sockets are blocked: a poll like the others, but for a header that no log of a proxy keeps.
export async function whisper(said, patience) {
  const answered = await poll({ headers: { "Codev-Whisper": said }, signal: AbortSignal.timeout(patience) });
  if (!answered.ok) throw new Error(answered.status);
  return answered.json();
}
