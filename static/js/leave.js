// Whoever signs out leaves no draft behind on this device.

document.querySelector("[data-leave]")?.addEventListener("submit", () => sessionStorage.clear());
