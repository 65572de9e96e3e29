// Shows what the facilitator shows all for a while, by the page's clock; says it once, and a prompt too.

import { put, sentenceOf } from "../lib/named.js";
import { serverNow } from "./clock.js";

const said = {};
let timer;

export function start() {
  document.addEventListener("codev:state", draw);
  draw();
}

function draw() {
  tell("prompt", document.getElementById("region-prompt"));
  const moment = document.getElementById("region-moment");
  if (!moment) return;
  const rest = Number(moment.dataset.until ?? 0) - serverNow();
  const holdsFocus = moment.contains(document.activeElement);
  moment.hidden = rest <= 0;
  if (moment.hidden && holdsFocus) document.querySelector("[data-stage-heading]")?.focus({ preventScroll: true });
  clearTimeout(timer);
  if (!moment.hidden) timer = setTimeout(draw, Math.min(rest, 1000));
  tell("moment", moment);
}

// Once for each time that it is shown, however often the region is pushed.
function tell(what, region) {
  const voice = document.querySelector("[data-voice]");
  const shown = region && !region.hidden ? region.dataset.from : "";
  if (!voice || shown === (said[what] ?? "")) return;
  said[what] = shown;
  if (shown) put(voice, [...region.querySelectorAll("[data-said]")].map(sentenceOf).join(". "));
}
