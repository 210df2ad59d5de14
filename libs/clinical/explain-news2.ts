import { tenths, wholes } from './grid.ts';
import { HIGHEST_SCORE, type News2, type News2NotApplicable } from './news2.ts';
import { PARAMETERS, type Consciousness, type Parameter, type Vitals } from './vitals.ts';

const CONSCIOUSNESS_WORDS: Readonly<Record<Consciousness, string>> = {
  A: 'alert',
  C: 'new confusion',
  V: 'responds to voice only',
  P: 'responds to pain only',
  U: 'unresponsive',
};

export const PARAMETER_WORDS: Readonly<Record<Parameter, string>> = {
  respiration: 'respiration',
  spo2: 'SpO2',
  oxygen: 'oxygen status',
  systolic: 'systolic pressure',
  pulse: 'pulse',
  consciousness: 'consciousness',
  temperature: 'temperature',
};

/** "pulse", "pulse and temperature", "pulse, temperature and SpO2". */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** The value as it was scored: on the chart's grid. */
export function parameterInWords(parameter: Parameter, vitals: Vitals): string {
  switch (parameter) {
    case 'respiration':
      return vitals.respiration === undefined ? 'respiration' : `respiration ${wholes(vitals.respiration)}`;
    case 'spo2':
      return vitals.spo2 === undefined ? 'SpO2' : `SpO2 ${wholes(vitals.spo2)} %`;
    case 'oxygen':
      return vitals.onOxygen === false ? 'on air' : 'on oxygen';
    case 'systolic':
      return vitals.systolic === undefined ? 'systolic pressure' : `systolic pressure ${wholes(vitals.systolic)}`;
    case 'pulse':
      return vitals.pulse === undefined ? 'pulse' : `pulse ${wholes(vitals.pulse)}`;
    case 'consciousness':
      return vitals.consciousness === undefined ? 'consciousness' : CONSCIOUSNESS_WORDS[vitals.consciousness];
    case 'temperature':
      return vitals.temperature === undefined
        ? 'temperature'
        : `temperature ${(tenths(vitals.temperature) / 10).toFixed(1)}`;
  }
}

/** "NEWS2 5 (medium)", or "NEWS2 at least 5 with pulse and temperature missing". */
export function news2InWords(score: News2 | News2NotApplicable): string {
  switch (score.kind) {
    case 'complete':
      return `NEWS2 ${score.total} (${score.band})`;
    case 'incomplete':
      return `NEWS2 at least ${score.least} with ${listed(score.missing.map((parameter) => PARAMETER_WORDS[parameter]))} missing`;
    case 'not-applicable':
      return score.reason;
  }
}

const HIGHEST_SUB_SCORE = Math.max(...Object.values(HIGHEST_SCORE));

/** What makes up the score, largest first: "respiration 25 scores 3, SpO2 93 % scores 2, pulse 91 scores 1". */
export function partsInWords(score: News2, vitals: Vitals): string {
  let parts = '';
  for (let sub = HIGHEST_SUB_SCORE; sub > 0; sub--) {
    for (const parameter of PARAMETERS) {
      if (score.subScores[parameter] !== sub) continue;
      if (parts !== '') parts += ', ';
      parts += `${parameterInWords(parameter, vitals)} scores ${sub}`;
    }
  }
  return parts === '' ? 'every measured value scores 0' : parts;
}

/** The whole statement about a score. */
export function explainNews2(score: News2, vitals: Vitals): string {
  return `${news2InWords(score)}: ${partsInWords(score, vitals)}.`;
}
