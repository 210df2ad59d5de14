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
/** Before the numbers: id, time, oxygen status, consciousness. */
const FIRST_NUMBER = 4;
const WIDTH = NUMBERS.length + FIRST_NUMBER;
const PLACE = Object.fromEntries(NUMBERS.map((name, n) => [name, FIRST_NUMBER + n])) as Readonly<
  Record<(typeof NUMBERS)[number], number>
>;
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
      NUMBERS.forEach((name, n) => (this.#numbers[row + FIRST_NUMBER + n] = reading[name] ?? Number.NaN));
    });
  }

  /** Each with the same fields in the same order: whatever reads them then reads them fast. */
  unpack(): Reading[] {
    const readings: Reading[] = [];
    const numbers = this.#numbers;
    const measured = (at: number): number | undefined => (Number.isNaN(numbers[at]!) ? undefined : numbers[at]!);
    for (let row = 0; row < numbers.length; row += WIDTH) {
      const effectiveAt = numbers[row + 1]!;
      const onOxygen = numbers[row + 2]!;
      const consciousness = numbers[row + 3]!;
      readings.push({
        id: String(numbers[row]!),
        effectiveAt,
        receivedAt: effectiveAt,
        respiration: measured(row + PLACE.respiration),
        spo2: measured(row + PLACE.spo2),
        onOxygen: onOxygen < 0 ? undefined : onOxygen === 1,
        oxygenFlow: measured(row + PLACE.oxygenFlow),
        systolic: measured(row + PLACE.systolic),
        diastolic: measured(row + PLACE.diastolic),
        pulse: measured(row + PLACE.pulse),
        consciousness: consciousness < 0 ? undefined : (LETTERS[consciousness] as Consciousness),
        temperature: measured(row + PLACE.temperature),
        weight: measured(row + PLACE.weight),
        glucose: measured(row + PLACE.glucose),
        answers: this.#answers?.[row / WIDTH],
      });
    }
    return readings;
  }
}
