// What every live page does, from one entry: each module is one behaviour, and does without what a page lacks, or
// another module that did not start.
// A page has one entry, as what it imports is joined with it: two would each have a clock and a socket of their own.

import "../pages/leave.js";
import { startEach } from "../lib/starting.js";
import { start as awake } from "./awake.js";
import { start as circle } from "./circle.js";
import { start as clock } from "./clock.js";
import { start as commands } from "./commands.js";
import { start as controls } from "./controls.js";
import { start as drafts } from "./drafts.js";
import { start as fill } from "./fill.js";
import { start as folds } from "./folds.js";
import { start as finished } from "./finished.js";
import { start as insert } from "./insert.js";
import { start as keys } from "./keys.js";
import { start as missing } from "./missing.js";
import { start as moment } from "./moment.js";
import { start as notice } from "./notice.js";
import { start as older } from "./older.js";
import { start as outbox } from "./outbox.js";
import { start as personal } from "./personal.js";
import { start as returning } from "./returning.js";
import { start as sheet } from "./sheet.js";
import { start as socket } from "./socket.js";
import { start as turn } from "./turn.js";
import { start as vibrate } from "./vibrate.js";
import { start as warnings } from "./warnings.js";
import { start as words } from "./words.js";

startEach({
  older,
  missing,
  words,
  drafts,
  personal,
  insert,
  notice,
  commands,
  warnings,
  finished,
  keys,
  folds,
  controls,
  fill,
  sheet,
  circle,
  awake,
  vibrate,
  clock,
  moment,
  returning,
  turn,
  socket,
  outbox,
});

// Whoever was waiting and is let in needs another page, not other regions of this one; so does who waits in vain.
document.addEventListener("codev:state", ({ detail: { before, now } }) => {
  const { shell } = document.body.dataset;
  if (now.shell && (now.shell !== shell || (shell === "waiting" && now.status !== before.status))) location.reload();
});
