// Dialogs that open with words as they stand: the button carries them, or the region that is shown, or the note beside.

import { put, subject, valuesOf } from "./box.js";
import { begin } from "./drafts.js";

const places = new WeakMap(); // by form: which draft was left, at which letter, scrolled how far

export function start() {
  document.addEventListener("focusout", leave);
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-fill]");
    if (button) fill(document.getElementById(button.dataset.fill), valuesOf(button));
  });
}

function fill(dialog, given) {
  const form = dialog.querySelector("form");
  put(form, given);
  if (form.matches("[data-draft]")) begin(form);
  dialog.showPopover();
  dialog.querySelector("input:not([type=hidden]), textarea").focus();
  goBack(form);
}

function leave({ target }) {
  const form = target.form;
  if (target.matches("[popover] textarea")) places.set(form, { about: subject(form), at: target.selectionStart, top: target.scrollTop });
}

// Whoever opens the same text again goes on where it was left, else at its end.
function goBack(form) {
  const field = form.querySelector("textarea");
  const left = places.get(form);
  const isSame = left?.about === subject(form);
  field?.setSelectionRange(...Array(2).fill(isSame ? left.at : field.value.length));
  if (field) field.scrollTop = isSame ? left.top : field.scrollHeight;
}
