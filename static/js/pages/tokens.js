// A plain form leaves with the token as it is now, not as it was when its page was loaded.

import { token } from "../lib/token.js";

addEventListener("submit", ({ target }) => {
  const field = target.querySelector("input[name=csrfmiddlewaretoken]");
  if (field) field.value = token() || field.value;
}, true);
