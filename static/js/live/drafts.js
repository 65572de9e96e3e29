// Half a thought survives a change of step, a reload and an empty battery: on this device, until it is accepted.

import { state } from "./frame.js";
import { recall, remember } from "../lib/store.js";

const OVER = ["closed", "cancelled"];

export function start() {
  document.addEventListener("input", ({ target }) => keep(target));
  document.addEventListener("codev:state", wipeWhenOver);
  for (const field of fields()) field.value ||= recall(field.dataset.draft) ?? "";
  wipeWhenOver();
}

export function keep(field) {
  if (field.matches("[data-draft]")) remember(field.dataset.draft, field.value);
}

const fields = () => document.querySelectorAll("[data-draft]");

function wipeWhenOver() {
  if (OVER.includes(state().status)) for (const field of fields()) remember(field.dataset.draft, "");
}
