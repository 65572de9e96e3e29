// What the oldest browsers that we serve lack: dialogs that pop over the page, and asking whether something is seen.

let opener = null;

export function start() {
  Element.prototype.checkVisibility ??= function () { return this.getClientRects().length > 0; };
  if (HTMLElement.prototype.showPopover) return;
  document.documentElement.classList.add("no-popover");
  HTMLElement.prototype.showPopover = function () { this.dataset.shown = ""; };
  HTMLElement.prototype.hidePopover = function () { delete this.dataset.shown; };
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[popovertarget]");
    if (button) press(button, document.getElementById(button.getAttribute("popovertarget")));
  });
  document.addEventListener("keydown", escape);
}

function escape(event) {
  const dialog = event.key === "Escape" && document.querySelector("[data-shown]");
  if (!dialog) return;
  event.preventDefault();
  dialog.hidePopover();
  opener?.focus();
}

function press(button, dialog) {
  if (button.getAttribute("popovertargetaction") === "hide") return dialog.hidePopover();
  button.closest("[data-shown]")?.hidePopover();
  opener = button;
  dialog.showPopover();
  (dialog.querySelector("[autofocus]") ?? dialog.querySelector("button, textarea, input"))?.focus();
}
