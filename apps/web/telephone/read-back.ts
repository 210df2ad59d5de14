import { ACVPU_WORDS } from './acvpu.ts';
import type { Entry } from '../bedside/entry.ts';
import { vitalsOf } from '../bedside/entry.ts';

/** What is read back to the caller, a phrase for each thing that was written down. */
export function readBack(entry: Entry, weight: number | null): string[] {
  const { respiration, spo2, onOxygen, oxygenFlow, systolic, diastolic, pulse, consciousness, temperature } =
    vitalsOf(entry);
  const said = (value: unknown, phrase: string): string[] => (value === undefined ? [] : [phrase]);
  const pressure =
    systolic === undefined
      ? said(diastolic, `lower blood pressure ${diastolic}`)
      : [diastolic === undefined ? `upper blood pressure ${systolic}` : `blood pressure ${systolic} over ${diastolic}`];
  return [
    ...said(respiration, `${respiration} breaths a minute`),
    ...said(spo2, `oxygen level ${spo2} percent`),
    ...said(
      onOxygen,
      onOxygen === true ? `on oxygen${oxygenFlow === undefined ? '' : `, ${oxygenFlow} litres a minute`}` : 'on air',
    ),
    ...pressure,
    ...said(pulse, `pulse ${pulse}`),
    ...(consciousness === undefined ? [] : [ACVPU_WORDS[consciousness].toLowerCase()]),
    ...said(temperature, `temperature ${temperature}`),
    ...(weight === null ? [] : [`weight ${weight} kilograms`]),
  ];
}
