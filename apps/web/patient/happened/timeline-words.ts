import {
  HISTORY_NAMES,
  CHANNEL_NAMES,
  PHOTO_SUBJECTS,
  TRANSFER_TO,
  type DeliveryState,
  type PhotoSubject,
  type TimelineEntry,
  type TimelineKind,
} from '#contracts';
import { ruleName } from '../../words/rules.ts';
import { clockTime, lengthOfTime } from '../../words/times.ts';

export const KIND_NAMES: Readonly<Record<TimelineKind, string>> = {
  readings: 'Readings and scores',
  late: 'Late arrivals',
  alerts: 'Alerts and answers',
  plan: 'Plan',
  scale: 'SpO2 scale',
  level: 'Level',
  notes: 'Notes',
  home: 'Care home',
  stay: 'Admission and handing on',
  messages: 'Messages',
};

const STATES: Readonly<Record<DeliveryState, string>> = {
  queued: 'waiting to be sent',
  sent: 'sent',
  delivered: 'arrived',
  read: 'read',
  failed: 'failed',
  'not-needed': 'not needed any more',
};

const readingsInWords = (count: number): string => `${count} ${count === 1 ? 'reading' : 'readings'}`;

function stayTitle({ what, to }: Extract<TimelineEntry, { kind: 'stay' }>): string {
  if (what === 'admitted') return 'Admitted to the ward';
  if (what === 'ended') return 'The stay ended';
  const whom = to !== null && Object.hasOwn(TRANSFER_TO, to) ? TRANSFER_TO[to as keyof typeof TRANSFER_TO] : to;
  return `Handed on: ${whom}`;
}

/** What an entry says in one line, and who is behind it; null for what happened by itself. */
export function entryInWords(entry: TimelineEntry): {
  readonly title: string;
  readonly more: string | null;
  readonly by: string | null;
} {
  switch (entry.kind) {
    case 'readings': {
      const { count, from, at, worst, least, complete, incomplete, sources } = entry;
      const span = count > 1 ? `, ${clockTime(from)} to ${clockTime(at)}` : '';
      const scored =
        worst === null
          ? ''
          : least === worst.total
            ? `NEWS2 ${worst.total}${complete > 1 ? ' each time' : ''}, scale ${worst.scale}`
            : `NEWS2 ${least} to ${worst.total}, highest at ${clockTime(worst.at)}, scale ${worst.scale}`;
      const short = incomplete === 0 ? '' : `${incomplete} incomplete ${incomplete === 1 ? 'set' : 'sets'}`;
      const more = [scored, short].filter((words) => words !== '').join('; ');
      return { title: `${readingsInWords(count)}${span}`, more: more === '' ? null : more, by: sources.join(', ') };
    }
    case 'late': {
      const { count, at, measuredFrom, measuredTo, sources } = entry;
      const more = `Measured ${lengthOfTime(at - measuredTo)}${measuredFrom === measuredTo ? '' : ` to ${lengthOfTime(at - measuredFrom)}`} before.`;
      return { title: `${readingsInWords(count)} came late`, more, by: sources.join(', ') };
    }
    case 'alerts':
      return { title: `${HISTORY_NAMES[entry.what]}: ${ruleName(entry.ruleId)}`, more: entry.sentence, by: entry.by };
    case 'plan':
      return { title: 'Plan changed', more: entry.reason, by: entry.by };
    case 'scale':
      return {
        title: `SpO2 scale ${entry.scale} ordered`,
        more: `Decided by ${entry.authorisedBy}, ${entry.role}: ${entry.reason}`,
        by: entry.by,
      };
    case 'level': {
      const { from, to, reason, overridden, bedBefore, bedAfter, by } = entry;
      const bed =
        bedBefore === bedAfter ? '' : bedAfter === null ? ` Bed ${bedBefore} was freed.` : ` In bed ${bedAfter}.`;
      const against = overridden === 0 ? '' : ` ${overridden} of the criteria overridden.`;
      return { title: `Watched on ${to}, was ${from}`, more: `${reason}${bed}${against}`, by };
    }
    case 'notes':
      return { title: entry.strikes === null ? 'Note' : 'Note, in the place of another', more: null, by: entry.by };
    case 'home': {
      const { what, by, text, answeredAt } = entry;
      const TITLES = {
        repeat: 'Readings asked for once more',
        sbard: 'SBARD of the home',
        decision: 'Decision on an SBARD',
        photo: 'Photo',
      };
      const answered =
        answeredAt === null ? '' : `${what === 'repeat' ? 'Taken' : 'Decided'} at ${clockTime(answeredAt)}.`;
      const shown = what === 'photo' ? `${PHOTO_SUBJECTS[text as PhotoSubject]}: see it under Alerts.` : text;
      const more = [shown, answered].filter((words) => words !== null && words !== '').join(' ');
      return { title: TITLES[what], more: more === '' ? null : more, by };
    }
    case 'stay':
      return {
        title: stayTitle(entry),
        more: entry.what === 'admitted' && entry.bed !== null ? `Bed ${entry.bed} now` : entry.reason,
        by: entry.by,
      };
    case 'messages':
      return { title: `Message to ${entry.to}: ${STATES[entry.state]}`, more: CHANNEL_NAMES[entry.channel], by: null };
  }
}
