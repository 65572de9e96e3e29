// The token that the server wants with whatever is posted, as it is now: whoever signs in anew in another tab changes
// it for all pages of this browser.

import { cookie } from "./device.js";

let fetched = "";

export const token = () => cookie("csrftoken") || fetched || served(document);

// From the page as it would be served now, which sets the cookie besides.
export async function fetchToken() {
  const page = await fetch(location.href, { cache: "no-store" });
  fetched = served(new DOMParser().parseFromString(await page.text(), "text/html"));
}

const served = (page) => JSON.parse(page.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
