// A short buzz at the minute and at zero, where the device can and the person wants it.

import { canVibrate, deviceShelf, miss, vibrate } from "../lib/device.js";

const WISH = "codev:vibrate";
const PATTERNS = { soon: [120], late: [120, 90, 120] };

export function start() {
  const box = document.querySelector("[data-comfort=vibrate]");
  if (!box || !canVibrate()) return;
  box.closest("[data-offer]").hidden = false;
  box.checked = deviceShelf.get(WISH) === "yes";
  box.addEventListener("change", () => {
    if (box.checked && !vibrate(60)) refuse(box);
    deviceShelf.set(WISH, box.checked ? "yes" : "no");
  });
  document.addEventListener("codev:threshold", ({ detail }) => { if (box.checked) vibrate(PATTERNS[detail.mood]); });
}

function refuse(box) {
  box.checked = false;
  miss("comfort");
}
