// Keeps the screen awake where the device can and the person wants it; the wish is remembered on this device.

import { canStayAwake, deviceShelf, miss, stayAwake } from "../lib/device.js";

const WISH = "codev:awake";
let lock = null;

export function start() {
  const box = document.querySelector("[data-comfort=awake]");
  if (!box || !canStayAwake()) return;
  box.closest("[data-offer]").hidden = false;
  box.checked = deviceShelf.get(WISH) === "yes";
  box.addEventListener("change", async () => {
    deviceShelf.set(WISH, box.checked ? "yes" : "no");
    await follow(box);
    if (box.checked && !lock && document.visibilityState === "visible") miss("comfort");
  });
  // The system lets go whenever the page is hidden.
  document.addEventListener("visibilitychange", () => follow(box));
  follow(box);
}

async function follow(box) {
  if (document.visibilityState !== "visible") return;
  if (box.checked && (!lock || lock.released)) lock = await stayAwake();
  if (!box.checked) await lock?.release().catch(() => {});
  box.toggleAttribute("data-held", Boolean(lock && !lock.released));
}
