import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';

/** What a formula of averages counts in a text. */
export function counts(text: string): { sentence: number; word: number; syllable: number } {
  const words = text.match(/[A-Za-z]+(?:['’][a-z]+)?|\d+/g) ?? [];
  return {
    sentence: Math.max(1, text.match(/[.?!:](\s|$)/g)?.length ?? 0),
    word: words.length,
    syllable: words.reduce((sum, word) => sum + (/^\d+$/.test(word) ? 1 : syllable(word)), 0),
  };
}

/** Whose reading age is a grade of American schools and five years. Source: Kincaid 1975. */
export const ageOf = (text: string): number => fleschKincaid(counts(text)) + 5;
