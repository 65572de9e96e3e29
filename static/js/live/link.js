// What the page says of its connection: `data-link` is connecting, live, polling, lost or refused.

const SETTLING = 1500; // ms in which a page that is cut off comes back without a word
let losing;

export function showLink(link, sentence = "sayLost") {
  clearTimeout(losing);
  losing = undefined;
  document.documentElement.dataset.link = link;
  const banner = document.querySelector("[data-link-banner]");
  const text = link === "lost" || link === "refused" ? banner?.dataset[sentence] ?? "" : "";
  if (banner && banner.textContent !== text) banner.textContent = text;
}

// Said unless something else is true by then.
export function showLostSoon() {
  losing ??= setTimeout(showLink, SETTLING, "lost");
}
