// Shows what the facilitator shows all for a while, by the page's clock, and says it once.

import { serverNow } from "./clock.js";

let timer;
let said = "";

export function start() {
  document.addEventListener("codev:state", draw);
  draw();
}

function draw() {
  clearTimeout(timer);
  const moment = document.getElementById("region-moment");
  if (!moment) return;
  const rest = Number(moment.dataset.until ?? 0) - serverNow();
  const focused = moment.contains(document.activeElement);
  moment.hidden = rest <= 0;
  if (moment.hidden && focused) document.querySelector("[data-stage-heading]")?.focus({ preventScroll: true });
  if (!moment.hidden) timer = setTimeout(draw, Math.min(rest, 1000));
  tell(moment.hidden ? "" : `${moment.dataset.from}`, moment);
}

// Once for each time that it is shown, however often the region is pushed.
function tell(which, moment) {
  const voice = document.querySelector("[data-voice]");
  if (!voice || which === said) return;
  said = which;
  voice.textContent = which && [...moment.querySelectorAll("[data-said]")].map((one) => one.textContent.trim()).join(". ");
}
