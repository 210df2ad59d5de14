import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

/** zxcvbn's "safely unguessable": more than 10^8 guesses, behind argon2id and tries that are counted. */
const STRONG_ENOUGH = 3;
/** Estimating takes longer with length; what is strong so far is strong. */
const LOOKED_AT = 72;

let estimator: Promise<ZxcvbnFactory> | null = null;

/** The kept list of common passwords is large, and most hubs never change one: it is read when somebody first does. */
async function read(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory: Factory }, { dictionary, adjacencyGraphs: graphs }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  return new Factory({ dictionary, graphs });
}

/**
 * Why a password is too easily guessed, in words for whoever chose it; null when it is not. `about` is what guessers would try first
 * of this person: their names.
 */
export async function tooEasy(password: string, about: readonly string[]): Promise<string | null> {
  estimator ??= read();
  const words = about.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)]).filter((word) => word.length > 2);
  const { score, sequence } = (await estimator).check(password.slice(0, LOOKED_AT), [
    ...words,
    'homeward',
    'ward',
    'nhs',
    'dorset',
  ]);
  if (score >= STRONG_ENOUGH) return null;
  const common = sequence.some((part) => part.pattern === 'dictionary');
  return common
    ? 'this is, or is made of, a common password or a name. Three words that have nothing to do with each other are harder to guess'
    : 'this follows a pattern that is soon guessed. Three words that have nothing to do with each other are harder to guess';
}
