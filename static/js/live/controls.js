// Shows what may be done now: controls stand in the page, hidden regions say which apply and what they are called.

import { texts } from "./box.js";
import { put } from "../lib/named.js";
import { focusHeading } from "./frame.js";

const FIRST_KINDS = 4;
let shownStatus = document.documentElement.dataset.status;

export function start() {
  document.addEventListener("codev:state", ({ detail: { before, now } }) => {
    if (before.step !== now.step) beginCalmly();
    apply();
  });
  document.addEventListener("click", ({ target }) => unfoldKinds(target.closest("[data-more-kinds]")));
  document.addEventListener("change", ({ target }) => hintIn(target)?.toggleAttribute("hidden", true));
  apply();
  goOn();
}

// A page that is loaded again opens the box that the step waits for, where something is half written in it.
function goOn() {
  const box = document.querySelector(".writing[data-awaited]:not([hidden]):has(.draft-kept)");
  if (box) box.open = true;
}

const hintIn = (target) => target.closest("[data-kinds-group]")?.querySelector("[data-choose-kind]");

function apply() {
  const focused = document.activeElement;
  const may = words("may");
  for (const control of document.querySelectorAll("[data-when]")) control.hidden = !control.dataset.when.split(" ").some((one) => may.has(one));
  for (const label of document.querySelectorAll("[data-label]")) relabel(label);
  for (const group of document.querySelectorAll("[data-kinds-group]")) offer(group, words("kinds"));
  for (const list of document.querySelectorAll("select[data-offers]")) limit(list, words(list.dataset.offers));
  for (const panel of document.querySelectorAll("details[data-open-in]")) unfold(panel);
  shownStatus = document.documentElement.dataset.status;
  if (focused !== document.body && !focused.checkVisibility()) refocus(focused);
}

// A new step begins calm: a box is folded unless something is typed in it. Empty, it would only hide what the step asks.
function beginCalmly() {
  for (const box of document.querySelectorAll(".writing[open]")) box.open = isInUse(box);
  for (const group of document.querySelectorAll("[data-kinds-group]")) delete group.dataset.unfolded;
}

const isInUse = (box) => texts(box).some((field) => field.value !== field.defaultValue);

// All regions that say so count: the shared one of an audience and a person's own.
function words(name) {
  const regions = document.querySelectorAll(`[id^="region-"][data-${name}]`);
  return new Set([...regions].flatMap((region) => region.dataset[name].split(" ")).filter(Boolean));
}

function relabel(label) {
  const attribute = `data-label-${label.dataset.label}`;
  const text = document.querySelector(`[${attribute}]`)?.getAttribute(attribute);
  if (text) put(label, text);
}

// What is being written as one kind is never sent as another by itself: the writer chooses again. In a step that asks
// for its own kind again, it is of that kind again.
function offer(group, kinds) {
  const radios = [...group.querySelectorAll("input[type=radio]")];
  const isWriting = Boolean(group.closest("form")?.querySelector("textarea")?.value.trim());
  remind(group, radios);
  for (const radio of radios) setOffered(radio, kinds.has(radio.value));
  const offered = radios.filter((radio) => !radio.disabled);
  const wanted = offered.find((radio) => radio.value === group.dataset.chosen) ?? (isWriting ? undefined : offered[0]);
  for (const radio of radios) radio.checked = radio === wanted;
  foldKinds(group, offered, wanted);
  group.hidden = !offered.length || offered.length < 2 && (!isWriting || Boolean(wanted));
  const hint = group.querySelector("[data-choose-kind]");
  if (hint) hint.hidden = Boolean(wanted);
}

// More than a glance takes in stand behind a word: which is chosen is always seen.
function foldKinds(group, offered, chosen) {
  const more = group.querySelector("[data-more-kinds]");
  if (!more) return;
  const rest = offered.length > FIRST_KINDS + 1 ? offered.slice(FIRST_KINDS) : [];
  const isFolded = rest.length && !("unfolded" in group.dataset) && !rest.includes(chosen);
  more.hidden = !isFolded;
  for (const radio of rest) radio.closest("label").hidden = isFolded;
}

function unfoldKinds(more) {
  const group = more?.closest("[data-kinds-group]");
  if (!group) return;
  group.dataset.unfolded = "";
  const hidden = [...group.querySelectorAll("label[hidden] input:not(:disabled)")];
  apply();
  hidden[0]?.focus();
}

function remind(group, radios) {
  const chosen = radios.find((radio) => radio.checked);
  if (chosen) group.dataset.chosen = chosen.value;
}

// A list keeps what was chosen while it is still offered.
function limit(list, kinds) {
  for (const option of list.options) option.hidden = option.disabled = !kinds.has(option.value);
  if (list.selectedOptions[0]?.disabled ?? true) list.value = ["option", ...kinds].find((kind) => kinds.has(kind)) ?? "";
}

function setOffered(radio, isOffered) {
  radio.disabled = !isOffered;
  radio.closest("label").hidden = !isOffered;
}

function unfold(panel) {
  const { status } = document.documentElement.dataset;
  if (status !== shownStatus) panel.open = panel.dataset.openIn.split(" ").includes(status);
}

// Raising a hand turns into lowering it: the focus goes to the twin, else to where one is.
function refocus(lost) {
  const twins = lost.dataset.pair ? document.querySelectorAll(`[data-pair="${lost.dataset.pair}"]`) : [];
  const twin = [...twins].find((one) => one.checkVisibility());
  if (twin) twin.focus({ preventScroll: true });
  else focusHeading();
}
