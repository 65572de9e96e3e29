// Sends commands as htmx gathers them, with what the clicker believed: each counts once, however often it is sent, and
// has an answer or a word within seconds. Keeps what was typed until it is accepted.

import { send } from "../lib/sending.js";
import { texts } from "./box.js";
import { settle as settleBox } from "./drafts.js";
import { applyAnswer, focusHeading, state } from "./frame.js";
import { DIALOG, TYPING, areSingleKeysOn } from "./keys.js";
import { say, sayBriefly, sayCalmly, words as says } from "./notice.js";
import { hold, postpone, release } from "./outbox.js";
import { uuid } from "../lib/uuid.js";

const SETTLING = 500;
const attempts = new WeakMap();
const COMMANDS = "[data-command], [data-command-form]";
const WORDLESS = 1000; // ms for which a button may be dead without a word
const PATIENCE = 20_000; // in which a press is sent again: later it would surprise
let settledAt = 0;

export function start() {
  document.addEventListener("click", swallow, true);
  document.addEventListener("submit", swallow, true);
  document.addEventListener("keydown", shortcut);
  document.addEventListener("htmx:configRequest", sign);
  document.addEventListener("htmx:beforeRequest", leave);
  document.addEventListener("codev:state", pauseAfterStep);
}

function swallow(event) {
  const source = event.type === "click" ? event.target.closest("[data-command]") : event.target;
  if (!source?.matches(COMMANDS) || (source.getAttribute("aria-disabled") !== "true" && performance.now() >= settledAt)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

// A finger already on its way must not hit the button that the next step has put there. Counted from the change, not
// from when a slow device has drawn it.
function pauseAfterStep({ timeStamp, detail: { before, now } }) {
  if (before.step !== now.step || before.status !== now.status) settledAt = timeStamp + SETTLING;
}

// The same content tried again keeps its key. A bare button is signed by the shown revision too: after a change,
// pressing it again is a new intention.
function sign({ detail: { elt, parameters, formData, path } }) {
  if (!elt.matches(COMMANDS)) return;
  const now = state();
  const beliefs = { from_step: now.step || undefined, believed_speaker: now.speaker };
  for (const name of words(elt.dataset.belief)) if (beliefs[name] !== undefined) parameters[name] ??= beliefs[name];
  const form = formOf(elt);
  const isNew = Boolean(form?.querySelector("[data-new-id]"));
  const content = [...formData].filter(([name]) => name !== "id" || !isNew);
  const signature = JSON.stringify([path, content, Boolean(form) || now.revision]);
  if (attempts.get(elt)?.signature !== signature) attempts.set(elt, { signature, key: uuid(), id: uuid() });
  parameters.key = attempts.get(elt).key;
  if (isNew) parameters.id = attempts.get(elt).id;
  if (elt.matches("[data-later]")) parameters.kind = parameters.later;
}

// A form, or a button that sends its form elsewhere.
const formOf = (elt) => (elt.matches("form") ? elt : elt.matches("[data-later]") ? elt.form : null);

const words = (text) => (text ?? "").split(" ");

// The push that a command caused may have replaced its button already: then it is the dialog that stands open.
const dialogOf = (elt) => (elt.isConnected ? elt.closest(DIALOG) : [...document.querySelectorAll(DIALOG)].find((one) => one.checkVisibility()));

// A contribution waits on the device for its answer, in a tray if need be.
const isHeld = (elt) => Boolean(formOf(elt)?.matches("[data-outbox]"));

// htmx gathers what is sent; the sending is ours.
function leave(event) {
  const { requestConfig: request, target } = event.detail;
  if (request.verb !== "post") return;
  event.preventDefault();
  carry(request, target);
}

async function carry({ elt, path, formData, parameters }, target) {
  const isKept = isHeld(elt);
  let hasSpoken = false;
  const speak = (sentence) => { hasSpoken = true; sayCalmly(sentence); };
  const dead = setTimeout(() => speak(says().saySending), WORDLESS);
  setBusy(elt, true);
  if (isKept) hold({ path, formData });
  const answer = await send(path, formData, { patience: isKept ? 0 : PATIENCE, again: () => speak(says().sayAgain) });
  clearTimeout(dead);
  setBusy(elt, false);
  settle({ elt, parameters, target, answer, isKept, hasSpoken });
}

function settle({ elt, parameters, target, answer, isKept, hasSpoken }) {
  const { status, text } = answer;
  const isDone = status >= 200 && status < 300;
  const isLost = isKept && (!status || status >= 500);
  if (isKept && !isLost) release(parameters.key);
  if (!isDone && !isLost) return refuse(answer);
  if (status === 200) window.htmx.swap(target, text, { swapStyle: "innerHTML" });
  if (elt.matches(COMMANDS)) accept(elt, parameters);
  if (isLost) postpone(parameters.key);
  else if (elt.dataset.done || hasSpoken) sayBriefly(elt.dataset.done ?? says().saySent);
  elt.dispatchEvent(new CustomEvent("codev:accepted", { bubbles: true }));
}

function accept(elt, sent) {
  attempts.delete(elt);
  say("");
  if (formOf(elt)) settleBox(formOf(elt), sent);
  dialogOf(elt)?.hidePopover();
  // What opened the dialog may be gone by now, and the focus with it.
  const focused = document.activeElement;
  if (focused === document.body || !focused.checkVisibility()) focusHeading();
  if (elt.matches("[data-close]") && !isTypedOn(elt.closest("form"))) fold(elt.closest("details"));
}

const isTypedOn = (form) => texts(form).some((field) => !field.matches("[data-keep]") && field.value !== field.defaultValue);

// Whoever wrote by keyboard goes on from where the box was opened.
function fold(box) {
  const isInside = box?.contains(document.activeElement);
  box?.removeAttribute("open");
  if (isInside) box.querySelector("summary")?.focus({ preventScroll: true });
}

function refuse({ status, text, isSilent }) {
  const answer = document.createElement("template");
  answer.innerHTML = text;
  const sentence = answer.content.querySelector("[data-code]")?.textContent.trim();
  const { sayOffline, saySilent, sayFailed } = says();
  say(sentence || (status ? sayFailed : isSilent ? saySilent : sayOffline) || "");
  if (answer.content.querySelector("#live-state")) applyAnswer(text);
}

function setBusy(elt, isBusy) {
  if (!elt.matches(COMMANDS)) return;
  const buttons = elt.matches("form") ? elt.querySelectorAll("[data-command]") : [];
  for (const dead of [elt, ...buttons]) {
    if (isBusy) dead.setAttribute("aria-disabled", "true");
    else dead.removeAttribute("aria-disabled");
  }
}

// A key of its own presses a button from anywhere but from what takes the key itself.
function shortcut(event) {
  const combination = combinationOf(event);
  if (event.repeat || event.altKey || !combination) return;
  if (combination === "Ctrl+Enter") return firstButton(event.target.closest("form[data-command-form]"))?.click();
  if (event.target.closest(combination === "Space" ? `${TYPING}, button, a, summary` : TYPING)) return;
  if (!combination.startsWith("Ctrl+") && !areSingleKeysOn()) return;
  const button = [...document.querySelectorAll(`[data-key="${CSS.escape(combination)}"]`)].find((one) => one.checkVisibility());
  if (!button) return;
  event.preventDefault();
  button.click();
}

// A letter is what the key writes, wherever a keyboard has it; of « + » and « 2 » some keyboards ask for Shift.
function combinationOf({ ctrlKey, metaKey, shiftKey, code, key }) {
  if (ctrlKey || metaKey) return shiftKey ? "" : `Ctrl+${code}`;
  if (code === "Space") return shiftKey ? "" : "Space";
  return shiftKey && /\p{L}/u.test(key) ? "" : key.toUpperCase();
}

const firstButton = (form) => [...form?.querySelectorAll("[data-command]") ?? []].find((one) => one.checkVisibility());
