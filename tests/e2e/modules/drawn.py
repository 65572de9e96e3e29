"""Five devices on drawn networks, in the page's own module: how far apart what they take for the server's time is."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

# As socket.js sends: a burst, then one heartbeat every three seconds. Clocks run up to 50 millionths wrong, stamps are
# whole milliseconds. A sleep stops every device's monotonic clock for an hour in the middle.
SPREADS = """async ({ low, high, lopsided, sleeps, seconds, rounds, seed }) => {
  const { estimator } = await import("/js/live/offset.js");
  const random = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const device = (number) => ({
    known: estimator(), behind: (random() - 0.5) * 1_800_000, drift: (random() - 0.5) * 1e-4,
    next: random() * 1000, burst: 5, slept: 0, extra: number % 2 ? lopsided : 0,
  });
  const clock = (one, at) => at + one.behind + one.drift * at - one.slept;
  const beat = (one) => {
    const [there, back] = [low + (high - low) * random() + one.extra, low + (high - low) * random()];
    const received = Math.floor(one.next + there);
    one.known.take(Math.round(clock(one, one.next)), received, received, clock(one, one.next + there + back));
    one.next += (one.burst -= 1) > 0 ? there + back : 3000;
  };
  const spreads = [];
  for (let round = 0; round < rounds; round += 1) {
    const devices = Array.from({ length: 5 }, (_, number) => device(number));
    const [end, sleep] = [seconds * 1000, sleeps ? seconds * 500 : Infinity];
    let woken = false;
    for (let at = 0; at < end; at += 500) {
      if (at >= sleep && !woken) {
        woken = true;
        for (const one of devices) Object.assign(one, { slept: 3_600_000, next: at, burst: 5 });
      }
      for (const one of devices) while (one.next <= at) beat(one);
      if (at < 3000 || Math.abs(at - sleep) < 3000) continue;
      const shown = devices.map((one) => clock(one, at) + one.known.offsetAt(clock(one, at)) - at);
      spreads.push(Math.max(...shown) - Math.min(...shown));
    }
  }
  return spreads;
}"""


def spread(page: Page, low: int, high: int, **more: Any) -> float:
    """How far apart five devices are at p99, in ms, on networks of so many ms each way, drawn from a seed."""
    drawn = {"lopsided": 0, "sleeps": False, "seconds": 60, "rounds": 20, "seed": 13, **more}
    return p99(page.evaluate(SPREADS, {"low": low, "high": high, **drawn}))


def p99(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.99)]
