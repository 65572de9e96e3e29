// Dialogs that open with words as they stand: the button carries them, or the region that is shown.

export function start() {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-fill]");
    if (button) fill(document.getElementById(button.dataset.fill), button);
  });
}

function fill(dialog, button) {
  const { values } = (button.dataset.values ? button : document.querySelector(`[data-values-of="${button.dataset.fill}"]`)).dataset;
  for (const [name, value] of Object.entries(JSON.parse(values))) {
    for (const field of dialog.querySelectorAll(`[name="${name}"]`)) set(field, value);
  }
  dialog.showPopover();
  dialog.querySelector("input:not([type=hidden]), textarea").focus();
}

function set(field, value) {
  if (field.type === "radio") field.checked = field.value === String(value);
  else if (field.type === "checkbox") field.checked = Boolean(value);
  else field.value = value;
}
