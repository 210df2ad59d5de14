import {
  BANDS,
  GUIDED_FORMS,
  LEVELS,
  PARAMETERS,
  PRIORITIES,
  WHY_DUE,
  type Band,
  type MonitoringLevel,
  type Pathway,
} from '#clinical';
import { z } from 'zod';
import { openAlertView, type OpenAlertView } from './alert.ts';
import { homeDecision, homeLook, homePhones, repeatAsked } from './home-decisions.ts';
import { carerAway } from './care.ts';
import { residentRoom } from './rooms.ts';
import { notTaken } from './reading-set.ts';

const PATHWAYS = ['respiratory', 'cardiac', 'frailty'] as const satisfies readonly Pathway[];
const levels = Object.keys(LEVELS) as [MonitoringLevel, ...MonitoringLevel[]];

/** A score that may be shown as a NEWS2: all seven parameters within 30 min. */
const completeScoreView = z
  .object({
    at: z.number(),
    total: z.int(),
    band: z.enum(BANDS),
    singleThree: z.array(z.enum(PARAMETERS)),
    subScores: z.record(z.enum(PARAMETERS), z.int()),
    scale: z.literal([1, 2]),
    statedTotal: z
      .number()
      .nullable()
      .describe('What the sender said the total was, where it said so. When it is not ours, the board shows both.'),
  })
  .meta({ id: 'CompleteScore', description: 'A NEWS2: all seven parameters within 30 min.' });
export type CompleteScoreView = z.infer<typeof completeScoreView>;

/** The newest set when it is not complete: shown beside the last NEWS2, never in its place. */
const incompleteScoreView = z
  .object({
    at: z.number(),
    least: z.int(),
    most: z.int(),
    band: z.enum(BANDS),
    missing: z.array(z.enum(PARAMETERS)),
  })
  .meta({
    id: 'IncompleteScore',
    description:
      'The newest set when it is not complete, with the least and the most that its NEWS2 could be. No NEWS2.',
  });
export type IncompleteScoreView = z.infer<typeof incompleteScoreView>;

/** A set as the board draws it. */
const recentScore = z.tuple([z.number(), z.int(), z.int()]).meta({
  id: 'RecentScore',
  description:
    'When the set was, in epoch milliseconds; the least and the most that its NEWS2 could be. Complete, the two are the same.',
});

/** Everything that the board shows of one patient. All times are epoch milliseconds UTC. */
export const tile = z
  .object({
    admissionId: z.string(),
    version: z.int(),
    bed: z.int().nullable(),
    patient: z.object({
      nhsNumber: z.string(),
      name: z.string(),
      ageYears: z.int(),
      sex: z.enum(['female', 'male', 'other', 'unknown']),
    }),
    pathway: z.enum(PATHWAYS),
    level: z.enum(levels),
    place: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('home') }),
      z.object({ kind: z.literal('care-home'), id: z.string(), name: z.string() }),
    ]),
    spo2Scale: z.literal([1, 2]),
    escalationPlan: z
      .string()
      .nullable()
      .describe('What is to be done, and what not, should this person get worse; null when no plan says.'),
    ownNews2: z
      .number()
      .nullable()
      .describe('The NEWS2 that is usual for this person when well, as their plan states it; null when it does not.'),
    usualNews2: z
      .number()
      .nullable()
      .describe(
        'The NEWS2 that is usual for this person by their own readings of seven days, where the plan states none; null when there are too few.',
      ),
    news2NotApplicable: z
      .string()
      .nullable()
      .describe('Why this person gets no NEWS2 at all (under 16, pregnant), or null.'),
    score: completeScoreView.nullable(),
    incomplete: incompleteScoreView.nullable(),
    notTaken: z
      .object({ at: z.number(), why: notTaken })
      .nullable()
      .describe(
        'What could not be taken of the newest set, and why; null when nothing was said, or it was taken since. Somebody was there: it is no reading.',
      ),
    trend: z.enum(['rising', 'falling', 'steady', 'unknown']),
    recent: z
      .array(recentScore)
      .describe('The sets of the last 24 h, oldest first; of each half hour the worst, and the newest of all.'),
    lastReadingAt: z.number().nullable(),
    nextDueAt: z.number().nullable(),
    repeat: repeatAsked.nullable(),
    sbard: z
      .object({ id: z.string(), at: z.number(), by: z.string() })
      .nullable()
      .describe('The newest SBARD of their home that nobody at the hub has decided on.'),
    alerts: z.array(openAlertView),
    carerBreaks: z
      .array(carerAway)
      .exactOptional()
      .describe('Breaks of their carers that are not over, the soonest first; absent where there is none.'),
    restricted: z
      .enum(['marked', 'hidden'])
      .exactOptional()
      .describe(
        '`marked`: the record is restricted, and you are named for it. `hidden`: you are not, and who it is stays closed until you open it with a reason.',
      ),
  })
  .meta({ id: 'Tile', description: 'Everything that the board shows of one patient. Times are epoch milliseconds.' });
export type Tile = z.infer<typeof tile>;

/** The whole ward as of feed number `seq`. */
export const board = z
  .object({
    ward: z.object({ id: z.string(), name: z.string(), capacity: z.int() }),
    seq: z.int(),
    at: z.number(),
    tiles: z.array(tile),
    wardAlerts: z.array(openAlertView).describe('Open alerts about no patient: a source, a worker, a channel.'),
    oldestUnevaluatedAt: z
      .number()
      .nullable()
      .describe('The oldest reading that is stored and not evaluated yet; null when there is none.'),
  })
  .meta({ id: 'Board', description: 'The whole ward as of feed number `seq`.' });
export type Board = z.infer<typeof board>;

/** A ward as those who work on it choose it. */
export const wardSummary = z
  .object({
    id: z.string(),
    name: z.string(),
    capacity: z.int(),
    occupied: z.int().describe('Beds that somebody has.'),
  })
  .meta({ id: 'WardSummary' });
export type WardSummary = z.infer<typeof wardSummary>;

/** A care home's own residents who are on the ward. */
export const residents = z
  .object({
    home: z.object({ id: z.string(), name: z.string() }),
    at: z.number().describe('As of when, in epoch milliseconds.'),
    tiles: z.array(tile),
    hub: z
      .object({
        open: z.boolean().describe('Whether somebody of the hub looks at what comes in now.'),
        changesAt: z.number().nullable().describe('When it next closes or opens; null when that is not near.'),
        phones: homePhones,
      })
      .describe('The hours of the hub, and whom to ring.'),
    forms: z
      .array(
        z.object({
          admissionId: z.string(),
          offered: z.array(z.enum(GUIDED_FORMS)).describe('The forms that mean something to the rules of this stay.'),
          due: z.array(z.object({ form: z.enum(GUIDED_FORMS), why: z.enum(WHY_DUE) })),
        }),
      )
      .describe('Which guided forms are due for whom, by time or by what was noticed.'),
    decisions: z.array(homeDecision).describe('What the hub decided in the last 24 hours, newest first.'),
    looks: z
      .array(homeLook)
      .exactOptional()
      .describe('Who of the hub looked at everything that there is of a resident, and when.'),
    rooms: z
      .array(residentRoom)
      .exactOptional()
      .describe('In which rooms of the home they are; without those of whom it was not written.'),
  })
  .meta({ id: 'Residents', description: 'A care home’s own residents who are on the ward.' });
export type Residents = z.infer<typeof residents>;

export const BAND_NAMES: Record<Band, string> = {
  low: 'Low',
  'low-medium': 'Low-medium',
  medium: 'Medium',
  high: 'High',
};

const rankOf = (band: Band): number => BANDS.indexOf(band);

/** The band that a clinician has to reckon with: the worse of the last NEWS2 and of what a newer incomplete set already proves. */
export function bandOf(tile: Pick<Tile, 'score' | 'incomplete'>): Band | null {
  const { score, incomplete } = tile;
  if (!score) return incomplete?.band ?? null;
  if (!incomplete) return score.band;
  return rankOf(incomplete.band) > rankOf(score.band) ? incomplete.band : score.band;
}

/** How much an alert presses: an emergency before everything else until it is closed, an unaccepted one before an accepted, an eased one last. */
export function pressing({ priority, status, conditionPresent }: OpenAlertView): number {
  return (PRIORITIES.indexOf(priority) + 1) * 4 + (status === 'raised' ? 2 : 0) + (conditionPresent ? 1 : 0);
}

const worstAlert = (tile: Tile): number => Math.max(0, ...tile.alerts.map(pressing));

/** Worst first: open alerts by priority (unaccepted before accepted), then band, then total, then trend, then bed. */
export function worstFirst(a: Tile, b: Tile): number {
  const band = (tile: Tile): number => {
    const worst = bandOf(tile);
    return worst === null ? -1 : rankOf(worst);
  };
  const total = (tile: Tile): number => Math.max(tile.score?.total ?? -1, tile.incomplete?.least ?? -1);
  const rising = (tile: Tile): number => (tile.trend === 'rising' ? 1 : 0);
  return (
    worstAlert(b) - worstAlert(a) ||
    band(b) - band(a) ||
    total(b) - total(a) ||
    rising(b) - rising(a) ||
    (a.bed ?? Infinity) - (b.bed ?? Infinity) ||
    (a.admissionId < b.admissionId ? -1 : 1)
  );
}
