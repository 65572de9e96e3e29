// Offers to undo the last transition for as long as the server allows it, by its clock, by button or by Ctrl+Z.

import { serverNow } from "./clock.js";
import { focusHeading } from "./frame.js";
import { TYPING } from "./keys.js";

const loadedIn = document.documentElement.dataset.status;
let offered = "";
let timer;

export function start() {
  document.addEventListener("codev:state", ({ detail }) => { reopen(detail.now); offer(); });
  document.addEventListener("keydown", shortcut);
  offer();
}

function offer() {
  const line = document.querySelector("[data-undo]");
  const left = line ? Number(line.dataset.undo) - serverNow() : 0;
  clearTimeout(timer);
  if (!line) return;
  if (left > 0) timer = setTimeout(offer, Math.min(left, 1000));
  const hadFocus = line.contains(document.activeElement);
  line.hidden = left <= 0;
  if (hadFocus && line.hidden) focusHeading();
  if (!line.hidden) tell(line);
}

// Said once a transition, after the step's own name.
function tell(line) {
  const voice = document.querySelector("[data-undo-voice]");
  if (!voice || offered === line.dataset.undo) return;
  offered = line.dataset.undo;
  voice.textContent = "";
  setTimeout(() => { voice.textContent = voice.dataset.undoVoice; }, 1500);
}

// The letter, not its place on the keyboard: French keyboards have it elsewhere.
function shortcut(event) {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "z") return;
  const button = document.getElementById("undo");
  if (event.repeat || !button?.checkVisibility() || event.target.closest(TYPING)) return;
  event.preventDefault();
  button.click();
}

// A page that was loaded after the end lacks what a session under way needs.
function reopen(now) {
  if (loadedIn === "closed" && now.status !== "closed") location.reload();
}
