// Lists the page's keys on "?", from the buttons that carry them; those pressed alone can be switched off.

import { deviceShelf } from "../lib/device.js";

export const DIALOG = "[popover]:not(.menu)"; // a menu stands open in the page where there is room for it
export const TYPING = `input, textarea, select, ${DIALOG}`;
const SWITCH = "codev:single-keys";
const NAMES = { ArrowRight: "→", ArrowLeft: "←", ArrowUp: "↑", ArrowDown: "↓", "-": "−" };

export const areSingleKeysOn = () => deviceShelf.get(SWITCH) !== "off";

export function start() {
  const dialog = document.getElementById("shortcuts");
  if (!dialog) return;
  dialog.addEventListener("beforetoggle", ({ newState }) => { if (newState === "open") list(dialog); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || event.repeat || event.target.closest(TYPING) || !areSingleKeysOn()) return;
    event.preventDefault();
    dialog.showPopover();
  });
  const box = dialog.querySelector("[data-single-keys]");
  box.checked = areSingleKeysOn();
  box.addEventListener("change", () => deviceShelf.set(SWITCH, box.checked ? "on" : "off"));
}

// What several buttons share, as pause and resume do, is one line.
function list(dialog) {
  const keys = new Map();
  for (const button of document.querySelectorAll("[data-key]")) {
    const line = keys.get(button.dataset.key) ?? { name: nameOf(button), does: new Set() };
    line.does.add(doing(button));
    keys.set(button.dataset.key, line);
  }
  for (const old of dialog.querySelectorAll("[data-listed]")) old.remove();
  dialog.querySelector("[data-keys]").append(...[...keys.values()].map(row));
}

function row({ name, does }) {
  const [line, term, detail, key] = ["div", "dt", "dd", "kbd"].map((tag) => document.createElement(tag));
  line.dataset.listed = "";
  term.textContent = [...does].join(" / ");
  key.textContent = name;
  detail.append(key);
  line.append(term, detail);
  return line;
}

function nameOf(button) {
  const written = button.querySelector("kbd")?.textContent.trim();
  return written || button.dataset.key.replace(/^Ctrl\+/, "Ctrl ").replace(/Arrow\w+|-/, (key) => NAMES[key]);
}

function doing(button) {
  const words = button.cloneNode(true);
  for (const aside of words.querySelectorAll("kbd")) aside.remove();
  return (button.getAttribute("aria-label") ?? words.textContent).replace(/\s+/g, " ").replace("…", "").trim();
}
