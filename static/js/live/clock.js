// Draws the server's time, by an offset from round trips (offset.js), on a clock that nobody can set.

import { addOwn, hourOf } from "../lib/hours.js";
import { state } from "./frame.js";
import { estimator } from "./offset.js";

const MINUTE = 60_000;
const estimate = estimator();
let timer;
let told = {};
let drift = Date.now() - performance.now();

export function measure(sent, received, answered, read) {
  estimate.take(sent, received, answered, read);
  draw();
}

export function start() {
  const [visit] = performance.getEntriesByType("navigation");
  const stamp = Number(state().now);
  if (stamp) estimate.take(visit?.requestStart ?? 0, stamp, stamp, visit?.responseStart ?? performance.now());
  told = notable(state(), left(state()));
  document.addEventListener("codev:state", draw);
  document.addEventListener("codev:placed", ({ detail }) => addOwn(detail));
  addOwn();
  draw();
}

export const serverNow = () => performance.now() + estimate.offsetAt(performance.now());

function left(now) {
  if (now.break) return Number(now.break) - serverNow();
  if (now.clock === "running" && now.deadline) return Number(now.deadline) - serverNow();
  if (now.clock === "paused" && now.remaining) return Number(now.remaining);
  return null;
}

function draw() {
  const now = state();
  const rest = left(now);
  const mood = moodOf(now, rest);
  for (const face of document.querySelectorAll("[data-clock-face]")) put(face, rest === null ? "" : minutes(rest), mood);
  for (const word of document.querySelectorAll("[data-clock-word]")) put(word, word.getAttribute(`data-word-${mood}`) ?? "", mood);
  const whole = now.break ? Number(now.break) - Number(now.breakSince) : Number(now.allotted);
  for (const arc of document.querySelectorAll("[data-clock-ring]")) drawArc(arc, rest, whole, mood);
  for (const span of document.querySelectorAll("[data-since]")) put(span, elapsed(serverNow() - Number(span.dataset.since)));
  for (const span of document.querySelectorAll("[data-minutes-since]")) put(span, howLong(serverNow() - Number(span.dataset.minutesSince), span));
  for (const hour of document.querySelectorAll("[data-hour]")) put(hour, hourOf(hour.dataset.hour === "now" ? serverNow() : Number(now[hour.dataset.hour])));
  tell(now, rest);
  clearTimeout(timer);
  timer = setTimeout(tick, untilNextSecond(now, rest));
}

function tick() {
  const seen = Date.now() - performance.now();
  if (Math.abs(seen - drift) > 2000) document.dispatchEvent(new Event("codev:woke"));
  drift = seen;
  draw();
}

// Two milliseconds late rather than a second early.
function untilNextSecond(now, rest) {
  const phase = (now.clock === "running" || now.break) && rest !== null ? rest : -serverNow();
  return (((phase % 1000) + 1000) % 1000 || 1000) + 2;
}

function moodOf(now, rest) {
  if (rest === null) return "idle";
  if (now.clock === "paused" && !now.break) return "paused";
  if (rest <= 0) return "late";
  if (now.break) return "rest";
  return rest <= MINUTE ? "soon" : "on";
}

function minutes(rest) {
  const seconds = Math.ceil(rest / 1000);
  return (seconds < 0 ? "+" : "") + clockwork(Math.abs(seconds));
}

const howLong = (span, words) => (span < MINUTE ? words.dataset.moment : `${Math.floor(span / MINUTE)} min`);
const elapsed = (span) => clockwork(Math.max(0, Math.floor(span / 1000)));
const clockwork = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

function put(element, text, mood) {
  if (element.textContent !== text) element.textContent = text;
  if (mood) for (const name of ["soon", "late", "paused", "rest"]) element.classList.toggle(name, name === mood);
}

function drawArc(arc, rest, allotted, mood) {
  const share = rest === null || !allotted ? 0 : Math.min(100, (Math.abs(rest) / allotted) * 100);
  const offsetNow = (100 - share).toFixed(1);
  if (arc.style.strokeDashoffset !== offsetNow) arc.style.strokeDashoffset = offsetNow;
  arc.classList.toggle("drawn", share > 0.2);
  for (const name of ["soon", "late", "paused", "rest"]) arc.classList.toggle(name, name === mood || (name === "late" && rest < 0));
}

// A screen reader hears steps and thresholds, never seconds.
const notable = (now, rest) => ({ step: now.step, clock: now.clock, mood: moodOf({ ...now, clock: "" }, rest) });

function tell(now, rest) {
  const fresh = notable(now, rest);
  const voice = document.querySelector("[data-announce]");
  const news = voice && newsOf(fresh, voice.dataset);
  if (passes(fresh)) document.dispatchEvent(new CustomEvent("codev:threshold", { detail: { mood: fresh.mood } }));
  told = fresh;
  if (news) voice.textContent = news;
}

// The last minute begins, or the time is over, in the step that was shown.
const passes = (fresh) => fresh.step === told.step && fresh.mood !== told.mood && ["soon", "late"].includes(fresh.mood) && told.mood !== "late" && told.mood !== "idle";

function newsOf(fresh, says) {
  if (fresh.step !== told.step) return document.querySelector("[data-stage-heading]")?.textContent.trim();
  if (fresh.clock !== told.clock && fresh.mood !== "rest") return fresh.clock === "paused" ? says.sayPaused : told.clock === "paused" && says.sayResumed;
  if (fresh.mood === told.mood) return "";
  return { soon: told.mood === "on" && says.saySoon, late: told.mood !== "rest" && says.sayLate, rest: says.sayBreak }[fresh.mood];
}
