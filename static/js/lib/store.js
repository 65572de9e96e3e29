// What this seat keeps on this device, by name.

import { deviceShelf } from "./device.js";

const address = (name) => `codev:${document.body.dataset.draftKey ?? ""}:${name}`;

export const recall = (name) => deviceShelf.get(address(name));

// Whether it is still there when the page is gone.
export function remember(name, text) {
  if (text) return deviceShelf.set(address(name), text);
  deviceShelf.remove(address(name));
  return true;
}
