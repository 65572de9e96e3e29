// Keeps the screen awake where the device can and the person wants it; the wish is remembered on this device.

const WISH = "codev:awake";
let lock = null;

export function start() {
  const box = document.querySelector("[data-comfort=awake]");
  if (!box || !navigator.wakeLock) return;
  box.closest("[data-offer]").hidden = false;
  box.checked = localStorage.getItem(WISH) === "yes";
  box.addEventListener("change", () => {
    localStorage.setItem(WISH, box.checked ? "yes" : "no");
    follow(box);
  });
  // The system lets go whenever the page is hidden.
  document.addEventListener("visibilitychange", () => follow(box));
  follow(box);
}

async function follow(box) {
  if (document.visibilityState !== "visible") return;
  try {
    if (box.checked && (!lock || lock.released)) lock = await navigator.wakeLock.request("screen");
    if (!box.checked) await lock?.release();
  } catch {
    lock = null;
  }
  box.toggleAttribute("data-held", Boolean(lock && !lock.released));
}
