import type { MeasuredVital } from '#clinical';

/** What each vital is stored and written in, its words, what may be sent, and its molar mass in g/mol where a mass concentration may. */
export const UNITS: Readonly<
  Record<MeasuredVital, { code: string; unit: string; accepted: string; molarMass?: number }>
> = {
  pulse: { code: '/min', unit: 'beats/minute', accepted: '/min' },
  respiration: { code: '/min', unit: 'breaths/minute', accepted: '/min' },
  spo2: { code: '%', unit: '%', accepted: '%' },
  temperature: { code: 'Cel', unit: '°C', accepted: 'Cel or [degF]' },
  systolic: { code: 'mm[Hg]', unit: 'mmHg', accepted: 'mm[Hg] or kPa' },
  diastolic: { code: 'mm[Hg]', unit: 'mmHg', accepted: 'mm[Hg] or kPa' },
  weight: { code: 'kg', unit: 'kg', accepted: 'kg, g, [lb_av] or [stone_av]' },
  height: { code: 'cm', unit: 'cm', accepted: 'cm or m' },
  bmi: { code: 'kg/m2', unit: 'kg/m2', accepted: 'kg/m2' },
  glucose: { code: 'mmol/L', unit: 'mmol/L', accepted: 'mmol/L or mg/dL', molarMass: 180.156 },
  oxygenFlow: { code: 'L/min', unit: 'L/min', accepted: 'L/min' },
};
