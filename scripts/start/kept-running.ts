import { setTimeout as pause } from 'node:timers/promises';
import { describeEnd, EndedTooSoon, Program, type ProgramOptions } from './program.ts';

const READY_WITHIN_MS = 30_000;
/** A program that has run this long and then ends is a new trouble, not the old one again. */
const SETTLED_MS = 30_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
/** At the very start something is wrong with the machine or the program, and waiting longer would only hide it. */
const ATTEMPTS_AT_START = 3;

/** How long to wait before the start that follows on `failures` failures in a row. */
export function pauseAfter(failures: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
}

/** One of our apps, started again whenever it ends without having been asked to. */
export class KeptRunning {
  private program: Program | undefined;
  private readonly stopped = new AbortController();

  constructor(
    private readonly options: ProgramOptions,
    /** How to show where its log is. */
    private readonly logShown: string,
    private readonly say: (line: string) => void,
  ) {}

  /** Starts it without waiting for it to serve, and keeps it running. */
  startInBackground(): void {
    this.program = new Program(this.options);
    void this.keep(this.program);
  }

  /** Starts it and answers once it serves. From then on it is kept running. */
  async start(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      this.program = new Program(this.options);
      try {
        await this.program.ready(READY_WITHIN_MS);
        break;
      } catch (error) {
        if (this.stopped.signal.aborted || !(error instanceof EndedTooSoon) || attempt === ATTEMPTS_AT_START)
          throw error;
        await this.pause(pauseAfter(attempt));
      }
    }
    void this.keep(this.program);
  }

  /** Ends it for good; by force when it takes longer than `patience` milliseconds. */
  async stop(patience: number): Promise<void> {
    this.stopped.abort();
    await this.program?.stop(patience);
  }

  private async keep(first: Program): Promise<void> {
    let program = first;
    for (let failures = 1; ; failures += 1) {
      const began = performance.now();
      const end = await program.ended;
      if (this.stopped.signal.aborted) return;
      if (performance.now() - began > SETTLED_MS) failures = 1;
      const wait = pauseAfter(failures);
      this.say(
        `${program.name} ended (${describeEnd(end)}). Starting it again in ${wait / 1000} s. Its log: ${this.logShown}`,
      );
      await this.pause(wait);
      if (this.stopped.signal.aborted) return;
      program = this.program = new Program(this.options);
      this.awaitReturn(program);
    }
  }

  private awaitReturn(program: Program): void {
    program.ready(READY_WITHIN_MS).then(
      () => this.say(`${program.name} is back.`),
      // It ended, which is seen elsewhere; or it hangs, and then only its end helps.
      () => program.kill(),
    );
  }

  private async pause(milliseconds: number): Promise<void> {
    await pause(milliseconds, undefined, { signal: this.stopped.signal }).catch(() => undefined);
  }
}
