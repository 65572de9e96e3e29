// What somebody marked is taken into the text that is being written, at its end.

import { wordsOf } from "./words.js";

export function start() {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-insert]");
    if (button) insert(document.getElementById(button.dataset.insert), wordsOf(button.closest(".note").querySelector("p")));
  });
}

function insert(field, text) {
  field.value = [field.value.trimEnd(), text].filter(Boolean).join("\n");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
