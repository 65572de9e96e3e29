// What every live page does, from one entry: each module is one behaviour, and does without what a page lacks.
// A page has one entry, as what it imports is joined with it: two would each have a clock and a socket of their own.

import "../pages/leave.js";
import { start as keepAwake } from "./awake.js";
import { start as turnCircle } from "./circle.js";
import { start as startClock } from "./clock.js";
import { start as sendCommands } from "./commands.js";
import { start as applyControls } from "./controls.js";
import { start as keepDrafts } from "./drafts.js";
import { start as fillDialogs } from "./fill.js";
import { start as insertMarked } from "./insert.js";
import { start as listKeys } from "./keys.js";
import { start as showMoments } from "./moment.js";
import { start as makeUp } from "./older.js";
import { start as sendLater } from "./outbox.js";
import { start as showOwn } from "./personal.js";
import { start as sayWhatMoved } from "./returning.js";
import { start as connect } from "./socket.js";
import { start as watchTurns } from "./turn.js";
import { start as offerVibration } from "./vibrate.js";
import { start as whisper } from "./warnings.js";

makeUp();
keepDrafts();
showOwn();
insertMarked();
sendCommands();
whisper();
listKeys();
applyControls();
fillDialogs();
turnCircle();
keepAwake();
offerVibration();
startClock();
showMoments();
sayWhatMoved();
watchTurns();
connect();
sendLater();

// Whoever was waiting and is let in needs another page, not other regions of this one; so does who waits in vain.
document.addEventListener("codev:state", ({ detail: { before, now } }) => {
  const { shell } = document.body.dataset;
  if (now.shell && (now.shell !== shell || (shell === "waiting" && now.status !== before.status))) location.reload();
});
