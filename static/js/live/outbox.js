// What was sent and not acknowledged: kept on this device, shown in a tray, sent again under the same id and key.

import { copyText } from "../lib/device.js";
import { recall, remember } from "../lib/store.js";
import { uuid } from "../lib/uuid.js";

const PATIENCE = 10_000;
const AGAIN = 5000;
const NOT_YET = new Set(["too_many_writes", "on_break", "waiting", "signed_out"]);
const underWay = new Set();
let tray = null;
let isSending = false;

export function start() {
  tray = document.querySelector("[data-outbox-tray]");
  if (!tray) return;
  tray.addEventListener("click", choose);
  document.addEventListener("codev:state", () => { offerToKeep(); flush(); });
  addEventListener("online", flush);
  setInterval(flush, AGAIN);
  for (const { fields } of items()) emptyBox(fields.text);
  show();
  flush();
}

// On the device before it leaves, so that a dead battery loses nothing.
export function hold({ path, formData }) {
  const fields = Object.fromEntries(formData);
  underWay.add(fields.key);
  save([...items().filter((one) => one.fields.key !== fields.key), { path, fields }]);
}

export function release(key) {
  underWay.delete(key);
  save(items().filter((one) => one.fields.key !== key));
  show();
}

export function postpone(key) {
  underWay.delete(key);
  show();
  return tray.dataset.sayLater;
}

function items() {
  try {
    return JSON.parse(recall("outbox") ?? "[]");
  } catch {
    return [];
  }
}

const save = (all) => remember("outbox", all.length ? JSON.stringify(all) : "");
const change = (key, more) => save(items().map((one) => (one.fields.key === key ? { ...one, ...more } : one)));

// A text that is on its way is no draft any more.
function emptyBox(text) {
  for (const box of document.querySelectorAll("form[data-outbox] textarea")) {
    if (box.value !== text) continue;
    box.value = "";
    remember(box.dataset.draft, "");
  }
}

async function flush() {
  if (isSending) return;
  isSending = true;
  for (const item of items().filter((one) => !one.refusal && !underWay.has(one.fields.key))) if (!(await send(item))) break;
  isSending = false;
}

async function send({ path, fields }) {
  const answer = await post(path, fields);
  if (!answer || answer.status >= 500) return false;
  if (answer.status === 204) release(fields.key);
  else if (!(await refuse(answer, fields.key))) return false;
  return true;
}

async function post(path, fields) {
  const headers = { ...JSON.parse(document.body.getAttribute("hx-headers") ?? "{}"), Accept: "application/json" };
  try {
    return await fetch(path, { method: "POST", body: new URLSearchParams(fields), headers, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    return null;
  }
}

async function refuse(answer, key) {
  const { code, message } = await answer.json().catch(() => ({}));
  if (NOT_YET.has(code)) return false;
  change(key, { refusal: message || tray.dataset.sayRefused });
  show();
  return true;
}

function show() {
  const waiting = items().filter((one) => !underWay.has(one.fields.key));
  tray.hidden = !waiting.length;
  tray.querySelector("ul").replaceChildren(...waiting.map(line));
  offerToKeep();
  // Nothing is left that leaves by itself: it is not said any longer.
  if (waiting.every(({ refusal }) => refusal)) document.dispatchEvent(new CustomEvent("codev:sent", { detail: tray.dataset.sayLater }));
}

function line({ fields, refusal }) {
  const item = tray.querySelector("template").content.firstElementChild.cloneNode(true);
  item.dataset.sent = fields.key;
  item.dataset.kind = fields.kind;
  item.querySelector("p").textContent = fields.text;
  item.querySelector("small").textContent = refusal ?? tray.dataset.sayWaiting;
  item.querySelector("[data-refused]").hidden = !refusal;
  return item;
}

// What came too late for its step may still be kept for a later one.
function offerToKeep() {
  const keeps = (document.querySelector('[id^="region-"][data-keeps]')?.dataset.keeps ?? "").split(" ");
  for (const item of tray.querySelectorAll("[data-sent]")) item.querySelector("[data-unsent-keep]").hidden = !keeps.includes(item.dataset.kind);
}

function choose({ target }) {
  const key = target.closest("[data-sent]")?.dataset.sent;
  const item = items().find((one) => one.fields.key === key);
  if (!item) return;
  if (target.closest("[data-unsent-drop]")) release(key);
  if (target.closest("[data-unsent-copy]")) copy(target.closest("[data-sent]"), item.fields.text);
  if (target.closest("[data-unsent-keep]")) keepForLater(item);
}

async function copy(item, text) {
  if (!(await copyText(text))) getSelection().selectAllChildren(item.querySelector("p"));
}

// Another intention: another key. The id stays, so that it is written once whatever arrives.
function keepForLater({ path, fields }) {
  change(fields.key, { path: path.replace(/\w+\/$/, "keep_idea/"), fields: { ...fields, key: uuid() }, refusal: undefined });
  show();
  flush();
}
