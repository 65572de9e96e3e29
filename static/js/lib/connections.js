// When the network has changed, connections that the browser keeps may be dead without anybody knowing, and each of
// them would swallow one more request. All that it may keep are tried at once; those that stay silent are closed.

const KEPT = 6; // by browsers, to one server
const PATIENCE = 1500;

// A small file: whoever answers does so at once.
const probe = () => document.querySelector("link[rel=icon]")?.href ?? location.href;

// Over by the first that answers, or by the last that does not: what is asked next goes over a good one, or a new one.
export async function renewConnections() {
  const signal = AbortSignal.timeout(PATIENCE);
  const tries = Array.from({ length: KEPT }, () => fetch(probe(), { method: "HEAD", cache: "no-store", signal }));
  await Promise.any(tries).catch(() => {});
}
