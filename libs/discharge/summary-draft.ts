import { LEVELS, LOOK_FOR, RING, type MonitoringLevel } from '#clinical';
import { TRANSFER_TO, type DischargeSummaryView, type DischargeTold, type TransferTo } from '#contracts';
import type { DischargeFacts } from '#records';

/** What of the record stands in a summary, as it is now. */
export const toldOf = ({ escalation, referral, pathway, admittedAt }: DischargeFacts): DischargeTold => ({
  escalation,
  gp: referral?.gp ?? null,
  pathway,
  admittedAt,
});

/**
 * What a clinician begins a summary with: of the record alone. What it does not know (diagnoses, medicines, what is to follow) is left
 * open, and never filled with "none". Pure.
 */
export function draftOf(facts: DischargeFacts, now: number): DischargeSummaryView['draft'] {
  const day = dayIn(facts.zone, 'short');
  const until = facts.endedAt ?? now;
  const { worst, last, alerts, levels, handedOn, phone } = facts;
  const counts = ['emergency', 'urgent', 'routine'].flatMap((priority) => {
    const found = alerts.find((one) => one.priority === priority);
    return found === undefined ? [] : [`${found.count} ${priority}`];
  });
  const clinician = facts.referral?.clinician ?? null;
  const course = [
    `On the virtual ward from ${day(facts.admittedAt)} to ${day(until)}, ${facts.pathway} pathway${clinician === null ? '' : `, named clinician ${clinician}`}.`,
    worst === null
      ? 'No complete NEWS2 was measured.'
      : `Highest NEWS2 ${worst.total} on ${day(worst.at)}${last === null ? '' : `, last NEWS2 ${last.total} on ${day(last.at)}`}.`,
    counts.length === 0 ? 'No clinical alert was raised.' : `Alerts raised: ${counts.join(', ')}.`,
    ...(levels.length === 0
      ? []
      : [
          `Monitoring: ${levels.map(({ at, to }) => `${LEVELS[to as MonitoringLevel].title} from ${day(at)}`).join('; ')}.`,
        ]),
    ...handedOn.map(({ at, to, reason }) => `Handed on to ${TRANSFER_TO[to as TransferTo]} on ${day(at)}: ${reason}`),
  ];
  const long = dayIn(facts.zone, 'long');
  return {
    told: toldOf(facts),
    reason: facts.referral?.reason ?? '',
    course: course.join('\n'),
    lookFor: [...LOOK_FOR[facts.pathway]],
    ring: [...RING, ...(phone === null ? [] : [`Ring our team on ${phone} if you want to ask about this letter.`])],
    forPerson: `We looked after you at home from ${long(facts.admittedAt)} to ${long(until)}. You sent us your readings. Our nurses looked at them each day.`,
  };
}

/** "3 Nov 2026", or "3 November 2026" as a letter has it. */
export function dayIn(zone: string, month: 'short' | 'long'): (at: number) => string {
  const formatted = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month, year: 'numeric' });
  return (at) => formatted.format(at);
}
