/* The numbers of rules in the ward's words, for those that a person may have of their own. */

const WORDS: Readonly<Record<string, string>> = {
  'news2-above-normal routine': 'points above usual, routine',
  'news2-above-normal urgent': 'points above usual, urgent',
  'drift z': 'spreads away from the own mean',
  'day-worse z': 'spreads worse than the days before',
  'glucose urgent': 'urgent below',
  'glucose high': 'routine from, twice in 24 h',
  'weight-gain oneDay': 'gain in 1 day',
  'weight-gain threeDays': 'gain in 3 days',
  'weight-gain sevenDays': 'gain in 7 days',
  'haemodynamic systolicLow': 'systolic pressure below',
  'haemodynamic systolicHigh': 'systolic pressure above',
  'haemodynamic pulseLow': 'pulse below',
  'haemodynamic pulseHigh': 'pulse above',
  'over-diuresis loss': 'loss in 3 days',
  'over-diuresis systolic': 'with systolic pressure below',
  'spo2-fall fall': 'fall in 6 h',
};

/** "threeDays" as "three days". */
const spaced = (name: string): string => name.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();

/** What a number of a rule is about. One that has no words here is called by its own name. */
export const parameterWords = (ruleId: string, parameter: string): string =>
  WORDS[`${ruleId} ${parameter}`] ?? spaced(parameter);

const UNITS: Readonly<Record<string, string>> = { '{score}': '', 'mm[Hg]': 'mmHg', SD: '' };

/** A UCUM unit as people write it. */
export const unitWords = (unit: string): string => UNITS[unit] ?? unit.replaceAll(/[{}]/g, '');
