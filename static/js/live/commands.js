// Sends commands through htmx: once, with what the clicker believed; keeps what was typed until it is accepted.

import { settle as settleBox } from "./drafts.js";
import { applyAnswer, focusHeading, state } from "./frame.js";
import { TYPING, areSingleKeysOn } from "./keys.js";
import { hold, postpone, release } from "./outbox.js";
import { uuid } from "../lib/uuid.js";

const SETTLING = 500;
const attempts = new WeakMap();
const COMMANDS = "[data-command], [data-command-form]";
let settledAt = 0;
let said = "";
let saying = 0;

export function start() {
  document.addEventListener("click", swallow, true);
  document.addEventListener("submit", swallow, true);
  document.addEventListener("keydown", shortcut);
  document.addEventListener("htmx:configRequest", sign);
  document.addEventListener("htmx:beforeRequest", ({ detail }) => leave(detail.requestConfig));
  document.addEventListener("codev:state", ({ detail }) => pauseAfterStep(detail));
  document.addEventListener("click", ({ target }) => { if (target.closest("[data-notice-close]")) say(""); });
  document.addEventListener("codev:sent", ({ detail }) => { if (said === detail) say(""); });
}

function swallow(event) {
  const source = event.type === "click" ? event.target.closest("[data-command]") : event.target;
  if (!source?.matches(COMMANDS) || (source.getAttribute("aria-disabled") !== "true" && performance.now() >= settledAt)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

// A finger already on its way must not hit the button that the next step has put there.
function pauseAfterStep({ before, now }) {
  if (before.step !== now.step || before.status !== now.status) settledAt = performance.now() + SETTLING;
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

function settle({ requestConfig, xhr, successful }) {
  const { elt, parameters } = requestConfig;
  if (!elt.matches(COMMANDS)) return;
  setBusy(elt, false);
  const isLost = !successful && isHeld(elt) && (xhr.status === 0 || xhr.status >= 500);
  if (isHeld(elt) && !isLost) release(parameters.key);
  if (successful || isLost) accept(elt, parameters, isLost ? postpone(parameters.key) : "");
  else refuse(xhr);
}

// The push that a command caused may have replaced its button already: then it is the dialog that stands open.
const dialogOf = (elt) => (elt.isConnected ? elt.closest("[popover]") : [...document.querySelectorAll("[popover]")].find((one) => one.checkVisibility()));

// A contribution waits on the device for its answer, in a tray if need be.
const isHeld = (elt) => Boolean(formOf(elt)?.matches("[data-outbox]"));

// Heard at the element itself: a push may have taken it out of the page before the answer comes.
function leave(request) {
  const { elt } = request;
  elt.addEventListener("htmx:afterRequest", function settled({ detail }) {
    if (detail.requestConfig.elt !== elt) return;
    elt.removeEventListener("htmx:afterRequest", settled);
    settle(detail);
  });
  setBusy(elt, true);
  if (isHeld(request.elt)) hold(request);
}

function accept(elt, sent, sentence) {
  attempts.delete(elt);
  say(sentence);
  if (formOf(elt)) settleBox(formOf(elt), sent);
  dialogOf(elt)?.hidePopover();
  // What opened the dialog may be gone by now, and the focus with it.
  const focused = document.activeElement;
  if (focused === document.body || !focused.checkVisibility()) focusHeading();
  if (elt.matches("[data-close]")) fold(elt.closest("details"));
}

// Whoever wrote by keyboard goes on from where the box was opened.
function fold(box) {
  const isInside = box?.contains(document.activeElement);
  box?.removeAttribute("open");
  if (isInside) box.querySelector("summary")?.focus({ preventScroll: true });
}

function refuse(xhr) {
  const answer = document.createElement("template");
  answer.innerHTML = xhr.responseText;
  const sentence = answer.content.querySelector("[data-code]")?.textContent.trim();
  const { sayOffline, sayFailed } = document.getElementById("notice")?.dataset ?? {};
  say(sentence || (xhr.status === 0 ? sayOffline : sayFailed) || "");
  if (answer.content.querySelector("#live-state")) applyAnswer(xhr.responseText);
}

// Emptied first, so that the same sentence is heard again.
function say(sentence) {
  const notice = document.getElementById("notice");
  if (!notice) return;
  said = sentence;
  clearTimeout(saying);
  notice.textContent = "";
  if (sentence) saying = setTimeout(() => { notice.textContent = sentence; }, 30);
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
  const combination = [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.code].filter(Boolean).join("+");
  if (event.repeat || event.altKey || event.shiftKey) return;
  if (combination === "Ctrl+Enter") return firstButton(event.target.closest("form[data-command-form]"))?.click();
  if (event.target.closest(event.code === "Space" ? `${TYPING}, button, a, summary` : TYPING)) return;
  if (/^(Key|Space)/.test(combination) && !areSingleKeysOn()) return;
  const button = [...document.querySelectorAll(`[data-key="${CSS.escape(combination)}"]`)].find((one) => one.checkVisibility());
  if (!button) return;
  event.preventDefault();
  button.click();
}

const firstButton = (form) => [...form?.querySelectorAll("[data-command]") ?? []].find((one) => one.checkVisibility());
