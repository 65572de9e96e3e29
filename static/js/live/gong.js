// A soft gong at the minute and at zero. Switching it on is the gesture that browsers want before any sound.

import { audio, canSound, miss } from "../lib/device.js";

const PARTIALS = [[196, 0.5], [294, 0.25], [523, 0.12]];
const SECONDS = 3;
let sound = null;

export function start() {
  const box = document.querySelector("[data-comfort=gong]");
  if (!box || !canSound()) return;
  box.closest("[data-offer]").hidden = false;
  box.checked = false;
  box.addEventListener("change", () => toggle(box));
  document.addEventListener("codev:threshold", () => { if (box.checked) strike(); });
}

async function toggle(box) {
  sound ??= audio();
  try {
    if (!box.checked) return await sound?.suspend();
    await sound.resume();
    strike();
  } catch {
    box.checked = false;
    miss("comfort");
  }
}

function strike() {
  const now = sound.currentTime;
  for (const [frequency, loudness] of PARTIALS) {
    const tone = new OscillatorNode(sound, { frequency });
    const fading = new GainNode(sound, { gain: 0 });
    fading.gain.linearRampToValueAtTime(loudness / 3, now + 0.02);
    fading.gain.exponentialRampToValueAtTime(0.0001, now + SECONDS);
    tone.connect(fading).connect(sound.destination);
    tone.start(now);
    tone.stop(now + SECONDS);
  }
}
