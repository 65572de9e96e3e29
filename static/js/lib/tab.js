// This tab's own name: it stays when the page is loaded again, and does not go with a copy of the tab, which would
// write over its drafts. So it lies in the tab's storage only while nobody looks at the page.

import { tabShelf } from "./device.js";
import { uuid } from "./uuid.js";

const NAME = "codev:tab";

export const tab = tabShelf.get(NAME) ?? uuid();
const take = () => tabShelf.remove(NAME);
const leave = () => tabShelf.set(NAME, tab);

take();
addEventListener("pageshow", take);
addEventListener("pagehide", leave);
document.addEventListener("visibilitychange", () => (document.hidden ? leave() : take()));
