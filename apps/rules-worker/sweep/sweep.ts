import type { Logger } from '#runtime';

export interface Sweep {
  /** Resolves when the round in hand is over. */
  close(): Promise<void>;
}

/** Runs `round` every `everyMs`, one at a time, from now until closed. A round that fails is logged and comes again. */
export function startSweep(name: string, everyMs: number, log: Logger, round: () => Promise<void>): Sweep {
  let inHand: Promise<void> | null = null;
  const turn = (): void => {
    inHand ??= round()
      .catch((error: unknown) =>
        log.warn({ sweep: name, err: { type: error instanceof Error ? error.name : 'unknown' } }, 'sweep failed'),
      )
      .finally(() => {
        inHand = null;
      });
  };
  turn();
  const timer = setInterval(turn, everyMs);
  return {
    async close() {
      clearInterval(timer);
      await inHand;
    },
  };
}
