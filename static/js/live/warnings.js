// A participant warns the facilitators alone and is answered; their dashboards show it until it was seen. Kept nowhere.

import { isolated, put } from "../lib/named.js";
import { whisper } from "./polling.js";
import { tell } from "./socket.js";

const PATIENCE = 4000;
const LINGER = 60_000;
const SEEN_PATIENCE = 25_000;
const SEEN_TRIES = 6;
let waiting, lingering;
let said = 0;

export function start() {
  document.addEventListener("click", ({ target }) => {
    const warning = target.closest("[data-warn]");
    if (warning) warn(warning);
    const seen = target.closest("[data-seen]");
    if (seen) tell({ seen: seen.dataset.seen });
  });
  document.addEventListener("codev:whisper", ({ detail }) => {
    if (detail.warned) answered(detail.warned, detail.by);
    else if (detail.warning) show(detail.warning);
    else if (detail.seen) takeOff(detail.seen);
  });
}

function warn(button) {
  const box = button.closest("[data-warn-box]");
  said += 1;
  answered("sending");
  // Every warning is answered within two seconds: over a socket that answers nothing it was not heard.
  if (tell({ warn: button.dataset.warn })) waiting = setTimeout(warnByPoll, PATIENCE, button.dataset.warn, said);
  else warnByPoll(button.dataset.warn, said);
  if (box.open) {
    box.open = false;
    box.querySelector("summary").focus({ preventScroll: true });
  }
}

async function warnByPoll(code, mine) {
  try {
    const { warned, by } = await whisper(code, PATIENCE);
    if (mine !== said) return;
    answered(warned, by);
    if (warned === "heard") await awaitSeen(mine);
  } catch {
    if (mine === said) answered("nobody");
  }
}

// An answer that passes between two of these is not heard: the page goes on saying what it knows.
async function awaitSeen(mine) {
  for (let tries = 0; tries < SEEN_TRIES && mine === said; tries++) {
    const { warned, by } = await whisper("wait", SEEN_PATIENCE).catch(() => ({}));
    if (warned && mine === said) return answered(warned, by);
  }
}

// With nobody there, the contacts are what helps: they stay open.
function answered(code, by = "") {
  clearTimeout(waiting);
  clearTimeout(lingering);
  const status = document.querySelector("[data-warned]");
  if (!status) return;
  const says = { sending: status.dataset.saySending, heard: status.dataset.sayHeard, seen: status.dataset.saySeen, nobody: status.dataset.sayNobody, slow: status.dataset.saySlow };
  put(status, (says[code] ?? "").replace("{name}", () => isolated(by)));
  if (code === "nobody") document.querySelector("[data-warn-box]").open = true;
  status.scrollIntoView({ block: "nearest" });
  if (code !== "sending") lingering = setTimeout(() => { status.textContent = ""; }, LINGER);
}

function show({ participant, name, code }) {
  const list = document.querySelector("[data-warnings]");
  const template = document.querySelector("template[data-warning]");
  if (!list || !template) return;
  tell({ heard: participant });
  if (list.querySelector(`[data-of="${participant}"][data-code="${code}"]`)) return;
  const card = template.content.firstElementChild.cloneNode(true);
  Object.assign(card.dataset, { of: participant, code });
  card.querySelector("[data-warning-name]").textContent = name;
  card.querySelector("[data-warning-words]").textContent = code === "pause" ? list.dataset.sayPause : list.dataset.sayTalk;
  card.querySelector("[data-seen]").dataset.seen = participant;
  list.append(card);
}

function takeOff(participant) {
  const list = document.querySelector("[data-warnings]");
  const holdsFocus = list?.contains(document.activeElement);
  for (const card of list?.querySelectorAll(`[data-of="${participant}"]`) ?? []) card.remove();
  if (holdsFocus) (list.querySelector("[data-seen]") ?? document.querySelector("[data-stage-heading]"))?.focus({ preventScroll: true });
}
