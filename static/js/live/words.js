// What people wrote, as they wrote it: a browser that translates the page puts other words in their place.

const written = new WeakMap();
const PLACES = ".note > p, [data-words-of]";

export function start() {
  document.addEventListener("codev:placed", ({ detail }) => read(detail));
  read(document);
}

function read(root) {
  for (const place of root.querySelectorAll(PLACES)) written.set(place, place.textContent.trim());
}

export const wordsOf = (place) => written.get(place) ?? place.textContent.trim();
