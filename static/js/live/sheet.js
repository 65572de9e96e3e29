// One's own preparation sheet in a live page: its title and question are put into the box that proposes a subject, at a
// press; while its author is client, the rest is there to be unfolded. It is asked for when it is wanted, and is in no
// frame.

import { put } from "./box.js";
import { state } from "./frame.js";

export function start() {
  const place = document.querySelector("[data-own-sheet]");
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-put-into]");
    if (button) putInto(document.querySelector(`form[data-draft="${button.dataset.putInto}"]`), button);
  });
  if (!place) return;
  document.addEventListener("codev:state", () => follow(place));
  follow(place);
}

function putInto(form, { dataset }) {
  put(form, JSON.parse(dataset.values));
  form.dispatchEvent(new Event("input", { bubbles: true }));
  form.querySelector("[type=submit]").focus();
}

function follow(place) {
  const isClient = state().audience === "client";
  if (place.hidden !== isClient) return;
  place.hidden = !isClient;
  if (isClient) place.dispatchEvent(new Event("codev:wanted"));
  else place.replaceChildren();
}
