import {
  keyStandingOf,
  standingOf,
  type KeyStanding,
  type SourceKeyView,
  type SourceStanding,
  type SourceSummary,
} from '#contracts';
import { listed } from '../words/news2.ts';
import { ago, day, lengthOfTime } from '../words/times.ts';

const STANDING_WORDS: Record<SourceStanding, string> = {
  off: 'Switched off',
  'never-heard': 'Nothing stored yet',
  silent: 'SILENT',
  'on-time': 'On time',
  heard: 'Heard',
};

/** How a source stands, and since when. `isSilent`: something should have come by now. */
export function standingInWords(
  source: Pick<SourceSummary, 'disabledAt' | 'lastStoredAt' | 'expectedEveryMinutes'>,
  now: number,
): { word: string; isSilent: boolean; since: string } {
  const standing = standingOf(source, now);
  const { lastStoredAt, expectedEveryMinutes } = source;
  const every = expectedEveryMinutes === null ? '' : `, expected every ${lengthOfTime(expectedEveryMinutes * 60_000)}`;
  return {
    word: STANDING_WORDS[standing],
    isSilent: standing === 'silent',
    since: `${lastStoredAt === null ? 'never' : `last ${ago(lastStoredAt, now)}`}${every}`,
  };
}

const KEY_WORDS: Record<KeyStanding, string> = {
  'in-use': 'In use',
  'expires-soon': 'Expires soon',
  expired: 'Expired',
  revoked: 'Withdrawn',
};

export function keyStandingInWords(key: SourceKeyView, now: number): { word: string; opens: boolean; since: string } {
  const standing = keyStandingOf(key, now);
  const opens = standing === 'in-use' || standing === 'expires-soon';
  const { expiresAt, revokedAt, revokedBy } = key;
  if (revokedAt !== null)
    return { word: KEY_WORDS[standing], opens, since: `${day(revokedAt)} by ${revokedBy ?? 'nobody known'}` };
  if (expiresAt === null) return { word: KEY_WORDS[standing], opens, since: 'never expires' };
  return { word: KEY_WORDS[standing], opens, since: `${opens ? 'until' : 'since'} ${day(expiresAt)}` };
}

/** What a key may do, and with whom. */
export function reachInWords(
  { maySend, mayRead, mayRefer, wardIds, careHomeIds, patients }: SourceKeyView,
  names: ReadonlyMap<string, string>,
): string {
  const rights = listed([...(maySend ? ['send'] : []), ...(mayRead ? ['read'] : []), ...(mayRefer ? ['refer'] : [])]);
  const named = (ids: readonly string[]): string => listed(ids.map((id) => names.get(id) ?? id));
  const limits = [
    ...(wardIds === null ? [] : [named(wardIds)]),
    ...(careHomeIds === null ? [] : [named(careHomeIds)]),
    ...(patients === null ? [] : [`${patients} ${patients === 1 ? 'patient' : 'patients'}`]),
  ];
  return `May ${rights}${limits.length === 0 ? '' : `, only for ${limits.join(', of those ')}`}`;
}

/** Of what came, the part that was refused; null when nothing came. */
export function refusedPercent({
  stored,
  repeats,
  refused,
}: {
  stored: number;
  repeats: number;
  refused: number;
}): number | null {
  const came = stored + repeats + refused;
  return came === 0 ? null : Math.round((100 * refused) / came);
}
