import type { StayIdentity } from '#contracts';

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase();

/** Of whom a clerk may be typing: every word begins a part of the name, or the digits stand in the NHS number. Nobody for nothing. */
export function matching(stays: readonly StayIdentity[], typed: string): StayIdentity[] {
  const text = plain(typed).trim();
  if (text === '') return [];
  const digits = text.replaceAll(/[\s-]/g, '');
  if (/^\d+$/.test(digits)) return stays.filter(({ nhsNumber }) => nhsNumber.includes(digits));
  const words = text.split(/\s+/);
  return stays.filter(({ name }) => {
    const parts = plain(name).split(/[\s-]+/);
    return words.every((word) => parts.some((part) => part.startsWith(word)));
  });
}
