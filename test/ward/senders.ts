import { setTimeout as pause } from 'node:timers/promises';
import { stopAtTheEnd, type TestStack } from '../harness/index.ts';
import { aReadingSet, post } from './people.ts';

export interface Acknowledged {
  id: string;
  sourceRef: string;
  nhsNumber: string;
}

/**
 * Devices under load: one per patient, each sending its next reading when the last one was acknowledged, and the same
 * one again, with the same reference, until it is. What they were told is stored is `acknowledged`.
 */
export class Senders {
  readonly acknowledged: Acknowledged[] = [];
  /** Answers that were no acknowledgement, and connections that broke. */
  failures = 0;
  private stopping = false;
  /** A test that failed leaves them without anybody to answer. */
  private abandoned = false;
  private readonly running: Promise<void>[];

  constructor(
    private readonly stack: TestStack,
    { patients, every }: { patients: number; every: number },
  ) {
    stopAtTheEnd(async () => {
      this.stopping = true;
      this.abandoned = true;
      await Promise.all(this.running);
    });
    this.running = stack.demo.patients.slice(0, patients).map(({ nhsNumber }) => this.send(nhsNumber, every));
  }

  /** Stops after the reading in hand is acknowledged. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.running);
  }

  private async send(nhsNumber: string, every: number): Promise<void> {
    for (let n = 0; !this.stopping; n++) {
      // Every fifth is a NEWS2 of 7, so that alerts are raised, go on and ease all the while.
      const set = aReadingSet(
        nhsNumber,
        n % 5 === 4 ? { respiration: 26, spo2: 91, pulse: 95 } : { pulse: 60 + (n % 30) },
      );
      while (!this.abandoned) {
        const id = await this.attempt(set);
        if (id !== null) {
          this.acknowledged.push({ id, sourceRef: set.sourceRef, nhsNumber });
          break;
        }
        this.failures++;
        await pause(100);
      }
      await pause(every);
    }
  }

  private async attempt(set: ReturnType<typeof aReadingSet>): Promise<string | null> {
    try {
      const answer = await post(this.stack, set);
      if (answer.status !== 200 && answer.status !== 201) {
        await answer.arrayBuffer();
        return null;
      }
      return ((await answer.json()) as { id: string }).id;
    } catch {
      return null;
    }
  }
}
