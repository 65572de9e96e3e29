// What was sent and not acknowledged: kept on this device, shown in a tray, sent again under the same id and key.

import { copyText } from "../lib/device.js";
import { send } from "../lib/sending.js";
import { settle } from "./drafts.js";
import { recall, remember } from "../lib/store.js";
import { uuid } from "../lib/uuid.js";
import { isSaid, say, sayBriefly, sayCalmly, words } from "./notice.js";

const AGAIN = 5000;
const NOT_YET = new Set(["too_many_commands", "too_many_writes", "on_break", "waiting", "signed_out"]);
const underWay = new Set();
let tray = null;
let sending = ""; // the key of what is on its way from the tray
let isLasting = true;

export function start() {
  tray = document.querySelector("[data-outbox-tray]");
  if (!tray) return;
  tray.addEventListener("click", choose);
  document.addEventListener("codev:state", () => { offerToKeep(); flush(); });
  addEventListener("online", flush);
  setInterval(flush, AGAIN);
  for (const { fields } of items()) emptyBoxes(fields);
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

// It was not acknowledged: it waits in the tray, and is tried again at once over another connection.
export function postpone(key) {
  underWay.delete(key);
  show();
  // The tray says it in its place, where it is in sight.
  if (!tray.checkVisibility()) sayCalmly(later());
  flush();
}

const later = () => (isLasting ? tray.dataset.sayLater : tray.dataset.sayLaterHere);

function items() {
  try {
    return JSON.parse(recall("outbox") ?? "[]");
  } catch {
    return [];
  }
}

function save(all) {
  isLasting = remember("outbox", all.length ? JSON.stringify(all) : "");
}

const change = (key, more) => save(items().map((one) => (one.fields.key === key ? { ...one, ...more } : one)));

// A text that is on its way is no draft any more.
function emptyBoxes(fields) {
  for (const form of document.querySelectorAll("form[data-outbox]")) settle(form, fields);
}

async function flush() {
  if (sending) return;
  for (let item = next(); item && (await leaves(item)); item = next()) continue;
}

const next = () => items().find((one) => !one.refusal && !underWay.has(one.fields.key));

// Whether the next may follow at once. After a silence the same is next again: it goes over another connection.
async function leaves({ path, fields }) {
  mark(fields.key);
  const answer = await send(path, fields, { accept: "application/json" });
  mark("");
  if (answer.isSilent) return true;
  if (!answer.status || answer.status >= 500) return false;
  if (answer.status !== 204) return refuse(answer.text, fields.key);
  release(fields.key);
  return true;
}

// In place: what somebody presses meanwhile stays where it is.
function mark(key) {
  sending = key;
  for (const line of tray.querySelectorAll("[data-waits]")) line.querySelector("small").textContent = fateOf(line.dataset.sent);
}

const fateOf = (key) => (sending === key ? tray.dataset.saySending : tray.dataset.sayWaiting);

function refuse(text, key) {
  const { code, message } = read(text);
  if (NOT_YET.has(code)) return false;
  change(key, { refusal: message || tray.dataset.sayRefused });
  show();
  return true;
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function show() {
  const waiting = items().filter((one) => !underWay.has(one.fields.key));
  tray.hidden = !waiting.length;
  tray.querySelector("ul").replaceChildren(...waiting.map(line));
  offerToKeep();
  if (waiting.every(({ refusal }) => refusal)) sayNoLonger(waiting.length);
}

// Nothing is left that leaves by itself.
function sayNoLonger(refused) {
  if (![tray.dataset.sayLater, tray.dataset.sayLaterHere].some(isSaid)) return;
  if (refused) say("");
  else sayBriefly(words().saySent);
}

function line({ fields, refusal }) {
  const item = tray.querySelector("template").content.firstElementChild.cloneNode(true);
  item.dataset.sent = fields.key;
  item.dataset.kind = fields.kind;
  item.querySelector("p").textContent = fields.text;
  item.toggleAttribute("data-waits", !refusal);
  item.querySelector("small").textContent = refusal ?? fateOf(fields.key);
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
