// Opens the dialog that rewords what its author wrote, with the words as they stand.

export function start() {
  const dialog = document.getElementById("reword");
  if (!dialog) return;
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-edit]");
    if (button) offer(dialog, button);
  });
}

function offer(dialog, button) {
  dialog.querySelector("[data-edited-id]").value = button.dataset.edit;
  dialog.querySelector("textarea").value = button.closest(".note").querySelector("p").textContent;
  dialog.showPopover();
  dialog.querySelector("textarea").focus();
}
