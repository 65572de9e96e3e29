// A sheet is kept as it is typed: on this device at once, as every draft is, and on the server a moment later. What
// another device or tab has kept meanwhile is shown beside it, and somebody chooses: nothing is written over by itself.

import { whenNetworkChanges } from "../lib/device.js";
import { send } from "../lib/sending.js";
import { startEach } from "../lib/starting.js";
import { values } from "../live/box.js";
import { begin, settle, start as drafts } from "../live/drafts.js";

const PAUSE = 800;
const AGAIN = 5000;
const LATER = new Set([0, 429, 502, 503, 504]);

const form = document.querySelector("form[data-sheet]");
const kept = document.querySelector(`[data-values-of="${form?.id}"]`);
// What is no answer stands beside the form: whose sheet it is, and the version that was read.
const beside = (name) => document.querySelector(`input[name="${name}"][form="${form.id}"]`);
let timer = null;
let isSending = false;
let isShut = false;

function start() {
  if (!form) return;
  form.addEventListener("input", () => soon(PAUSE));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  form.addEventListener("click", ({ target }) => {
    if (target.closest("[data-sheet-mine]")) keepMine();
  });
  whenNetworkChanges(save);
  addEventListener("pageshow", ({ persisted }) => persisted && look());
  document.addEventListener("visibilitychange", () => (document.hidden ? save() : look()));
  save();
}

const isKept = () => JSON.stringify(values(form)) === JSON.stringify(JSON.parse(kept.dataset.values));
const isContested = () => Boolean(form.querySelector('[data-draft-note="changed"]'));

function soon(span) {
  clearTimeout(timer);
  timer = setTimeout(save, span);
}

function keepMine() {
  form.querySelector('[data-draft-note="changed"]').remove();
  save();
}

async function save() {
  clearTimeout(timer);
  if (isSending || isShut || isKept()) return;
  if (isContested()) return say("changed");
  isSending = true;
  const sent = values(form);
  const fields = { ...sent, version: beside("version").value, ...(beside("as") ? { as: beside("as").value } : {}) };
  const { status, text } = await send(form.action, fields, { accept: "application/json" });
  isSending = false;
  take(status, parsed(text), sent);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function take(status, answer, sent) {
  if (status === 200) return accept(answer, sent);
  if (answer.code === "stale") return contest(answer);
  if (LATER.has(status) || answer.code === "too_many_commands") {
    say(status ? "slow" : "offline");
    return soon(AGAIN);
  }
  isShut = status !== 422;
  return say(isShut ? (answer.code === "over" ? "over" : "closed") : "slow");
}

function accept({ version, words }, sent) {
  beside("version").value = version;
  kept.dataset.values = JSON.stringify(words);
  settle(form, sent);
  if (isKept()) say("saved");
  else soon(PAUSE);
}

// The note that says so comes with the next look at the draft.
function contest({ version, words }) {
  beside("version").value = version;
  kept.dataset.values = JSON.stringify(words);
  form.dispatchEvent(new Event("input", { bubbles: true }));
  if (isContested()) say("changed");
}

// Whoever comes back finds what another device wrote, unless something here is not kept yet.
async function look() {
  if (isSending || isShut || !isKept()) return save();
  try {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" }, cache: "no-store" });
    const { version, words } = await answer.json();
    if (isSending || !isKept() || String(version) === beside("version").value) return;
    beside("version").value = version;
    kept.dataset.values = JSON.stringify(words);
    begin(form);
  } catch {
    // Out of reach: what stands here is as good as what was read last.
  }
}

function say(what) {
  const status = form.querySelector("[data-sheet-status]");
  const words = status.dataset[`say${what[0].toUpperCase()}${what.slice(1)}`];
  if (status.textContent !== words) status.textContent = words;
}

startEach({ drafts, start });
