// Whoever was away a while is told on return what moved meanwhile, on this page alone, until the first tap.

import { tabShelf } from "../lib/device.js";
import { state } from "./frame.js";

const ABSENCE = 10_000;
const SETTLING = 1500; // a page that is back shows what it missed a moment later
let note, seen, leftAt, settling;

export function start() {
  note = document.querySelector("[data-return]");
  if (!note) return;
  const kept = recall();
  if (kept && Date.now() - kept.at >= ABSENCE) tell(kept, digest());
  remember();
  document.addEventListener("codev:state", look);
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", () => isHere() && remember());
  new MutationObserver(look).observe(document.documentElement, { attributeFilter: ["data-link"] });
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, () => { note.hidden = true; }, true);
}

const isHere = () => !document.hidden && ["live", "polling"].includes(document.documentElement.dataset.link);

function look() {
  if (!isHere()) {
    leftAt ??= Date.now();
    clearTimeout(settling);
    settling = undefined;
  } else if (leftAt === undefined) {
    remember();
  } else {
    settling ??= setTimeout(welcome, SETTLING);
  }
}

function welcome() {
  settling = undefined;
  if (Date.now() - leftAt >= ABSENCE) tell(seen, digest());
  leftAt = undefined;
  remember();
}

// Numbers only: where the session is, and how much was written in this round.
function digest() {
  const { step = "", round = "" } = state();
  return { step, round, written: Number(document.getElementById("board-written")?.dataset.written ?? 0) };
}

function tell(before, now) {
  const { say, sayStep, sayOne, sayMany } = note.dataset;
  const more = before.round === now.round ? now.written - before.written : 0;
  const news = [
    before.step && now.step && before.step !== now.step && sayStep.replace("{from}", Number(before.step) + 1).replace("{to}", Number(now.step) + 1),
    more === 1 && sayOne,
    more > 1 && sayMany.replace("{n}", more),
  ].filter(Boolean);
  if (!news.length) return;
  note.textContent = say.replace("{news}", news.join(", "));
  note.hidden = false;
}

const key = () => `codev:seen:${document.body.dataset.draftKey ?? ""}`;

function remember() {
  seen = digest();
  tabShelf.set(key(), JSON.stringify({ ...seen, at: Date.now() }));
}

function recall() {
  try {
    return JSON.parse(tabShelf.get(key()));
  } catch {
    return null;
  }
}
