import type { Consciousness, MeasuredVital } from '#clinical';

export const LOINC = 'http://loinc.org';
export const SNOMED_CT = 'http://snomed.info/sct';
export const UCUM = 'http://unitsofmeasure.org';

/** Codes of each vital that is a number. Source: CLINICAL.md §2; UK Core vital-signs profiles. */
export const VITAL_CODES: Readonly<Record<string, MeasuredVital>> = {
  [`${LOINC}|8867-4`]: 'pulse',
  [`${SNOMED_CT}|364075005`]: 'pulse',
  [`${SNOMED_CT}|78564009`]: 'pulse',
  [`${LOINC}|9279-1`]: 'respiration',
  [`${SNOMED_CT}|86290005`]: 'respiration',
  [`${LOINC}|2708-6`]: 'spo2',
  [`${LOINC}|59408-5`]: 'spo2',
  [`${SNOMED_CT}|103228002`]: 'spo2',
  [`${SNOMED_CT}|442476006`]: 'spo2',
  [`${SNOMED_CT}|431314004`]: 'spo2',
  [`${LOINC}|8310-5`]: 'temperature',
  [`${SNOMED_CT}|386725007`]: 'temperature',
  [`${SNOMED_CT}|276885007`]: 'temperature',
  [`${LOINC}|8480-6`]: 'systolic',
  [`${SNOMED_CT}|72313002`]: 'systolic',
  [`${LOINC}|8462-4`]: 'diastolic',
  [`${SNOMED_CT}|1091811000000102`]: 'diastolic',
  [`${LOINC}|29463-7`]: 'weight',
  [`${SNOMED_CT}|27113001`]: 'weight',
  [`${LOINC}|8302-2`]: 'height',
  [`${LOINC}|39156-5`]: 'bmi',
  [`${LOINC}|14743-9`]: 'glucose',
  [`${LOINC}|2339-0`]: 'glucose',
  [`${LOINC}|3151-8`]: 'oxygenFlow',
};

/** The panel's parts are its components. */
export const BLOOD_PRESSURE_PANEL: ReadonlySet<string> = new Set([`${LOINC}|85354-9`, `${SNOMED_CT}|75367002`]);

/** Findings that say by themselves whether somebody breathes air or oxygen. */
export const AIR_OR_OXYGEN: Readonly<Record<string, boolean>> = {
  [`${SNOMED_CT}|722742002`]: false,
  [`${SNOMED_CT}|371825009`]: true,
};

export const CONSCIOUSNESS_CODES: ReadonlySet<string> = new Set([`${LOINC}|67775-7`, `${SNOMED_CT}|1104441000000107`]);

export const CONSCIOUSNESS_VALUES: Readonly<Record<string, Consciousness>> = {
  [`${SNOMED_CT}|248234008`]: 'A',
  [`${SNOMED_CT}|130987000`]: 'C',
  [`${SNOMED_CT}|300202002`]: 'V',
  [`${SNOMED_CT}|450847001`]: 'P',
  [`${SNOMED_CT}|422768004`]: 'U',
  [`${LOINC}|LA9340-6`]: 'A',
  [`${LOINC}|LA17108-4`]: 'V',
  [`${LOINC}|LA17107-6`]: 'P',
  [`${LOINC}|LA9343-0`]: 'U',
};

export const NEWS2_TOTAL_CODES: ReadonlySet<string> = new Set([`${LOINC}|88330-6`, `${SNOMED_CT}|1104051000000101`]);

/** What each vital is stored in, and its molar mass in g/mol where a mass concentration may be sent for an amount. */
export const STORED_UNITS: Readonly<Record<MeasuredVital, { unit: string; example: string; molarMass?: number }>> = {
  pulse: { unit: '/min', example: '/min' },
  respiration: { unit: '/min', example: '/min' },
  spo2: { unit: '%', example: '%' },
  temperature: { unit: 'Cel', example: 'Cel or [degF]' },
  systolic: { unit: 'mm[Hg]', example: 'mm[Hg] or kPa' },
  diastolic: { unit: 'mm[Hg]', example: 'mm[Hg] or kPa' },
  weight: { unit: 'kg', example: 'kg, g, [lb_av] or [stone_av]' },
  height: { unit: 'cm', example: 'cm' },
  bmi: { unit: 'kg/m2', example: 'kg/m2' },
  glucose: { unit: 'mmol/L', example: 'mmol/L or mg/dL', molarMass: 180.156 },
  oxygenFlow: { unit: 'L/min', example: 'L/min' },
};
