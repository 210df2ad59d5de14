import { Refusal } from '#runtime';

/** For whoever tried too often: in whoever's words, and when to come again. */
export function tooManyTries(words: string, until: Date, now: Date): Refusal {
  const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1_000));
  return new Refusal('too-many-tries', `${words} Try again in ${inWords(seconds)}.`, { retryAfterSeconds: seconds });
}

const inWords = (seconds: number): string => {
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
};
