// A soft gong at the minute and at zero. Switching it on is the gesture that browsers want before any sound.

const PARTIALS = [[196, 0.5], [294, 0.25], [523, 0.12]];
const SECONDS = 3;
let audio = null;

export function start() {
  const box = document.querySelector("[data-comfort=gong]");
  if (!box || !globalThis.AudioContext) return;
  box.closest("[data-offer]").hidden = false;
  box.checked = false;
  box.addEventListener("change", () => {
    audio ??= new AudioContext();
    if (box.checked) audio.resume().then(strike);
    else audio.suspend();
  });
  document.addEventListener("codev:threshold", () => { if (box.checked) strike(); });
}

function strike() {
  const now = audio.currentTime;
  for (const [frequency, loudness] of PARTIALS) {
    const tone = new OscillatorNode(audio, { frequency });
    const fading = new GainNode(audio, { gain: 0 });
    fading.gain.linearRampToValueAtTime(loudness / 3, now + 0.02);
    fading.gain.exponentialRampToValueAtTime(0.0001, now + SECONDS);
    tone.connect(fading).connect(audio.destination);
    tone.start(now);
    tone.stop(now + SECONDS);
  }
}
