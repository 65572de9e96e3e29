// Half a thought survives a reload, a tap outside, a change of step and an empty battery: on this device, until it is
// accepted. Each tab has its own draft of a box, and offers what another tab has left; a text that has changed since a
// draft of it was begun is shown beside it.

import { asItStands, isAboutNothing, put, standing, subject, texts, values } from "./box.js";
import { state } from "./frame.js";
import { names, recall, remember } from "../lib/store.js";
import { tab } from "../lib/tab.js";
import { uuid } from "../lib/uuid.js";

const OVER = ["closed", "cancelled"];
const begun = new WeakMap(); // by form: name of its draft, what the box began with, the text that it changes, and so on

export function start() {
  document.addEventListener("input", ({ target }) => keep(target.closest("form[data-draft]")));
  document.addEventListener("codev:state", ({ detail }) => follow(detail));
  document.addEventListener("codev:placed", ({ detail }) => putBack(detail));
  document.addEventListener("click", ({ target }) => choose(target));
  addEventListener("storage", () => opened().forEach(tell));
  for (const form of document.querySelectorAll("form[data-draft]")) if (!isAboutNothing(form)) beginTyped(form);
  if (isOver(state())) wipe();
}

// On a slow network somebody types before this is here. Only where a hand still is: what a browser puts back after a
// reload may have been sent. A draft of before is offered beside it.
function beginTyped(form) {
  const isTouched = form.contains(document.activeElement);
  const typed = texts(form).filter((field) => isTouched && field.value !== field.defaultValue);
  const early = typed.map((field) => [field, field.value]);
  begin(form);
  if (!early.length) return;
  const { name, isRestored } = begun.get(form);
  if (isRestored) remember(beginningOf(form) + uuid(), recall(name));
  for (const [field, value] of early) field.value = value;
  keep(form);
}

const opened = () => [...document.querySelectorAll("form[data-draft]")].filter((form) => begun.has(form));
const isOver = ({ status }) => OVER.includes(status);
const beginningOf = (form) => `draft:${form.dataset.draft}:${subject(form)}:`;

// A box as it is opened: the text that it changes, then what was typed in this tab.
export function begin(form) {
  put(form, asItStands(form));
  const name = beginningOf(form) + tab;
  const kept = read(name);
  begun.set(form, { name, seed: values(form), original: kept?.original ?? standing(form), isRestored: Boolean(kept) });
  if (kept) put(form, kept.fields);
  tell(form);
}

// What was accepted is no draft; whoever typed on meanwhile keeps what came since.
export function settle(form, sent) {
  const seed = values(form);
  for (const field of texts(form)) {
    const said = String(sent[field.name] ?? "");
    const isKept = field.matches("[data-keep]");
    seed[field.name] = isKept ? said : field.defaultValue;
    if (!isKept && field.value === said) field.value = field.defaultValue;
  }
  if (!begun.has(form)) return;
  Object.assign(begun.get(form), { seed, isRestored: false });
  keep(form);
}

function keep(form) {
  const box = begun.get(form);
  if (!box) return;
  const { name, seed, original } = box;
  box.now = values(form);
  if (isTyped(form)) remember(name, JSON.stringify({ fields: box.now, original }));
  else {
    remember(name, "");
    Object.assign(box, { seed, original: standing(form), isRestored: false });
  }
  tell(form);
}

const isTyped = (form) => texts(form).some((field) => field.value !== (begun.get(form).seed[field.name] ?? ""));

function read(name) {
  try {
    return JSON.parse(recall(name));
  } catch {
    return null;
  }
}

// Nothing typed: the box is as new as the page. What a new round asks is another text.
function follow({ before, now }) {
  if (isOver(now)) wipe();
  for (const form of opened()) {
    if (begun.get(form).name !== beginningOf(form) + tab) begin(form);
    else if (isTyped(form)) isOver(before) && !isOver(now) ? keep(form) : tell(form);
    else if (!form.contains(document.activeElement) && !form.closest("[popover]")?.checkVisibility()) begin(form);
  }
}

function wipe() {
  for (const name of names("draft:")) remember(name, "");
}

// A list that a push has put anew into a box shows what was chosen in it.
function putBack(placed) {
  const form = placed.closest("form[data-draft]");
  const chosen = begun.get(form)?.now;
  if (chosen) put(form, chosen, placed);
}

function tell(form) {
  announce(form);
  const box = begun.get(form);
  const now = standing(form);
  const typed = texts(form).map((field) => field.value).join("\n");
  const isChanged = now !== undefined && now !== box.original && now !== typed && isTyped(form);
  show(form, "changed", isChanged ? now : "");
  show(form, "restored", !isChanged && box.isRestored && now !== undefined && isTyped(form) ? now : "");
  show(form, "other", said(form, read(others(form)[0])));
}

// A folded box says that something is in it.
function announce(form) {
  const summary = form.closest("details.writing")?.querySelector("summary");
  const shown = summary?.querySelector(".draft-kept");
  if (!summary || isTyped(form) === Boolean(shown)) return;
  if (shown) return shown.remove();
  summary.append(document.querySelector("template[data-draft-kept]").content.firstElementChild.cloneNode(true));
}

const others = (form) => names(beginningOf(form)).filter((name) => name !== begun.get(form).name);

const said = (form, draft) => texts(form).map(({ name }) => draft?.fields[name]).filter(Boolean).join(" · ");

function show(form, what, words) {
  const shown = form.querySelector(`[data-draft-note="${what}"]`);
  if (!words) return shown?.remove();
  const note = shown ?? document.querySelector(`template[data-draft-${what}]`).content.firstElementChild.cloneNode(true);
  const quote = note.querySelector("q");
  if (quote.textContent !== words) quote.textContent = words;
  if (!shown) form.prepend(note);
}

function choose(target) {
  const form = target.closest("[data-draft-note]")?.closest("form");
  if (!form) return;
  if (target.closest("[data-draft-fresh]")) startAfresh(form);
  if (target.closest("[data-draft-take]")) take(form, others(form)[0]);
  if (target.closest("[data-draft-drop]")) remember(others(form)[0], "");
  tell(form);
  texts(form)[0].focus();
}

function startAfresh(form) {
  remember(begun.get(form).name, "");
  begin(form);
}

// What was typed here is offered in its turn.
function take(form, name) {
  const { fields, original } = read(name);
  const box = begun.get(form);
  if (isTyped(form)) remember(beginningOf(form) + uuid(), JSON.stringify({ fields: values(form), original: box.original }));
  remember(name, "");
  put(form, fields);
  box.original = original;
  keep(form);
}
