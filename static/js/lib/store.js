// What this seat keeps on this device, by name. Some browsers are told to keep nothing: then nothing is kept.

const address = (name) => `codev:${document.body.dataset.draftKey ?? ""}:${name}`;

export function recall(name) {
  try {
    return localStorage.getItem(address(name));
  } catch {
    return null;
  }
}

export function remember(name, text) {
  try {
    if (text) localStorage.setItem(address(name), text);
    else localStorage.removeItem(address(name));
  } catch {
    return;
  }
}
