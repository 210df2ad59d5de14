import { SPOKEN, type MeasuredVital } from '#clinical';

const isVital = (name: string): name is MeasuredVital => Object.hasOwn(SPOKEN, name);

const WORDS: Readonly<Record<string, string>> = { news2: 'NEWS2', z: 'spreads away', onOxygen: 'on oxygen' };

/** "threeDays" as "three days". */
const spaced = (name: string): string => name.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();

/** What a fact of a finding is called. */
export const factWords = (name: string): string => WORDS[name] ?? (isVital(name) ? SPOKEN[name].word : spaced(name));

/** Its value, as people write it: no binary dust, and with its unit where the name says which. */
export function valueWords(name: string, value: number | string | boolean): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return isVital(value) ? SPOKEN[value].word : value;
  return `${Math.round(value * 100) / 100}${isVital(name) ? SPOKEN[name].unit : ''}`;
}
