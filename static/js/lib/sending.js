// Posts what carries a key of its own, and may therefore be sent again: it counts once. Nothing is waited for longer
// than the limit; what is sent next does not go over the connection that stayed silent.

import { renewConnections } from "./connections.js";
import { fetchToken, token } from "./token.js";

const LIMIT = 8000;
const PAUSES = [1000, 2000, 4000];
const RESTING = new Set([502, 503, 504]);
const LONGEST_REST = 8000;

// { status, text }, of the last try that begins within `patience` ms. Status 0 where nobody answered: `isSilent` if it
// was waited for. Before each new try `again` is called.
export async function send(path, fields, { accept = "text/html", patience = 0, again = () => {} } = {}) {
  const end = performance.now() + patience;
  for (let tries = 0; ; tries += 1) {
    const answer = await post(path, fields, accept);
    const rest = restAfter(answer, tries);
    if (rest === null || performance.now() + rest >= end) return answer;
    again();
    await new Promise((done) => { setTimeout(done, rest); });
  }
}

// How long to wait before it is sent again; null for an answer that stands.
function restAfter({ status, isSilent, wanted }, tries) {
  if (isSilent) return 0;
  if (status && !RESTING.has(status)) return null;
  const usual = PAUSES[Math.min(tries, PAUSES.length - 1)];
  return Math.min(LONGEST_REST, Math.max(usual, wanted || 0));
}

async function post(path, fields, accept, mayFetch = true) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), LIMIT);
  try {
    const answer = await fetch(path, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { Accept: accept, "HX-Request": "true", "X-CSRFToken": token() },
      redirect: "manual",
      signal: limit.signal,
    });
    if (mayFetch && answer.headers.get("Codev-Refused") === "csrf") {
      await fetchToken();
      return await post(path, fields, accept, false);
    }
    return { status: answer.status, text: await answer.text(), wanted: Number(answer.headers.get("Retry-After")) * 1000 };
  } catch {
    if (!limit.signal.aborted) return { status: 0, text: "" };
    document.dispatchEvent(new Event("codev:unanswered"));
    renewConnections();
    return { status: 0, text: "", isSilent: true };
  } finally {
    clearTimeout(timer);
  }
}
