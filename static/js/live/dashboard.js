// What the dashboard and the room screen do besides: phones need not load it.

import { startEach } from "../lib/starting.js";
import { start as forecast } from "./forecast.js";
import { start as gong } from "./gong.js";
import { start as undo } from "./undo.js";

startEach({ gong, undo, forecast });

// What is unfolded in a panel that scrolls is seen.
document.addEventListener("toggle", ({ target }) => {
  if (target.open && target.matches(".panel .writing")) target.scrollIntoView({ block: "nearest" });
}, true);
