// Says, by the server's clock, what each coming round gets, and warns before the last one would be lost.

import { hourOf, serverNow } from "./clock.js";
import { state } from "./frame.js";

const MINUTE = 60_000;
const WARNING = 10 * MINUTE;
const EVERY = 5000;
let warned = "";

export function start() {
  document.addEventListener("codev:state", draw);
  setInterval(draw, EVERY);
  draw();
}

function draw() {
  for (const line of document.querySelectorAll("[data-forecast]")) say(line);
  for (const alarm of document.querySelectorAll("[data-loses]")) warn(alarm);
}

// A step in overtime ends now at the earliest.
function stepEnds() {
  const { clock, deadline, remaining } = state();
  if (clock === "paused") return serverNow() + Math.max(0, Number(remaining));
  return Math.max(serverNow(), Number(deadline));
}

function say(line) {
  const { until, rest, rounds } = line.dataset;
  const share = Math.max(0, Math.floor((Number(until) - stepEnds() - Number(rest)) / Number(rounds) / MINUTE));
  const words = line.dataset.say.replace("#", share);
  if (line.textContent !== words) line.textContent = words;
  line.hidden = false;
}

function warn(alarm) {
  const at = Number(alarm.dataset.loses);
  alarm.hidden = serverNow() < at - WARNING;
  const hour = alarm.querySelector("[data-loses-hour]");
  const words = hourOf(at);
  if (hour.textContent !== words) hour.textContent = words;
  if (!alarm.hidden) tell(alarm.textContent.trim());
}

// Aloud once, not at every push.
function tell(words) {
  const voice = document.querySelector("[data-forecast-voice]");
  if (!voice || warned === words) return;
  warned = words;
  voice.textContent = words;
}
