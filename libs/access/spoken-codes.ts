import { createHash, randomInt } from 'node:crypto';

/** Crockford's base 32 without what can be mistaken for something else, read or heard. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUP = 4;

/** A code that people read out and type: groups of four of 32 letters, 20 random bits each. */
export function newSpokenCode(groups: number): string {
  const letter = (): string => LETTERS[randomInt(LETTERS.length)]!;
  return Array.from({ length: groups }, () => Array.from({ length: GROUP }, letter).join('')).join('-');
}

/** As it was given, whatever was typed: small letters, other dashes, O for 0, I or L for 1. Null when it cannot be such a code. */
export function readSpokenCode(typed: string, groups: number): string | null {
  const letters = typed
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  if (letters.length !== groups * GROUP || !/^[0-9A-HJKMNP-TV-Z]+$/.test(letters)) return null;
  return Array.from({ length: groups }, (_, i) => letters.slice(i * GROUP, (i + 1) * GROUP)).join('-');
}

/** As it is stored. Enough for codes of 80 random bits and more, which no dictionary holds. */
export const spokenCodeHash = (code: string): Buffer => createHash('sha256').update(code).digest();
