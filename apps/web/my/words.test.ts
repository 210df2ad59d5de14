import { QUESTIONS, RED_FLAGS } from '#clinical';
import { describe, expect, it } from '@jest/globals';
import { ageOf, counts } from '../../../test/harness/reading-age.ts';
import { signsOf } from '../bedside/what-was-noticed.ts';
import { en } from './en.ts';
import { LANGUAGES } from './languages.ts';
import { pl } from './pl.ts';

const PATHWAYS = ['respiratory', 'cardiac', 'frailty'] as const;
const named = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!).toSorted();

describe('what patients read', () => {
  it.each(Object.entries(LANGUAGES))(
    'has every text in %s, and none that is empty where the English is not',
    (_, words) => {
      const missing = Object.entries(en).filter(
        ([key, text]) => text !== '' && !(Reflect.get(words, key) as string)?.trim(),
      );
      expect(missing).toEqual([]);
    },
  );

  it('puts the same names into both languages', () => {
    const differs = Object.entries(en).filter(
      ([key, text]) => named(text).join() !== named(pl[key as keyof typeof en]).join(),
    );
    expect(differs).toEqual([]);
  });

  it('has every plural that Polish has', () => {
    const forms = new Intl.PluralRules('pl').resolvedOptions().pluralCategories;
    for (const key of Object.keys(en).filter((one) => one.endsWith('_other'))) {
      for (const form of forms) expect(pl).toHaveProperty([key.replace('_other', `_${form}`)]);
    }
  });

  it('is Polish where it is Polish: only names and numbers are the same in both', () => {
    const same = Object.entries(en).filter(([key, text]) => text !== '' && pl[key as keyof typeof en] === text);
    expect(same.map(([key]) => key)).toEqual(['messages.by']);
  });

  it('has a word for everything that is asked', () => {
    const asked = new Set([...RED_FLAGS, ...PATHWAYS.flatMap(signsOf)]);
    const unsaid = [...asked].filter((sign) => !Object.hasOwn(en, `sign.${sign}`));
    expect(unsaid).toEqual([]);
    for (const sign of asked) expect(QUESTIONS).toHaveProperty([sign]);
  });
});

/** As it is read: with a name, a time and a number in the places for them. */
const FILLED: Readonly<Record<string, string>> = { name: 'Ada', time: '9 am', value: '70', second: '80' };
const read = (text: string): string => text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => FILLED[name] ?? '20');

describe('the English', () => {
  const texts = Object.entries(en).flatMap(([key, text]) => (text === '' ? [] : [[key, read(text)] as const]));

  it('as a whole has a reading age of 9 or less', () => {
    const whole = texts.map(([, text]) => (/[.?!:]$/.test(text) ? text : `${text}.`)).join(' ');
    expect(ageOf(whole)).toBeLessThanOrEqual(9);
  });

  // A formula of averages means little of three words.
  it.each(texts.filter(([, text]) => counts(text).word >= 6))('%s: %s', (_, text) => {
    expect(ageOf(text)).toBeLessThanOrEqual(9);
  });
});
