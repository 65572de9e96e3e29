// The entry of the dashboard and the room screen: what every live page does, and what phones need not load.

import "./live.js";
import { start as foresee } from "./forecast.js";
import { start as offerGong } from "./gong.js";
import { start as offerUndo } from "./undo.js";

offerGong();
offerUndo();
foresee();

// What is unfolded in a panel that scrolls is seen.
document.addEventListener("toggle", ({ target }) => {
  if (target.open && target.matches(".panel .writing")) target.scrollIntoView({ block: "nearest" });
}, true);
