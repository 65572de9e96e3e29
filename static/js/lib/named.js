// Sentences with names between isolates, as codev/marked.py makes them: each name in an element that no translator
// touches and that turns no line round.

const ISOLATED = /\u2068(.*?)\u2069/s;

export const plain = (sentence) => sentence.replace(/[\u2068\u2069]/g, "");

export function put(element, sentence) {
  if (element.textContent === plain(sentence)) return;
  if (!ISOLATED.test(sentence)) element.textContent = sentence;
  else element.replaceChildren(whole(sentence));
}

// In one piece: a button sets apart what stands in it side by side.
function whole(sentence) {
  const line = document.createElement("span");
  line.append(...parts(sentence));
  return line;
}

const parts = (sentence) => sentence.split(ISOLATED).map((words, i) => (i % 2 ? named(words) : words));

function named(name) {
  const own = document.createElement("bdi");
  own.setAttribute("translate", "no");
  own.dir = "auto";
  own.textContent = name;
  return own;
}

// What an element says, with its names between isolates: to be said again elsewhere.
export function sentenceOf(element) {
  const copy = element.cloneNode(true);
  for (const name of copy.querySelectorAll("bdi")) name.textContent = isolated(name.textContent);
  return copy.textContent.trim();
}

export const isolated = (name) => `\u2068${name}\u2069`;
