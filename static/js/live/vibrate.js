// A short buzz at the minute and at zero, where the device can and the person wants it.

const WISH = "codev:vibrate";
const PATTERNS = { soon: [120], late: [120, 90, 120] };

export function start() {
  const box = document.querySelector("[data-comfort=vibrate]");
  if (!box || !navigator.vibrate) return;
  box.closest("[data-offer]").hidden = false;
  box.checked = localStorage.getItem(WISH) === "yes";
  box.addEventListener("change", () => {
    localStorage.setItem(WISH, box.checked ? "yes" : "no");
    if (box.checked) navigator.vibrate(60);
  });
  document.addEventListener("codev:threshold", ({ detail }) => { if (box.checked) navigator.vibrate(PATTERNS[detail.mood]); });
}
