// Starts each module by itself: one that fails says so on the console, and takes nothing else with it.

export function startEach(starts) {
  for (const [name, start] of Object.entries(starts)) {
    try {
      start();
    } catch (error) {
      console.error(`${name} did not start`, error);
    }
  }
}
