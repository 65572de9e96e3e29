// Shows what may be done now: controls stand in the page, hidden regions say which apply and what they are called.

import { focusHeading } from "./frame.js";

let shownStatus = document.documentElement.dataset.status;

export function start() {
  document.addEventListener("codev:state", ({ detail: { before, now } }) => {
    if (before.step !== now.step) for (const box of document.querySelectorAll(".writing[open]")) box.open = isInUse(box);
    apply();
  });
  apply();
  startRewording();
}

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

// A new step begins calm: a box is folded unless somebody is in it, or typed something.
function isInUse(box) {
  return box.contains(document.activeElement) || [...box.querySelectorAll("textarea")].some((area) => area.value !== area.defaultValue);
}

// All regions that say so count: the shared one of an audience and a person's own.
function words(name) {
  const regions = document.querySelectorAll(`[id^="region-"][data-${name}]`);
  return new Set([...regions].flatMap((region) => region.dataset[name].split(" ")).filter(Boolean));
}

function relabel(label) {
  const attribute = `data-label-${label.dataset.label}`;
  const text = document.querySelector(`[${attribute}]`)?.getAttribute(attribute);
  if (text && label.textContent !== text) label.textContent = text;
}

// What is being written as one kind is never sent as another by itself: the writer chooses again.
function offer(group, kinds) {
  const form = group.closest("form");
  const radios = [...group.querySelectorAll("input[type=radio]")];
  for (const radio of radios) setOffered(radio, kinds.has(radio.value));
  const offered = radios.filter((radio) => !radio.disabled);
  const isWriting = Boolean(form?.querySelector("textarea")?.value.trim());
  const chosen = offered.find((radio) => radio.checked);
  for (const radio of radios) if (radio.disabled) radio.checked = false;
  if (!chosen && offered.length && !isWriting) offered[0].checked = true;
  group.hidden = !offered.length || offered.length < 2 && (!isWriting || Boolean(chosen));
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

// The dialog that rewords what somebody wrote opens with the words as they stand.
function startRewording() {
  const dialog = document.getElementById("reword");
  if (!dialog) return;
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-edit]");
    if (button) offerWords(dialog, button);
  });
}

function offerWords(dialog, button) {
  dialog.querySelector("[data-edited-id]").value = button.dataset.edit;
  dialog.querySelector("textarea").value = button.closest(".note").querySelector("p").textContent;
  dialog.showPopover();
  dialog.querySelector("textarea").focus();
}
