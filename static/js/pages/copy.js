// Copies a field's value at a tap; where the browser does not allow it, selects it to be copied by hand.

for (const button of document.querySelectorAll("[data-copy]")) button.addEventListener("click", () => copy(button));

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.copied;
  } catch {
    field.focus();
  }
}
