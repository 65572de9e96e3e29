// Whoever signs out leaves nothing unsent behind on this device. Who comes next on it sees none of it either way.

import { deviceShelf, tabShelf } from "../lib/device.js";

for (const form of document.querySelectorAll("[data-leave]")) form.addEventListener("submit", () => wipe(form.dataset.leave));

function wipe(whose) {
  for (const name of tabShelf.names()) tabShelf.remove(name);
  for (const name of deviceShelf.names()) if (name.startsWith("codev:") && name.includes(whose)) deviceShelf.remove(name);
}
