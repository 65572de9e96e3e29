// Whoever signs out leaves no draft behind on this device.

for (const form of document.querySelectorAll("[data-leave]")) form.addEventListener("submit", () => sessionStorage.clear());
