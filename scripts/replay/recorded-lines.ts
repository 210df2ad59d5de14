import { createReadStream } from 'node:fs';
import type { NUMBERS } from './packed-readings.ts';
import { PATHWAYS_KNOWN } from './pathways.ts';
import type { Consciousness, Instant, Pathway, Reading, SpO2Scale } from '#clinical';

/** A line that cannot be replayed, and why. */
export class BadLine extends Error {}

/** One recorded set. */
export interface RecordedSet {
  readonly patient: string;
  readonly pathway: Pathway;
  readonly age: number;
  /** Null where the line does not say: what was in force goes on. */
  readonly spo2Scale: SpO2Scale | null;
  /** As it stands in the file: alerts carry it unchanged. */
  readonly at: string;
  readonly reading: Reading;
}

export interface Label {
  readonly patient: string;
  readonly deteriorates: boolean;
  readonly onsetAt: Instant | null;
  readonly eventAt: Instant | null;
}

/** The lines of a file, a chunk at a time, with how many bytes have been read. Empty lines are passed over. */
export async function* linesOf(path: string): AsyncGenerator<{ lines: string[]; bytes: number }> {
  let rest = '';
  let bytes = 0;
  for await (const chunk of createReadStream(path, {
    encoding: 'utf8',
    highWaterMark: 1 << 20,
  }) as AsyncIterable<string>) {
    bytes += Buffer.byteLength(chunk);
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield { lines, bytes };
  }
  if (rest.trim() !== '') yield { lines: [rest], bytes };
}

type Fields = Record<string, unknown>;

function fieldsOf(line: string): Fields {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    throw new BadLine('is not JSON');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new BadLine('is not an object');
  return parsed as Fields;
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') throw new BadLine(`has no ${name}`);
  return value;
}

function instant(value: unknown, name: string): Instant {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) throw new BadLine(`${name} is not a time: ${JSON.stringify(value)}`);
  return at;
}

function number(fields: Fields, name: (typeof NUMBERS)[number]): number | undefined {
  const value = fields[name] ?? undefined;
  if (value !== undefined && typeof value !== 'number')
    throw new BadLine(`${name} is not a number: ${JSON.stringify(value)}`);
  return value;
}

/** Reads a line of readings. Anything may be missing; what is there must be of its kind. */
export function readSet(line: string, id: string): RecordedSet {
  const fields = fieldsOf(line);
  const pathway = fields['pathway'] ?? 'frailty';
  if (!(PATHWAYS_KNOWN as readonly unknown[]).includes(pathway))
    throw new BadLine(`pathway is none of ${PATHWAYS_KNOWN.join(', ')}: ${JSON.stringify(pathway)}`);
  const spo2Scale = fields['spo2Scale'] ?? null;
  if (spo2Scale !== null && spo2Scale !== 1 && spo2Scale !== 2)
    throw new BadLine(`spo2Scale is neither 1 nor 2: ${JSON.stringify(spo2Scale)}`);
  const age = fields['age'] ?? 70;
  if (typeof age !== 'number') throw new BadLine(`age is not a number: ${JSON.stringify(age)}`);
  const at = text(fields, 'at');
  const effectiveAt = instant(at, 'at');
  const onOxygen = fields['oxygen'] ?? undefined;
  if (onOxygen !== undefined && typeof onOxygen !== 'boolean')
    throw new BadLine(`oxygen is neither true nor false: ${JSON.stringify(onOxygen)}`);
  const consciousness = fields['consciousness'] ?? undefined;
  if (consciousness !== undefined && (typeof consciousness !== 'string' || !/^[ACVPU]$/.test(consciousness)))
    throw new BadLine(`consciousness is none of A, C, V, P, U: ${JSON.stringify(consciousness)}`);
  const answers = fields['answers'] ?? undefined;
  if (answers !== undefined && (typeof answers !== 'object' || Array.isArray(answers)))
    throw new BadLine('answers is not an object');
  const reading: Reading = {
    id,
    effectiveAt,
    receivedAt: effectiveAt,
    respiration: number(fields, 'respiration'),
    spo2: number(fields, 'spo2'),
    onOxygen,
    oxygenFlow: number(fields, 'oxygenFlow'),
    systolic: number(fields, 'systolic'),
    diastolic: number(fields, 'diastolic'),
    pulse: number(fields, 'pulse'),
    consciousness: consciousness as Consciousness | undefined,
    temperature: number(fields, 'temperature'),
    weight: number(fields, 'weight'),
    glucose: number(fields, 'glucose'),
    answers: answers as Reading['answers'],
  };
  return { patient: text(fields, 'patient'), pathway: pathway as Pathway, age, spo2Scale, at, reading };
}

export function readLabel(line: string): Label {
  const fields = fieldsOf(line);
  const { deteriorates } = fields;
  if (typeof deteriorates !== 'boolean') throw new BadLine('deteriorates is neither true nor false');
  const when = (name: string): Instant | null =>
    fields[name] === undefined || fields[name] === null ? null : instant(fields[name], name);
  const eventAt = when('eventAt');
  if (deteriorates && eventAt === null) throw new BadLine('deteriorates without an eventAt');
  return { patient: text(fields, 'patient'), deteriorates, onsetAt: when('onsetAt'), eventAt };
}
