// Words on the wall are as large as their place allows: read from the back where they are few, and whole where many.

const LARGEST = 100; // percent of what the style sheet sets
const SMALLEST = 20;

export function start() {
  document.addEventListener("codev:placed", fit);
  document.addEventListener("codev:state", fit);
  addEventListener("resize", fit);
  document.fonts?.ready.then(fit);
  fit();
}

function fit() {
  for (const box of document.querySelectorAll("[data-fit]")) {
    let [low, high] = [SMALLEST, LARGEST];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (fits(box, middle)) low = middle;
      else high = middle - 1;
    }
    fits(box, low);
  }
}

function fits(box, percent) {
  box.style.setProperty("--fit", percent / 100);
  return box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth;
}
