import type { UnmatchedGroup } from '#contracts';

type Value = string | number | boolean | undefined;

/** The values of a set as the ward says them, in the order of NEWS2. */
export const VALUE_WORDS: readonly [string, (value: Value) => string][] = [
  ['respiration', (value) => `respiration ${value}`],
  ['spo2', (value) => `SpO2 ${value} %`],
  ['onOxygen', (value) => (value === true ? 'on oxygen' : 'on air')],
  ['systolic', (value) => `systolic ${value}`],
  ['pulse', (value) => `pulse ${value}`],
  ['consciousness', (value) => `ACVPU ${value}`],
  ['temperature', (value) => `temperature ${value} °C`],
  ['weight', (value) => `weight ${value} kg`],
  ['glucose', (value) => `glucose ${value} mmol/L`],
];

const dayFormat = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' });

/** "17 May 1942"; a date of which only a part is known stays as it is. */
export const dayInWords = (date: string): string => (date.length === 10 ? dayFormat.format(Date.parse(date)) : date);

/** Why readings fit nobody. */
export function whyUnmatched({ because, differs, onWard, source }: UnmatchedGroup): string {
  switch (because) {
    case 'nobody':
      return 'Nobody with this NHS number is on your wards.';
    case 'says-otherwise': {
      const what = differs.map((one) => (one === 'name' ? 'another name' : 'another date of birth')).join(' and ');
      const record = onWard === null ? '' : ` The record says ${onWard.name}, born ${dayInWords(onWard.birthDate)}.`;
      return `This NHS number is on your ward, but the sender says ${what}.${record}`;
    }
    case 'out-of-reach':
      return `This NHS number is on your ward, but the key of ${source.name} does not reach that patient.`;
    case 'just-admitted':
      return 'This NHS number has been admitted since: the readings go to the patient by themselves within seconds.';
  }
}
