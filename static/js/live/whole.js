// What in a whole frame differs from the last one: a page that polls is changed piece by piece, like one that is pushed
// to, and what has not changed keeps its selection, its focus and what is unfolded.

let last = null;

// The elements to be put into the page, by the rules of docs/live.md. Frames are told apart by how they came, not by
// what the page has made of them since.
export function differencesOf(frame) {
  const known = last;
  last = frame.cloneNode(true);
  return [...frame.children].flatMap((fresh) => differences(known && within(known, fresh.id), fresh));
}

// The page has been shown something else since.
export function forgetWhole() {
  last = null;
}

function differences(old, fresh) {
  if (!old || fresh.id === "live-state") return [fresh];
  if (old.isEqualNode(fresh)) return [];
  const isElsewhere = !hollow(old).isEqualNode(hollow(fresh));
  return isElsewhere ? [fresh] : listsOf(fresh).flatMap((list) => differencesOfList(within(old.parentNode, list.id), list));
}

function differencesOfList(old, fresh) {
  const pieces = [...fresh.children].flatMap((piece) => differences(within(old, piece.id), piece));
  return idsOf(old) === idsOf(fresh) ? pieces : [...pieces, orderOf(fresh)];
}

const idsOf = (list) => [...list.children].map(({ id }) => id).join(" ");

function orderOf(list) {
  const order = document.createElement("div");
  order.id = list.id;
  order.dataset.order = idsOf(list);
  return order;
}

// The element itself, without what its lists hold.
function hollow(element) {
  const copy = element.cloneNode(true);
  for (const list of listsOf(copy)) list.replaceChildren();
  return copy;
}

// The outermost elements with an id that hold nothing but pieces.
function listsOf(element) {
  if (isList(element)) return [element];
  return [...element.children].flatMap(listsOf);
}

function isList(element) {
  const holds = [...element.childNodes];
  return Boolean(element.id) && holds.every((one) => (one.nodeType === Node.TEXT_NODE ? !one.data.trim() : Boolean(one.id)));
}

const within = (root, id) => root.querySelector(`#${CSS.escape(id)}`);
