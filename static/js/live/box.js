// A writing box, which is a form: what stands in it, whose text it changes, and how that text stands now.

import { state } from "./frame.js";
import { wordsOf } from "./words.js";

const TEXTS = "textarea, input:not([type=hidden], [type=radio], [type=checkbox])";
const FIELDS = "textarea, select, input:not([type=hidden])";

export const texts = (form) => [...form.querySelectorAll(TEXTS)];

// By name. A kind that the present step does not offer is kept: another step may.
export function values(form) {
  const found = {};
  for (const field of form.querySelectorAll(FIELDS)) {
    if (field.type === "radio") found[field.name] ??= field.checked ? field.value : undefined;
    else found[field.name] = field.type === "checkbox" ? field.checked : field.value;
  }
  const kinds = form.querySelector("[data-kinds-group]");
  if (kinds) found.kind ??= kinds.dataset.chosen;
  return found;
}

export function put(form, given, within = form) {
  for (const [name, value] of Object.entries(given)) {
    for (const field of within.querySelectorAll(`[name="${name}"]`)) set(field, value);
  }
}

function set(field, value) {
  if (field.type === "radio") choose(field, field.value === String(value));
  else if (field.type === "checkbox") field.checked = Boolean(value);
  else if (!field.options || [...field.options].some((option) => option.value === value)) field.value = value;
}

function choose(radio, isChosen) {
  const kinds = radio.closest("[data-kinds-group]");
  radio.checked = isChosen && !radio.disabled;
  if (kinds && isChosen) kinds.dataset.chosen = radio.value;
}

// What is written for one round, or about one thing, is nothing for another.
export function subject(form) {
  if (form.dataset.draftBy === "round") return state().round ?? "";
  return hidden(form)?.value ?? "";
}

export const isAboutNothing = (form) => hidden(form)?.value === "";

const hidden = (form) => form.querySelector("input[type=hidden]:not([data-new-id])");

// The values with which a button opens its dialog.
export function valuesOf(button) {
  if (button.dataset.edit) return { id: button.dataset.edit, text: wordsOf(button.closest(".note").querySelector("p")) };
  return JSON.parse((button.dataset.values ? button : valuesFor(button.dataset.fill)).dataset.values);
}

const valuesFor = (box) => document.querySelector(`[data-values-of="${box}"]`);

// The fields with which a box begins now: the text that it changes, where it changes one.
export function asItStands(form) {
  const bare = Object.fromEntries(texts(form).map((field) => [field.name, field.defaultValue]));
  const words = wordsIn(form);
  const isClients = state().audience === "client";
  return { ...bare, ...(words !== undefined && isClients ? { [texts(form)[0].name]: words } : {}), ...source(form) };
}

// The text that a box would replace; undefined where there is none, or none any more.
export function standing(form) {
  const given = source(form);
  return given ? texts(form).map(({ name }) => given[name] ?? "").join("\n") : wordsIn(form);
}

function wordsIn({ dataset }) {
  const place = document.querySelector(`[data-words-of="${dataset.draft}"]`);
  return place ? wordsOf(place) : undefined;
}

function source(form) {
  const box = form.dataset.draft;
  if (valuesFor(box)) return JSON.parse(valuesFor(box).dataset.values);
  const about = subject(form);
  return about ? [...document.querySelectorAll(`[data-fill="${box}"]`)].map(valuesOf).find(({ id, behalf }) => (id ?? behalf) === about) : undefined;
}
