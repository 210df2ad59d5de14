import type { Consciousness } from '#clinical';

export const ACVPU_WORDS: Readonly<Record<Consciousness, string>> = {
  A: 'Alert',
  C: 'New or worse confusion',
  V: 'Answers to a voice',
  P: 'Answers to pain',
  U: 'Does not answer',
};
