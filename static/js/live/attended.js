// What whoever sets a screen up needs is shown while somebody is at it, and is not projected to those who look on.

const LINGER = 4000;
let leaving;

export function start() {
  for (const sign of ["pointermove", "pointerdown", "keydown"]) document.addEventListener(sign, attend, { passive: true });
}

function attend() {
  document.body.dataset.attended = "";
  clearTimeout(leaving);
  leaving = setTimeout(() => { delete document.body.dataset.attended; }, LINGER);
}
