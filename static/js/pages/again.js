// While a fault lasts: a page that could not be read comes back once all is well, one that was sent says so.

const PATIENCE = 5000;
const line = document.querySelector("[data-again]");

if (line) setTimeout(look, PATIENCE);

async function look() {
  if (!(await isWell())) setTimeout(look, PATIENCE * (1 + Math.random()));
  else if (line.dataset.again === "reload") location.reload();
  else line.textContent = line.dataset.say;
}

async function isWell() {
  try {
    return (await fetch("/health/", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) })).ok;
  } catch {
    return false;
  }
}
