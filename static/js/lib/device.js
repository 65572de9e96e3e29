// What a device may lack, refuse or answer with an error is asked for here and nowhere else: whoever asks gets nothing,
// and goes on without. `codev:missing` says once what is missing.

const missed = new Set();

function attempt(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}

export function miss(what) {
  if (missed.has(what)) return;
  missed.add(what);
  document.dispatchEvent(new CustomEvent("codev:missing", { detail: what }));
}

// What the device does not keep, the page keeps for as long as it stands.
function shelf(storage) {
  const here = new Map();
  return {
    get: (name) => (here.has(name) ? here.get(name) : attempt(() => storage().getItem(name)) ?? null),
    // Whether it is kept when the page is gone.
    set(name, text) {
      const isKept = attempt(() => { storage().setItem(name, text); return true; }) === true;
      if (isKept) here.delete(name);
      else {
        here.set(name, text);
        miss("storage");
      }
      return isKept;
    },
    remove(name) {
      here.delete(name);
      if (attempt(() => { storage().removeItem(name); return true; }) !== true) here.set(name, null);
    },
    names: () => [...new Set([...attempt(() => Object.keys(storage())) ?? [], ...here.keys()])],
  };
}

export const deviceShelf = shelf(() => localStorage);
export const tabShelf = shelf(() => sessionStorage);

// Asked before anything is typed, so that it can be said in time.
export function tryShelves() {
  for (const one of [deviceShelf, tabShelf]) {
    one.set("codev:try", "kept");
    one.remove("codev:try");
  }
}

export const canStayAwake = () => Boolean(attempt(() => navigator.wakeLock?.request));

// The lock, or nothing.
export async function stayAwake() {
  try {
    return await navigator.wakeLock.request("screen");
  } catch {
    return null;
  }
}

export const canVibrate = () => Boolean(attempt(() => navigator.vibrate));
export const vibrate = (pattern) => attempt(() => navigator.vibrate(pattern)) === true;

export const canSound = () => Boolean(attempt(() => AudioContext));
export const audio = () => attempt(() => new AudioContext()) ?? null;

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

export function whenNetworkChanges(act) {
  addEventListener("online", act);
  attempt(() => navigator.connection?.addEventListener("change", act));
}

// Chance enough for an id that is met once, where there is no better.
export function randomBytes(count) {
  const bytes = new Uint8Array(count);
  return attempt(() => crypto.getRandomValues(bytes)) ?? bytes.map(() => Math.random() * 256);
}

export function cookie(name) {
  const cookies = (attempt(() => document.cookie) ?? "").split("; ");
  return cookies.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}
