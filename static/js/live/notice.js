// One line about what was sent, above everything else.

const LINGER = 3000; // and as long as it takes to read
const LETTER = 40;
let said = "";
let saying, fading;

export function start() {
  document.addEventListener("click", ({ target }) => { if (target.closest("[data-notice-close]")) say(""); });
}

export const words = () => document.getElementById("notice")?.dataset ?? {};

// Emptied first, so that the same sentence is heard again.
export function say(sentence, tone = "") {
  const notice = document.getElementById("notice");
  if (!notice) return;
  said = sentence;
  notice.dataset.tone = tone;
  clearTimeout(saying);
  clearTimeout(fading);
  notice.textContent = "";
  if (sentence) saying = setTimeout(() => { notice.textContent = sentence; }, 30);
}

// Nothing is wrong, or nothing is to be done.
export const sayCalmly = (sentence) => say(sentence, "calm");

export function sayBriefly(sentence) {
  sayCalmly(sentence);
  fading = setTimeout(say, LINGER + LETTER * sentence.length, "");
}

export const isSaid = (sentence) => Boolean(sentence) && said === sentence;
