import { LEVELS, reasonsInWords, SPOKEN, VITALS, type MeasuredVital } from '#clinical';
import { BAND_NAMES, type SbardDraft, type StayAlert, type StayHead, type StayReadings } from '#contracts';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const TRENDS = { rising: ', rising', falling: ', falling', steady: ', steady', unknown: '' } as const;

/** What an SBARD says before anybody types: of the record alone, as it was at that moment. Pure. `zone` is the ward's. */
export function sbardFrom(record: {
  head: StayHead;
  alerts: readonly StayAlert[];
  readings: StayReadings;
  zone: string;
}): SbardDraft {
  const { head, readings, zone } = record;
  const formatted = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const moment = (at: number): string => formatted.format(at);
  const open = record.alerts.filter((alert) => alert.open !== null);
  return {
    at: head.at,
    situation: situation(head, open, moment),
    background: background(head, moment),
    assessment: assessment(head, { open, readings, moment }),
  };
}

type Moment = (at: number) => string;

function situation({ tile }: StayHead, open: readonly StayAlert[], moment: Moment): string[] {
  const { score, incomplete, notTaken, news2NotApplicable, trend } = tile;
  return [
    news2NotApplicable !== null
      ? `No NEWS2: ${news2NotApplicable}`
      : score === null
        ? 'No complete NEWS2 yet.'
        : `NEWS2 ${score.total} (${BAND_NAMES[score.band]})${TRENDS[trend]}, ${moment(score.at)}.`,
    ...(incomplete === null
      ? []
      : [
          `A newer set is incomplete: at least ${incomplete.least}, ${moment(incomplete.at)}, missing ${incomplete.missing.join(', ')}.`,
        ]),
    ...(notTaken === null ? [] : [`Not taken, ${moment(notTaken.at)}: ${reasonsInWords(notTaken.why)}.`]),
    ...open.map(({ priority, raisedAt, acceptedBy, open: view }) => {
      const who =
        view?.status === 'accepted' && acceptedBy !== null ? `${acceptedBy} has it` : 'nobody at the hub has it yet';
      return `${capital(priority)} alert since ${moment(raisedAt)}: ${who}.`;
    }),
  ];
}

function background({ tile, admittedAt }: StayHead, moment: Moment): string[] {
  const where = tile.place.kind === 'home' ? 'own home' : tile.place.name;
  return [
    `${tile.patient.ageYears} years, ${tile.patient.sex === 'unknown' ? '' : `${tile.patient.sex}, `}${where}, ${tile.pathway} pathway, on the virtual ward since ${moment(admittedAt)}, ${LEVELS[tile.level].title}, SpO2 scale ${tile.spo2Scale}.`,
    tile.escalationPlan === null ? 'No escalation plan is recorded.' : `Escalation plan: ${tile.escalationPlan}`,
  ];
}

function assessment(
  { tile }: StayHead,
  { open, readings, moment }: { open: readonly StayAlert[]; readings: StayReadings; moment: Moment },
): string[] {
  const last = readings.sets.at(-1);
  const measured = last === undefined ? [] : VITALS.flatMap((vital) => inWords(vital, last.vitals[vital]) ?? []);
  const usual = VITALS.flatMap((vital) => {
    const known = readings.usual[vital];
    const words = known === undefined ? null : inWords(vital, Math.round(known.value * 10) / 10);
    return words === null || known === undefined ? [] : [`${words}${known.from === 'plan' ? ' (plan)' : ''}`];
  });
  const ownNews2 = tile.ownNews2 ?? tile.usualNews2;
  return [
    ...open.map(
      ({ sentence, count, open: view }) =>
        `${view?.conditionPresent === false ? 'Since eased: ' : ''}${sentence}${count > 1 ? ` Seen ${count} times.` : ''}`,
    ),
    last === undefined
      ? 'Nothing was measured in the last day.'
      : `Last measured ${moment(last.at)}: ${measured.join(', ')}.`,
    usual.length === 0 && ownNews2 === null
      ? 'What is usual for this person is not known.'
      : `Usual for this person: ${[...(ownNews2 === null ? [] : [`NEWS2 ${Math.round(ownNews2 * 10) / 10}`]), ...usual].join(', ')}.`,
  ];
}

const ACVPU = { A: 'alert', C: 'new confusion', V: 'answers to voice', P: 'answers to pain', U: 'does not answer' };

function inWords(vital: (typeof VITALS)[number], value: number | string | boolean | undefined): string | null {
  if (value === undefined) return null;
  if (vital === 'onOxygen') return value === true ? 'on oxygen' : 'on air';
  if (vital === 'consciousness') return ACVPU[value as keyof typeof ACVPU];
  const { word, unit } = SPOKEN[vital satisfies MeasuredVital];
  return `${word} ${value}${unit}`;
}
