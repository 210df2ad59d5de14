import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { measureAt, seedOf, type Course } from '#simulator';
import type { Crowd } from './crowd.ts';

/** Single readings at a fixed rate, whether or not the earlier ones were answered: a slow moment is counted in full. */
export interface FixedRate {
  readonly url: string;
  readonly crowd: Crowd;
  /** Readings a second. */
  readonly rate: number;
  readonly seconds: number;
  /** Makes the references of this run different from every other's. */
  readonly run: string;
}

export interface Watching {
  posted(nhsNumber: string, effectiveAt: number): void;
  answered(ms: number): void;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

const course = (nhsNumber: string): Course => ({
  seed: seedOf(nhsNumber),
  person: {
    pathway: 'respiratory',
    spo2Scale: 1,
    oxygenFlow: 0,
    usual: { respiration: 16, spo2: 97, systolic: 128, diastolic: 74, pulse: 75, temperature: 36.6, weight: 70 },
  },
});

function post(url: string, key: string, document: object): Promise<number> {
  const body = JSON.stringify(document);
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL('/v1/observations', url),
      {
        method: 'POST',
        agent,
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode ?? 0));
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

/** Patients are taken in turn. Resolves when everything was answered; rejects when anything was refused. */
export async function postAtRate({ url, crowd, rate, seconds, run }: FixedRate, watching: Watching): Promise<void> {
  const began = performance.now();
  const answers: Promise<void>[] = [];
  const count = Math.round(rate * seconds);
  for (let n = 0; n < count;) {
    const due = Math.min(count, Math.floor(((performance.now() - began) / 1_000) * rate) + 1);
    for (; n < due; n++) {
      const nhsNumber = crowd.nhsNumbers[n % crowd.nhsNumbers.length]!;
      const effectiveAt = Date.now();
      const { vitals } = measureAt(course(nhsNumber), effectiveAt);
      const document = {
        patient: { nhsNumber },
        sourceRef: `${run}-${n}`,
        effectiveAt: new Date(effectiveAt).toISOString(),
        ...vitals,
      };
      watching.posted(nhsNumber, effectiveAt);
      const at = performance.now();
      answers.push(
        post(url, crowd.key, document).then((status) => {
          if (status !== 201) throw new Error(`a reading was answered ${status}`);
          watching.answered(performance.now() - at);
        }),
      );
    }
    await pause(1);
  }
  await Promise.all(answers);
}
