// Beside each hour of a page, the one that this device shows.

import { addOwn } from "../lib/hours.js";

addOwn();
