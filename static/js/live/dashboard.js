// The entry of the dashboard and the room screen: what every live page does, and what phones need not load.

import "./live.js";
import { startEach } from "../lib/starting.js";
import { start as attended } from "./attended.js";
import { start as fit } from "./fit.js";
import { start as forecast } from "./forecast.js";
import { start as gong } from "./gong.js";
import { start as undo } from "./undo.js";

startEach({ gong, undo, forecast, attended, fit });
