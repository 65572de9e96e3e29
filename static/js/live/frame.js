// Puts what the server pushes into the page: whole regions by id, but never under a finger or a hand that types.

const held = new Map();
let pressed = null;

export const state = () => ({ ...document.getElementById("live-state")?.dataset });

export function applyFrame(html) {
  show(parse(html));
}

// An answer or a poll may be older than what a push has shown since.
export function applyAnswer(html) {
  const pieces = parse(html);
  const revision = Number(pieces.querySelector("#live-state")?.dataset.revision);
  const isNew = revision >= Number(state().revision || 0);
  if (isNew) show(pieces);
  return isNew;
}

export function focusHeading() {
  document.querySelector("[data-stage-heading]")?.focus({ preventScroll: true });
}

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

function show(pieces) {
  const before = state();
  for (const fresh of [...pieces.children]) place(fresh);
  announce(before);
}

function announce(before) {
  const now = state();
  if (now.status) document.documentElement.dataset.status = now.status;
  document.dispatchEvent(new CustomEvent("codev:state", { detail: { before, now } }));
}

function place(fresh) {
  const old = fresh.id && document.getElementById(fresh.id);
  if (!old) return;
  if (isTouched(old)) held.set(fresh.id, fresh);
  else swap(old, fresh);
}

function isTouched(region) {
  const focused = document.activeElement;
  return region.contains(pressed) || (region.contains(focused) && focused.matches("input, select, textarea"));
}

function swap(old, fresh) {
  held.delete(fresh.id);
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  for (const { id } of old.querySelectorAll("details[open][id]")) within(fresh, id)?.setAttribute("open", "");
  old.replaceWith(fresh);
  window.htmx?.process(fresh);
  document.dispatchEvent(new CustomEvent("codev:placed", { detail: fresh }));
  if (focused) restore(fresh, focused.id);
}

function restore(region, id) {
  const same = id ? within(region, id) : null;
  same?.focus({ preventScroll: true });
  if (!same || document.activeElement !== same) focusHeading();
}

const within = (region, id) => region.querySelector(`#${CSS.escape(id)}`);

// The click that a press becomes comes after the release: what was held waits for it.
function release() {
  pressed = null;
  later();
}

function later() {
  if (held.size) setTimeout(showHeld, 100);
}

function showHeld() {
  if (!held.size || pressed) return;
  const before = state();
  for (const fresh of [...held.values()]) place(fresh);
  announce(before);
}

addEventListener("pointerdown", (event) => { pressed = event.target; }, true);
addEventListener("keydown", (event) => { if (event.key === " ") pressed = event.target; }, true);
for (const end of ["pointerup", "pointercancel", "dragend", "keyup"]) addEventListener(end, release, true);
addEventListener("blur", release);
addEventListener("focusout", later);
