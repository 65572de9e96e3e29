// Dialogs that open with words as they stand: the button carries them, or the region that is shown, or the note beside.

import { put, valuesOf } from "./box.js";
import { begin } from "./drafts.js";

export function start() {
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
}
