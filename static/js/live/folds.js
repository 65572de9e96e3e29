// What unfolds comes into sight; Escape closes it, and brings the focus back to what opened it.

let latest = null; // what was unfolded by hand last

export function start() {
  document.addEventListener("click", ({ target }) => {
    const fold = target.closest("summary")?.parentElement;
    if (fold) requestAnimationFrame(() => follow(fold));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !event.isComposing && !aboveThePage()) close();
  });
  document.addEventListener("toggle", leaveMenu, true);
}

function follow(fold) {
  if (!fold.open) return;
  latest = fold;
  fold.scrollIntoView({ block: "nearest" });
}

// The browser closes what pops over the page by itself.
const aboveThePage = () => CSS.supports("selector(:popover-open)") && document.querySelector(":popover-open");

function close() {
  const fold = document.activeElement.closest("details[open]") ?? unfolded();
  if (!fold) return closeNotice();
  fold.open = false;
  fold.querySelector("summary").focus();
}

// A push may have put the same fold there anew.
function unfolded() {
  const fold = latest?.isConnected ? latest : latest?.id && document.getElementById(latest.id);
  return fold?.open && fold.checkVisibility() ? fold : null;
}

function closeNotice() {
  const buttons = [...document.querySelectorAll("[data-notice-close], [data-missing-close]")];
  buttons.find((one) => one.checkVisibility({ visibilityProperty: true }))?.click();
}

// A dialog that was opened from a menu ends the menu too.
function leaveMenu({ target, newState }) {
  const menu = document.querySelector(".menu");
  if (newState === "closed" && target !== menu && menu && aboveThePage() === menu) menu.hidePopover();
}
