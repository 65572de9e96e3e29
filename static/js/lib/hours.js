// A session's hours: on this device's own clock and, where that shows another, on the clocks of the session's place.

const shapes = {
  hour: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  day: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
};
const language = () => document.documentElement.lang || undefined;
const shown = (shape, instant, zone) =>
  together(new Intl.DateTimeFormat(language(), { ...shapes[shape], ...(zone && { timeZone: zone }) }).format(instant));

// « mardi 1er décembre », as groups/clocks.py says it, where a day and its month stay on one line too.
const counted = (text) => (language()?.startsWith("fr") ? text.replace(/ 1 /, " 1er ") : text);
const together = (text) => counted(text).replace(/(\d|er) (\p{L}{3})|(\p{L}) (\d+,)/u, "$1$3\u00a0$2$4");

// As groups/clocks.py says it: « 17 h », « 16 h 18 ».
function hour(instant, zone) {
  const text = shown("hour", instant, zone);
  return language()?.startsWith("fr") ? text.replace(/^0(?=\d)/, "").replace(":", "\u00a0h\u00a0").replace(/\u00a0h\u00a000$/, "\u00a0h") : text;
}

const day = (instant, zone) => `${shown("day", instant, zone)}, ${hour(instant, zone)}`;

// The year too: at the turn of the date line a clock shows the same hour a day apart.
const reading = (instant, zone) => shown("day", instant, zone) + shown("hour", instant, zone);

export function isElsewhere(instant, zone) {
  try {
    return Boolean(zone) && reading(instant, zone) !== reading(instant);
  } catch {
    return false; // a zone that this browser does not know: what the server wrote stands
  }
}

// « 2 h 18 (16 h 18, heure de Paris) »
export function hourOf(instant, { zone, said } = document.body.dataset) {
  if (!instant) return "";
  return isElsewhere(instant, zone) ? `${hour(instant)} (${hour(instant, zone)}, ${said})` : hour(instant);
}

export function addOwn(within = document) {
  for (const element of within.querySelectorAll("time[data-shape]:not([data-own])")) {
    const zone = element.dataset.zone ?? document.body.dataset.zone;
    element.dataset.own = "";
    if (!isElsewhere(new Date(element.dateTime), zone)) continue;
    const there = document.createElement("small");
    there.textContent = ` (${wordsThere(element, zone)})`;
    element.replaceChildren(wordsHere(element), there);
  }
}

function wordsHere({ dateTime, dataset: { shape, ends } }) {
  const begins = (shape === "hour" ? hour : day)(new Date(dateTime));
  return ends ? `${begins} – ${hour(new Date(ends))}` : begins;
}

// As the server wrote it; of one day nothing but the hour differs. What has an end says its place itself.
function wordsThere({ dateTime, textContent, dataset }, zone) {
  if (dataset.ends) return textContent;
  const { said = document.body.dataset.said } = dataset;
  const instant = new Date(dateTime);
  const isSameDay = shown("day", instant) === shown("day", instant, zone);
  return `${isSameDay ? hour(instant, zone) : textContent}, ${said}`;
}
