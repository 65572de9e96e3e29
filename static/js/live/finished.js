// « I have finished writing »: said to the server, which keeps it nowhere, and taken back by whoever writes on.

import { whisper } from "./polling.js";
import { tell } from "./socket.js";

const PATIENCE = 4000;
let isTakenBack = false; // said, and not shown yet: not said again with each letter

export function start() {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-finished]");
    if (button) say(button.dataset.finished === "yes");
  });
  document.addEventListener("input", ({ target }) => {
    if (isTakenBack || !target.matches(".act textarea") || !document.querySelector('[data-finished="no"]:not([hidden])')) return;
    isTakenBack = true;
    say(false);
  });
  document.addEventListener("codev:state", () => { isTakenBack = false; });
}

// Unheard it is not said: the button shows what the server heard.
function say(finished) {
  if (!tell({ finished })) whisper(finished ? "finished" : "writing", PATIENCE).catch(() => {});
}
