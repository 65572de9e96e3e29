// Copies a field's value at a tap; where the browser does not allow it, selects it to be copied by hand.

import { copyText } from "../lib/device.js";

for (const button of document.querySelectorAll("[data-copy]")) button.addEventListener("click", () => copy(button));

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  if (await copyText(field.value)) button.textContent = button.dataset.copied;
  else field.focus();
}
