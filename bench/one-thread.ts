const CALLS_BETWEEN_LOOKS = 1_000;

/**
 * Calls in a second of processor time of this thread, after a third of the given time to warm up: what other programs on the
 * machine take does not count.
 */
export function rateOf(call: (n: number) => void, seconds: number): number {
  const run = (milliseconds: number): { calls: number; took: number } => {
    const began = process.cpuUsage();
    let calls = 0;
    let took = 0;
    while (took < milliseconds) {
      for (let i = 0; i < CALLS_BETWEEN_LOOKS; i++) call(calls++);
      const { user, system } = process.cpuUsage(began);
      took = (user + system) / 1_000;
    }
    return { calls, took };
  };
  run((seconds * 1_000) / 3);
  const { calls, took } = run(seconds * 1_000);
  return Math.round((calls * 1_000) / took);
}
