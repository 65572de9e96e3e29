// How far a monotonic clock is behind the server's, from round trips. Each says between which two values the truth lies:
// the request cannot have come before it was sent, nor the answer been read before it was given. Short trips say it
// closely. All that is kept has to agree, along a line: two clocks drift apart by some milliseconds a minute.

const KEPT = 100; // five minutes of heartbeats
const DRIFT = 1e-4; // the most of it that quartz has
const STEPS = 30;
const ROUNDED = 2; // ms: stamps are whole milliseconds

export function estimator() {
  let trips = [];
  let line = { at: 0, offset: 0, drift: 0 };

  // All in ms: sent and read by this clock, received and answered by the server's.
  function take(sent, received, answered, read) {
    trips.push({ at: (sent + read) / 2, most: received - sent, least: answered - read });
    trips = trips.slice(-KEPT);
    let found = fit(trips, read);
    // The clock stood still in a sleep, or was set: what was measured before says nothing.
    while (found.room < -ROUNDED && trips.length > 1) {
      trips = trips.slice(Math.ceil(trips.length / 2));
      found = fit(trips, read);
    }
    line = found;
  }

  return { take, offsetAt: (now) => line.offset + line.drift * (now - line.at) };
}

// The drift that leaves most room between the bounds is the true one: any other tilts them into each other.
function fit(trips, at) {
  let [low, high] = [-DRIFT, DRIFT];
  for (let step = 0; step < STEPS; step += 1) {
    const third = (high - low) / 3;
    if (bounds(trips, at, low + third).room < bounds(trips, at, high - third).room) low += third;
    else high -= third;
  }
  return bounds(trips, at, (low + high) / 2);
}

function bounds(trips, at, drift) {
  const most = Math.min(...trips.map((trip) => trip.most + drift * (at - trip.at)));
  const least = Math.max(...trips.map((trip) => trip.least + drift * (at - trip.at)));
  return { at, drift, offset: (most + least) / 2, room: most - least };
}
