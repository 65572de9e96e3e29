// Tells the speaker softly that a turn's time is nearly used, then used; whoever facilitates sees a mark a little later.

import { serverNow } from "./clock.js";

const SOON = 10_000;
const LONGEST = 60_000;
let timer;

export function start() {
  for (const event of ["codev:state", "codev:woke"]) document.addEventListener(event, draw);
  draw();
}

function draw() {
  const now = serverNow();
  const instants = [...signal(now), ...marks(now)].filter((at) => at > now);
  clearTimeout(timer);
  if (instants.length) timer = setTimeout(draw, Math.min(LONGEST, Math.min(...instants) - now + 5));
}

function signal(now) {
  const place = document.querySelector("[data-turn-signal]");
  const ends = Number(document.querySelector("[data-turn-ends]")?.dataset.turnEnds);
  if (!place) return [];
  const mood = !ends || now < ends - SOON ? "" : now < ends ? "soon" : "over";
  const text = { soon: place.dataset.saySoon, over: place.dataset.sayOver }[mood] ?? "";
  if (place.textContent !== text) place.textContent = text;
  place.classList.toggle("over", mood === "over");
  return ends ? [ends - SOON, ends] : [];
}

function marks(now) {
  return [...document.querySelectorAll("[data-turn-mark]")].map((mark) => {
    mark.hidden = now < Number(mark.dataset.turnMark);
    return Number(mark.dataset.turnMark);
  });
}
