// One's own notes on the board can be reworded or taken back there; what is placed is looked at before focus returns.

export function start() {
  document.addEventListener("codev:placed", ({ detail }) => show(detail));
  show(document);
}

function show(root) {
  const { participant } = document.body.dataset;
  for (const actions of root.querySelectorAll("[data-own]")) actions.hidden = actions.dataset.own !== participant;
}
