import { LEVELS } from '#clinical';
import { BAND_NAMES, showNhsNumber, type Handover, type HandoverStay, type RoundDecision, type Tile } from '#contracts';
import { mostPressingFirst, pausedInWords, PRIORITY_NAMES, whereItStands, whoHasIt } from './alerts.ts';
import { bedInWords } from './beds.ts';
import { decisionInWords } from './round.ts';
import {
  againstOwnNormal,
  capital,
  incompleteInWords,
  missingInWords,
  notTakenInWords,
  scoringInWords,
  TREND_WORDS,
  usualFrom,
} from './news2.ts';
import { ago, dueInWords, lengthOfTime, timeOfDay } from './times.ts';

/** One patient as they are handed over, each part in sentences. Made of the record, and of nothing else. */
export interface Sbar {
  readonly situation: readonly string[];
  readonly background: readonly string[];
  readonly assessment: readonly string[];
  readonly recommendation: readonly string[];
}

export const SBAR_PARTS = [
  ['situation', 'Situation'],
  ['background', 'Background'],
  ['assessment', 'Assessment'],
  ['recommendation', 'Recommendation'],
] as const satisfies readonly (readonly [keyof Sbar, string])[];

const PATHWAY_WORDS: Readonly<Record<Tile['pathway'], string>> = {
  respiratory: 'respiratory pathway',
  cardiac: 'cardiac pathway',
  frailty: 'frailty pathway',
};

/** What is known of a patient now, with what changed `since`. `stay` is null while that is not known. */
export function sbarOf(tile: Tile, stay: HandoverStay | null, { since, now }: { since: number; now: number }): Sbar {
  return {
    situation: situation(tile, now),
    background: background(tile, stay, now),
    assessment: [...assessment(tile), ...(stay === null ? [] : changes(stay, since, now))],
    recommendation: recommendation(tile, stay, now),
  };
}

function situation(tile: Tile, now: number): string[] {
  const { score, incomplete, news2NotApplicable, alerts } = tile;
  const due = dueInWords(tile.nextDueAt, now);
  const scored =
    news2NotApplicable !== null
      ? `No NEWS2: ${news2NotApplicable}`
      : score === null
        ? 'No complete NEWS2 yet.'
        : `NEWS2 ${score.total} (${BAND_NAMES[score.band]}), ${TREND_WORDS[tile.trend]}, ${ago(score.at, now)}.`;
  return [
    scored,
    ...(incomplete === null
      ? []
      : [`${incompleteInWords(incomplete)}, ${missingInWords(incomplete)}, ${ago(incomplete.at, now)}.`]),
    ...(tile.notTaken === null ? [] : [`${notTakenInWords(tile.notTaken)}, ${ago(tile.notTaken.at, now)}.`]),
    ...(due?.overdue ? [`Reading ${due.words}.`] : []),
    ...mostPressingFirst(alerts).map((alert) => {
      const paused = pausedInWords(alert, now);
      const eased = alert.conditionPresent ? '' : 'Condition since eased. ';
      return `${PRIORITY_NAMES[alert.priority]}: ${eased}${alert.sentence} ${whoHasIt(alert, now)}.${paused === null ? '' : ` ${paused}.`}`;
    }),
    ...(alerts.length === 0 ? ['No open alerts.'] : []),
  ];
}

function background(tile: Tile, stay: HandoverStay | null, now: number): string[] {
  const where = tile.place.kind === 'home' ? 'at home' : `at ${tile.place.name}`;
  const days = stay === null ? '' : `, on the ward for ${lengthOfTime(now - stay.admittedAt)}`;
  return [
    `${tile.patient.ageYears} years, ${PATHWAY_WORDS[tile.pathway]}, ${where}${days}, ${LEVELS[tile.level].title}, SpO2 scale ${tile.spo2Scale}.`,
    ...(tile.escalationPlan === null
      ? ['No escalation plan is recorded.']
      : [`Escalation plan: ${tile.escalationPlan}`]),
  ];
}

function assessment(tile: Tile): string[] {
  const { score } = tile;
  if (score === null || tile.news2NotApplicable !== null) return [];
  const change = againstOwnNormal(tile);
  return [scoringInWords(score), ...(change === null ? [] : [`${capital(change)}, ${usualFrom(tile)}.`])];
}

function changes(stay: HandoverStay, since: number, now: number): string[] {
  const from = `Since ${timeOfDay(since, now)}`;
  const { complete, incomplete, least, most, mostAt, before } = stay;
  const open = incomplete === 0 ? '' : `, ${incomplete} ${incomplete === 1 ? 'set' : 'sets'} incomplete`;
  const was = before === null ? '' : `; before that ${before}`;
  const scores =
    complete === 0 || most === null || mostAt === null
      ? `${from}: no complete NEWS2${open}${was}.`
      : `${from}: ${complete} NEWS2, ${least === most ? `all ${most}` : `${least} to ${most}, worst at ${timeOfDay(mostAt, now)}`}${open}${was}.`;
  const closed = stay.alerts.filter(({ status }) => status === 'resolved');
  return [
    scores,
    ...closed.map(
      ({ priority, sentence, resolvedAt, by, note }) =>
        `Closed${resolvedAt === null ? '' : ` ${timeOfDay(resolvedAt, now)}`}${by === null ? '' : ` by ${by}`}: ${PRIORITY_NAMES[priority].toLowerCase()}, ${sentence}${note === null ? '' : ` ${note}`}`,
    ),
  ];
}

function recommendation(tile: Tile, stay: HandoverStay | null, now: number): string[] {
  const due = dueInWords(tile.nextDueAt, now);
  const decided = stay?.decisions[0];
  return [
    ...mostPressingFirst(tile.alerts)
      .slice(0, 1)
      .map((alert) => `${PRIORITY_NAMES[alert.priority]} alert: ${whereItStands(alert, now)}.`),
    ...(decided === undefined ? [] : [roundSentence(decided, now)]),
    ...(due === null
      ? ['No reading is expected.']
      : [due.overdue ? `Get the reading that is ${due.words}.` : `Next reading ${due.words}.`]),
  ];
}

/** "Board round 09:10, Dr Mina Rao: visit today. Chest is worse." */
export const roundSentence = (decided: RoundDecision, now: number): string =>
  `Board round ${timeOfDay(decided.at, now)}, ${decided.by}: ${decisionInWords(decided)}`;

/** "Bed 12: Leonard Pitman, NHS 999 000 0840". */
export const whoIs = (tile: Tile): string =>
  tile.restricted === 'hidden'
    ? `${bedInWords(tile)}: ${tile.patient.name}`
    : `${bedInWords(tile)}: ${tile.patient.name}, NHS ${showNhsNumber(tile.patient.nhsNumber)}`;

/** The whole handover as text, for a letter, a message or a record elsewhere. */
export function handoverText(
  tiles: readonly Tile[],
  told: Handover | null,
  { ward, by, since, now }: { ward: string; by: string; since: number; now: number },
): string {
  const stays = new Map(told?.stays.map((stay) => [stay.admissionId, stay]));
  const patients = tiles.map((tile) => {
    const sbar = sbarOf(tile, stays.get(tile.admissionId) ?? null, { since, now });
    const parts = SBAR_PARTS.map(([part, name]) => `${name.charAt(0)}: ${sbar[part].join(' ')}`);
    return [whoIs(tile), ...parts].join('\n');
  });
  return [
    `${ward}: handover at ${timeOfDay(now, 0)} by ${by}, changes since ${timeOfDay(since, now)}`,
    ...patients,
  ].join('\n\n');
}
