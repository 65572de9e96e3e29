// Says once, calmly, what this device refuses and what is lost by it.

import { tryShelves } from "../lib/device.js";

const LINGER = 30_000;

export function start() {
  document.addEventListener("codev:missing", ({ detail }) => say(detail));
  document.addEventListener("click", ({ target }) => { if (target.closest("[data-missing-close]")) note().hidden = true; });
  tryShelves();
}

const note = () => document.querySelector("[data-missing]");

function say(what) {
  const sentence = note()?.getAttribute(`data-say-${what}`);
  if (!sentence) return;
  note().querySelector("p").textContent = sentence;
  note().hidden = false;
  // Nobody stands before the screen of a room to close it.
  if (document.body.dataset.shell === "screen") setTimeout(() => { note().hidden = true; }, LINGER);
}
