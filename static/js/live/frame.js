// Puts what the server pushes into the page by the three rules of docs/live.md: an element takes the place of the one
// with its id, a list takes the order that it is sent, and what no list names goes. Never under a finger, nor under a
// hand that types: what comes there is held until it is free.

import { differencesOf, forgetWhole } from "./whole.js";

const held = new Map(); // elements and orders, by id
const newcomers = new Map(); // pieces that no list has named yet
let pressed = null;

export const state = () => ({ ...document.getElementById("live-state")?.dataset });

export function applyFrame(html) {
  forgetWhole();
  show([...parse(html).children]);
}

// The same, unless it is older than what the page shows.
export function applyNewer(html) {
  if (isNew(parse(html))) applyFrame(html);
}

// An answer or a poll is a whole frame, and may be older than what a push has shown since.
export function applyAnswer(html) {
  const frame = parse(html);
  if (!isNew(frame)) return false;
  show(differencesOf(frame));
  return true;
}

const isNew = (frame) => Number(frame.querySelector("#live-state")?.dataset.revision) >= Number(state().revision || 0);

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
  if (!held.size) newcomers.clear();
  for (const fresh of pieces) take(fresh);
  announce(before);
}

function announce(before) {
  const now = state();
  if (now.status) document.documentElement.dataset.status = now.status;
  document.dispatchEvent(new CustomEvent("codev:state", { detail: { before, now } }));
}

// What is held, or waits for its list, is shown later: until then it is kept as new as the page.
function take(fresh) {
  for (const one of [...held.values(), ...newcomers.values()]) renew(one, fresh);
  for (const id of [...held.keys()]) if (id !== fresh.id && within(fresh, id)) held.delete(id);
  place(fresh);
}

function place(fresh) {
  const old = document.getElementById(fresh.id);
  if (!old) newcomers.set(fresh.id, fresh);
  else if (isTouched(old, fresh)) held.set(fresh.id, fresh);
  else if (isOrder(fresh)) arrange(old, fresh);
  else swap(old, fresh);
}

const isOrder = (fresh) => fresh.dataset.order !== undefined;

const named = (order) => order.dataset.order.split(" ").filter(Boolean);

function renew(one, fresh) {
  const old = one !== fresh && !isOrder(one) && within(one, fresh.id);
  if (!old) return;
  if (!isOrder(fresh)) return old.replaceWith(fresh.cloneNode(true));
  old.replaceChildren(...named(fresh).flatMap((id) => within(old, id) ?? newcomers.get(id)?.cloneNode(true) ?? []));
}

// Pieces that stay in their order are not moved, so that nothing in them loses its place or its focus.
function arrange(list, order) {
  held.delete(list.id);
  const ids = named(order);
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  for (const piece of [...list.children]) if (!ids.includes(piece.id)) piece.remove();
  let next = list.firstElementChild;
  for (const id of ids) {
    const piece = next?.id === id ? next : within(list, id) ?? newcomers.get(id);
    if (piece === next) next = next?.nextElementSibling;
    else if (piece) list.insertBefore(piece, next);
    if (newcomers.delete(id)) welcome(piece);
  }
  // Whatever is taken out of the page, if only to be put elsewhere in it, loses the focus.
  if (focused && document.activeElement !== focused) refocus(list, focused);
}

function refocus(list, focused) {
  if (focused.isConnected) focused.focus({ preventScroll: true });
  else restore(list, focused.id);
}

function welcome(fresh) {
  window.htmx?.process(fresh);
  document.dispatchEvent(new CustomEvent("codev:placed", { detail: fresh }));
}

function isTouched(old, fresh) {
  const parts = isOrder(fresh) ? changed(old, fresh) : [old];
  const focused = document.activeElement;
  const isTyping = focused?.matches("input, select, textarea");
  return parts.some((one) => one.contains(pressed) || (isTyping && one.contains(focused)));
}

// An order touches what it takes away, what stands behind a newcomer, and all of them where they change places: a click
// needs its button to stay put. A list may grow after what is pressed.
function changed(list, order) {
  const ids = named(order);
  const pieces = [...list.children];
  const staying = pieces.filter((one) => ids.includes(one.id));
  const places = staying.map((one) => ids.indexOf(one.id));
  const isSameOrder = places.every((place, at) => !at || places[at - 1] < place);
  const first = ids.findIndex((id) => !pieces.some((one) => one.id === id));
  const isPushed = (one) => first >= 0 && ids.indexOf(one.id) > first;
  return pieces.filter((one) => !isSameOrder || !staying.includes(one) || isPushed(one));
}

function swap(old, fresh) {
  for (const id of [...held.keys()]) if (id === fresh.id || within(old, id)) held.delete(id);
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  for (const { id } of old.querySelectorAll("details[open][id]")) within(fresh, id)?.setAttribute("open", "");
  old.replaceWith(fresh);
  welcome(fresh);
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

// The page comes again with its older contributions, where it was asked for them: what is typed is kept on the device.
addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-older]");
  if (!button) return;
  const address = new URL(location.href);
  address.searchParams.set("older", "1");
  address.hash = button.parentElement.id;
  location.replace(address);
});
addEventListener("pointerdown", (event) => { pressed = event.target; }, true);
addEventListener("keydown", (event) => { if (event.key === " ") pressed = event.target; }, true);
for (const end of ["pointerup", "pointercancel", "dragend", "keyup"]) addEventListener(end, release, true);
addEventListener("blur", release);
addEventListener("focusout", later);
