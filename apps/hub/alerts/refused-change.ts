import type { NotPossible } from '#clinical';
import type { AlertChange, Meanwhile } from '#records';
import { Refusal } from '#runtime';

export const NO_SUCH_ALERT = 'There is no such alert, or it is not on one of your wards.';

/** The alert's new version, or why a person's change to it was refused, in words for that person. */
export function versionOf(change: AlertChange): { version: number } {
  switch (change.kind) {
    case 'changed':
      return { version: change.version };
    case 'no-such-alert':
      throw new Refusal('not-found', NO_SUCH_ALERT);
    case 'not-together':
      throw refusedField('also', 'expected alerts of the same patient');
    case 'no-such-colleague':
      throw refusedField('to', 'expected a colleague who may answer for the alerts of this ward');
    case 'not-possible':
      throw new Refusal('stale', NOT_POSSIBLE[change.why](change.holder ?? 'A colleague'));
    case 'stale':
      throw new Refusal('stale', sinceYouLooked(change.meanwhile));
  }
}

function refusedField(field: string, expected: string): Refusal {
  const detail = `${field}: ${expected}`;
  return new Refusal('invalid-document', `${detail}.`, { errors: [{ pointer: `/${field}`, field, detail }] });
}

const NOT_POSSIBLE: Readonly<Record<NotPossible, (holder: string) => string>> = {
  closed: () => 'This alert is closed.',
  'accepted-by-another': (holder) => `${holder} has accepted this alert. You can take it over.`,
  'not-yours': (holder) => `${holder} has this alert: only they can do this. You can take it over first.`,
  'not-accepted': () => 'Nobody has accepted this alert yet: accept it first.',
  'yours-already': () => 'You have this alert already.',
  'too-long': () => 'That is longer than an alert may be paused.',
};

/** What happened between a person's look and their deed, in the order that it did. */
function sinceYouLooked(meanwhile: readonly Meanwhile[]): string {
  const said = [...new Set(meanwhile.flatMap((one) => inWords(one) ?? []))];
  if (said.length === 0) return 'This alert changed since you looked: read it once more.';
  const [only = ''] = said;
  if (said.length === 1) return `${only.charAt(0).toUpperCase()}${only.slice(1)} since you looked.`;
  return `Since you looked: ${said.join('; ')}.`;
}

function inWords({ kind, by, sentence }: Meanwhile): string | null {
  const who = by ?? 'Somebody';
  switch (kind) {
    case 'raised':
      return 'this alert was raised';
    case 'worsened':
      return `this alert got worse (${withoutStop(sentence)})`;
    case 'accepted':
      return `${who} has accepted this alert`;
    case 'rejected':
      return `${who} has turned this alert down`;
    case 'handed-over':
      return `${who} has handed this alert over (${withoutStop(sentence)})`;
    case 'taken-over':
      return `${who} has taken this alert over`;
    case 'paused':
      return `${who} has paused this alert`;
    case 'resolved':
      return `${who} has closed this alert`;
    case 'timed-out':
    case 'rerouted':
    case 'outcome-due':
      return withoutStop(sentence);
    case 'condition-cleared':
    case 'historic':
    case 'delivered':
    case 'pause-ended':
    case 'clock-put-back':
    case 'commented':
      return null;
  }
}

const withoutStop = (sentence: string | null): string => (sentence ?? '').replace(/\.$/, '');
