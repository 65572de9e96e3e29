// Says, by the server's clock, when all is over if nothing changes, what each coming round gets, and who pays for being
// late. The figures, and how they are put together, are those of rulebook/rules/outlook.py.

import { hourOf } from "../lib/hours.js";
import { put } from "../lib/named.js";
import { serverNow } from "./clock.js";
import { state } from "./frame.js";

const MINUTE = 60_000;
const OFFERED = 5 * MINUTE; // less saved time than this is not worth a question
const EVERY = 5000;
const FIGURES = ["until", "rest", "spare", "count", "full", "floor", "after", "part", "least", "kept", "givenUp", "paid"];
let warned = "";

export function start() {
  document.addEventListener("codev:state", draw);
  setInterval(draw, EVERY);
  draw();
}

function draw() {
  const line = document.querySelector("[data-forecast]");
  if (!line) return;
  const ahead = outlook(numbers(line.dataset), ...step());
  // Rounded once: the hour, how late that is, and what buttons promise are never a minute apart.
  const late = Math.round((ahead.end - Number(state().ends)) / MINUTE);
  const each = Math.floor(ahead.rounds / ahead.count / MINUTE);
  sayEnd(late);
  saySharing(line, ahead, each);
  offer(ahead, -late, each);
}

const numbers = (line) => Object.fromEntries(FIGURES.map((name) => [name, Number(line[name])]));

// When the step ends, in overtime now at the earliest, and how late it is by then.
function step() {
  const { clock, deadline, remaining, break: until } = state();
  if (clock === "running") return [Math.max(serverNow(), Number(deadline)), Math.max(0, serverNow() - Number(deadline))];
  const resumed = Math.max(serverNow(), Number(until));
  return [resumed + Math.max(0, Number(remaining)), Math.max(0, -Number(remaining))];
}

function outlook(figures, stepEnds, overtime) {
  const { until, rest, spare, full, floor, after, paid } = figures;
  const unpaid = Math.floor(Math.max(0, overtime - paid) / MINUTE) * MINUTE;
  const ownEnd = stepEnds + rest - Math.min(unpaid, spare);
  const left = until - ownEnd;
  const rounds = Math.max(floor, Math.min(left, full));
  return { ...figures, left, rounds, shared: sharedOut(figures, stepEnds), end: ownEnd + rounds + after };
}

// The whole minutes that the coming rounds get when all that is left is shared out, with what is to come of this one.
function sharedOut({ until, kept, part, least }, stepEnds) {
  const minutes = Math.max(0, Math.floor((until - kept - stepEnds) / MINUTE));
  return Math.max(Math.min(least, minutes), Math.floor((minutes * part) / 1000));
}

function sayEnd(late) {
  const end = Number(state().ends) + late * MINUTE;
  for (const hour of document.querySelectorAll("[data-end-hour]")) put(hour, hourOf(end));
  for (const words of document.querySelectorAll("[data-end-words]")) {
    put(words, late ? words.dataset[late > 0 ? "late" : "early"].replace("#", Math.abs(late)) : "");
    words.classList.toggle("late", late > 0);
  }
}

function saySharing(line, { count, rounds, full }, each) {
  line.hidden = !count;
  if (!count) return;
  const isLess = full - rounds >= MINUTE;
  const words = (isLess ? line.dataset.sayLess : line.dataset.say).replace("#", each);
  put(line, words);
  line.classList.toggle("alarm", isLess);
  if (isLess) tell(words);
}

// Time that was saved may be shared, or let go; a floor that is kept may be given up for the hour that was planned.
function offer({ count, left, floor, shared, givenUp }, saved, each) {
  show("[data-saved]", saved * MINUTE - givenUp >= OFFERED, saved);
  sayWhoPays(saved);
  show("[data-hold-end]", count > 0 && floor - left >= MINUTE, Math.min(each, Math.floor(shared / count)));
}

function sayWhoPays(saved) {
  const line = document.getElementById("who-pays");
  if (line) put(line, saved >= 2 ? line.dataset.saved : line.dataset.say);
}

function show(name, isOffered, minutes) {
  const offered = document.querySelector(name);
  if (!offered) return;
  offered.hidden = !isOffered;
  for (const words of offered.querySelectorAll("[data-say]")) put(words, words.dataset.say.replace("#", minutes));
}

// Aloud once, not at every push nor for every minute.
function tell(words) {
  const voice = document.querySelector("[data-forecast-voice]");
  const sentence = words.replace(/\d+/, "");
  if (!voice || warned === sentence) return;
  warned = sentence;
  put(voice, words);
}
