type Stop = () => Promise<unknown>;

const started: Stop[] = [];

/** Whatever happens to the test: `stop` runs when its file is done, after everything that was started later. */
export function stopAtTheEnd(stop: Stop): void {
  started.push(stop);
}

/** Stops everything, newest first. One that cannot be stopped does not keep the others running. */
export async function stopEverything(): Promise<void> {
  const failures: unknown[] = [];
  for (let stop = started.pop(); stop; stop = started.pop()) {
    await stop().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0)
    throw new AggregateError(failures, 'Not everything that the tests started could be stopped.');
}
