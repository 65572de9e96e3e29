// Whoever signs out leaves nothing unsent behind on this device. Who comes next on it sees none of it either way.

for (const form of document.querySelectorAll("[data-leave]")) form.addEventListener("submit", () => wipe(form.dataset.leave));

function wipe(whose) {
  sessionStorage.clear();
  const kept = Object.keys(localStorage).filter((key) => key.startsWith("codev:"));
  for (const key of kept) if (key.includes(whose)) localStorage.removeItem(key);
}
