import { LEVELS, RULES, SPOKEN, type MeasuredVital } from '#clinical';
import { ALERT_OUTCOMES, showNhsNumber, showWallClockTime, type StayAlert } from '#contracts';
import type { ChartedVital, PatientSummary, SummaryAlert } from '#pdf';
import type { SummaryRecord } from '#records';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** How each vital is drawn: its name and unit, and the least that its panel spans. */
const PANELS = [
  ['respiration', 'Respiration', '/min', 8],
  ['spo2', 'SpO2', '%', 8],
  ['systolic', 'Systolic', 'mmHg', 40],
  ['pulse', 'Pulse', '/min', 30],
  ['temperature', 'Temperature', '°C', 2],
  ['weight', 'Weight', 'kg', 4],
] as const satisfies readonly (readonly [keyof SummaryRecord['vitals'], string, string, number])[];

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The vitals of a stay as they are drawn, with what is usual for the person and their own limits. */
export function chartedVitals({ kept, vitals }: SummaryRecord): ChartedVital[] {
  const { baseline = {}, limits = {} } = kept.stated;
  return PANELS.map(([vital, name, unit, least]): ChartedVital => {
    const { low = null, high = null } = limits[vital] ?? {};
    return { name, unit, least, points: vitals[vital], usual: baseline[vital] ?? null, low, high };
  });
}

/** What the record knows of a stay, in the words of its summary. */
export function summaryInWords(
  record: SummaryRecord,
  { from, to, asOf, by }: { from: number; to: number; asOf: number; by: string },
): PatientSummary {
  const { kept } = record;
  const formatted = new Intl.DateTimeFormat('en-GB', {
    timeZone: kept.zone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const moment = (at: number): string => formatted.format(at);
  const vitals = chartedVitals(record);
  const alerts = record.alerts.map((alert): [open: boolean, told: SummaryAlert] => [
    alert.open !== null,
    {
      at: alert.raisedAt,
      priority: capital(alert.priority),
      sentence: alert.sentence,
      standing: standingOf(alert, moment),
    },
  ]);
  return {
    asOf,
    from,
    to,
    ward: record.ward,
    zone: kept.zone,
    by,
    name: record.name,
    nhsNumber: showNhsNumber(record.nhsNumber),
    birthDate: record.birthDate,
    stay: [
      ['Age and sex', `${record.ageYears} years, ${record.sex}`],
      ['Bed', record.bed === null ? 'none' : String(record.bed)],
      ['Where', record.careHome ?? 'Own home'],
      ['Pathway', capital(kept.stay.pathway)],
      ['Monitoring', `${capital(kept.stay.level)}, ${LEVELS[kept.stay.level].title}`],
      ['Admitted', moment(record.admittedAt)],
      ...(record.endedAt === null ? [] : [['Ended', moment(record.endedAt)] as const]),
    ],
    escalation: kept.stated.escalation ?? null,
    plan: planInWords(record, moment),
    scores: record.scores,
    worstOfHours: record.worstOfHours,
    vitals,
    openAlerts: alerts.filter(([open]) => open).map(([, told]) => told),
    closedAlerts: alerts.filter(([open]) => !open).map(([, told]) => told),
    notes: record.notes.map(({ at, by: writer, text, struck }) => ({
      at,
      by: writer,
      text,
      struckBy: struck?.by ?? null,
    })),
  };
}

function planInWords({ kept }: SummaryRecord, moment: (at: number) => string): (readonly [string, string])[] {
  const {
    baseline = {},
    limits = {},
    spo2Target,
    prescribedOxygenFlow,
    targetWeight,
    overrides = {},
    schedule,
  } = kept.stated;
  const usual = Object.entries(baseline).flatMap(([name, value]) =>
    typeof value === 'number' ? [`${wordFor(name)} ${value}${unitOf(name)}`] : [],
  );
  const limited = Object.entries(limits).map(([vital, limit]) => {
    const { low, high, priority = 'urgent' } = limit;
    const ends = [...(low === undefined ? [] : [`below ${low}`]), ...(high === undefined ? [] : [`above ${high}`])];
    return `${wordFor(vital)} ${ends.join(' or ')}${unitOf(vital)} (${priority})`;
  });
  const own = Object.entries(overrides).flatMap(([ruleId, { parameters = {} }]) =>
    Object.entries(parameters).map(
      ([name, value]) => `${RULES.find(({ id }) => id === ruleId)?.title ?? ruleId}, ${name}: ${value}`,
    ),
  );
  const order = kept.spo2Scale.orders.at(-1);
  const said = (words: readonly string[]): string => (words.length === 0 ? 'not stated' : capital(words.join('; ')));
  return [
    ['Usual when well', said(usual)],
    ['Own limits', said(limited)],
    ['Own thresholds', own.length === 0 ? 'none: the ward’s hold' : own.join('; ')],
    ['SpO2 target', spo2Target === undefined ? 'not stated' : `${spo2Target.low} to ${spo2Target.high} %`],
    [
      'SpO2 scale',
      order === undefined
        ? `${kept.spo2Scale.inForce}`
        : `${order.scale}, since ${moment(order.inForceFrom)}, decided by ${order.authorisedBy}, ${order.role}: ${order.reason}`,
    ],
    ...(prescribedOxygenFlow === undefined ? [] : [['Prescribed oxygen', `${prescribedOxygenFlow} L/min`] as const]),
    ...(targetWeight === undefined ? [] : [['Target weight', `${targetWeight} kg`] as const]),
    [
      'Times of sets',
      schedule === undefined
        ? 'one round of the level after the last'
        : `${schedule.minutes.map(showWallClockTime).join(', ')}${schedule.weekdays ? ` on ${schedule.weekdays.map((day) => WEEKDAYS[day]).join(', ')}` : ''}`,
    ],
  ];
}

const SCORES: Readonly<Record<string, string>> = {
  news2: 'NEWS2',
  mmrc: 'mMRC',
  borg: 'Borg',
  painScore: 'pain score',
};
const isVital = (name: string): name is MeasuredVital => Object.hasOwn(SPOKEN, name);
const wordFor = (name: string): string => SCORES[name] ?? (isVital(name) ? SPOKEN[name].word : name);
const unitOf = (name: string): string => (isVital(name) ? SPOKEN[name].unit : '');

function standingOf({ open, closed, status }: StayAlert, moment: (at: number) => string): string {
  if (open !== null) {
    if (open.acceptedBy !== null && open.status === 'accepted')
      return `${open.acceptedBy} has it${open.acceptedAt === null ? '' : ` since ${moment(open.acceptedAt)}`}`;
    return 'Nobody has accepted it yet';
  }
  if (closed === null) return status === 'historic' ? 'Came late: a newer reading had answered it' : '';
  const outcome = Object.hasOwn(ALERT_OUTCOMES, closed.outcome)
    ? ALERT_OUTCOMES[closed.outcome as keyof typeof ALERT_OUTCOMES]
    : 'The stay ended';
  return `${outcome}, ${closed.by ?? 'by itself'} at ${moment(closed.at)}${closed.note === null ? '' : `: ${closed.note}`}`;
}
