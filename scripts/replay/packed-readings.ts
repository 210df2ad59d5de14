import type { Consciousness, MeasuredVital, Reading } from '#clinical';

/** The numbers of a reading, in the order in which they are packed. NaN stands for what was not measured. */
export const NUMBERS = [
  'respiration',
  'spo2',
  'oxygenFlow',
  'systolic',
  'diastolic',
  'pulse',
  'temperature',
  'weight',
  'glucose',
] as const satisfies readonly MeasuredVital[];
const WIDTH = NUMBERS.length + 4;
const LETTERS = 'ACVPU';

/** Readings of a patient of whom nothing has come for a while, in a quarter of the memory: a long file is mostly these. */
export class PackedReadings {
  readonly #numbers: Float64Array;
  readonly #answers: (Reading['answers'] | undefined)[] | null;

  constructor(readings: readonly Reading[]) {
    this.#numbers = new Float64Array(readings.length * WIDTH);
    this.#answers = readings.some(({ answers }) => answers !== undefined)
      ? readings.map(({ answers }) => answers)
      : null;
    readings.forEach((reading, i) => {
      const row = i * WIDTH;
      this.#numbers[row] = Number(reading.id);
      this.#numbers[row + 1] = reading.effectiveAt;
      this.#numbers[row + 2] = reading.onOxygen === undefined ? -1 : Number(reading.onOxygen);
      this.#numbers[row + 3] = reading.consciousness === undefined ? -1 : LETTERS.indexOf(reading.consciousness);
      NUMBERS.forEach((name, n) => (this.#numbers[row + 4 + n] = reading[name] ?? Number.NaN));
    });
  }

  unpack(): Reading[] {
    const readings: Reading[] = [];
    for (let row = 0; row < this.#numbers.length; row += WIDTH) {
      const effectiveAt = this.#numbers[row + 1]!;
      const reading: { -readonly [K in keyof Reading]: Reading[K] } = {
        id: String(this.#numbers[row]!),
        effectiveAt,
        receivedAt: effectiveAt,
      };
      NUMBERS.forEach((name, n) => {
        const value = this.#numbers[row + 4 + n]!;
        if (!Number.isNaN(value)) reading[name] = value;
      });
      if (this.#numbers[row + 2]! >= 0) reading.onOxygen = this.#numbers[row + 2] === 1;
      if (this.#numbers[row + 3]! >= 0) reading.consciousness = LETTERS[this.#numbers[row + 3]!] as Consciousness;
      const answers = this.#answers?.[row / WIDTH];
      if (answers !== undefined) reading.answers = answers;
      readings.push(reading);
    }
    return readings;
  }
}
