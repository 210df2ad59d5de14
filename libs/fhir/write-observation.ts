import type { MeasuredVital } from '#clinical';
import { NHS_NUMBER_SYSTEM } from '#contracts';
import type { ReadingDetails, ReadingKind, ShownReading } from '#records';
import type {
  Annotation,
  CodeableConcept,
  Coding,
  Identifier,
  Observation,
  ObservationComponent,
  Quantity,
  Reference,
} from 'fhir/r4.js';
import { CONSCIOUSNESS, LOINC, OBSERVATION_CATEGORY, ONE_NUMBER, OXYGEN, PRESSURES, UCUM, WRITTEN } from './codes.ts';
import { UNITS } from './units.ts';

/** What is kept of a sender's Observation besides the reading itself: what writing it out again would otherwise lose. */
export type AsSent = Partial<Omit<Observation, 'resourceType'>>;

/** What an Observation is written from. Of one that was stored just now only whether it is somebody's is known, not the id. */
export interface WrittenReading extends Omit<ShownReading, 'kinds' | 'admissionId' | 'patientId'> {
  /** Null when it is nobody's yet. */
  patientId: string | null | undefined;
}

/** The id of one kind of a reading: it never changes. */
export const observationId = (readingId: string, kind: ReadingKind): string => `${readingId}-${kind}`;

/** A reading is stored once and never changed. */
export const READING_VERSION = '1';

/** Vitals that are part of a kind. */
const VITALS_OF: Readonly<Record<ReadingKind, readonly MeasuredVital[]>> = {
  ...(Object.fromEntries(Object.entries(ONE_NUMBER).map(([kind, vital]) => [kind, [vital]])) as unknown as Record<
    keyof typeof ONE_NUMBER,
    readonly MeasuredVital[]
  >),
  oxygen: ['oxygenFlow'],
  'blood-pressure': ['systolic', 'diastolic'],
  consciousness: [],
  'stated-news2': [],
};

/**
 * One kind of a stored reading as an Observation: with the codes and the units that everything here is written in, and with
 * what its sender said beside it. What is kept and not scored is preliminary, and says why.
 */
export function writeObservation(reading: WrittenReading, kind: ReadingKind): Observation {
  const details = reading.details ?? {};
  const asSent = (details.fhir ?? {}) as AsSent;
  const { meta, code, category, identifier, note, status, valueQuantity, component, ...rest } = asSent;
  const notes = [...(note ?? []), ...ourNotes(reading, kind, valueQuantity)];
  const doubtful = VITALS_OF[kind].some((vital) => details.quarantined?.[vital] !== undefined);
  const codings = merged(codingsOf(reading, kind), code?.coding);
  const categories = merged(
    [VITAL_SIGNS],
    (category ?? []).flatMap((one) => one.coding ?? []),
  );
  const settled = status ?? (doubtful ? 'preliminary' : 'final');
  const identifiers = identifier ?? identifierOf(reading.sourceRef);
  const profile = settled === 'final' ? profileOf(kind, { codings, categories, reading }) : null;
  const components = kind === 'blood-pressure' ? pressures(reading, component) : component;
  return {
    resourceType: 'Observation',
    id: observationId(reading.id, kind),
    meta: {
      versionId: READING_VERSION,
      lastUpdated: new Date(reading.receivedAt).toISOString(),
      ...(profile === null ? {} : { profile: [profile] }),
      ...meta,
    },
    ...(identifiers.length === 0 ? {} : { identifier: identifiers }),
    status: settled,
    category: [{ coding: categories, ...textOf(category?.[0]) }],
    code: { coding: codings, ...textOf(code) },
    subject: subjectOf(reading),
    ...effective(reading, asSent),
    ...saidBy(details),
    ...valueOf(reading, kind, valueQuantity),
    ...rest,
    ...(notes.length === 0 ? {} : { note: notes }),
    ...(components === undefined ? {} : { component: components }),
  };
}

const VITAL_SIGNS: Coding = { system: OBSERVATION_CATEGORY, code: 'vital-signs', display: 'Vital Signs' };

const textOf = (concept: CodeableConcept | undefined): { text?: string } =>
  concept?.text === undefined ? {} : { text: concept.text };

/** Ours first; of the sender's, those that say something else, as they were. */
function merged(ours: readonly Coding[], sent: readonly Coding[] | undefined): Coding[] {
  const same = (a: Coding, b: Coding): boolean => a.system === b.system && a.code === b.code;
  const others = (sent ?? []).filter((one) => !ours.some((own) => same(own, one)));
  return [...ours.map((own) => ({ ...own, ...sent?.find((one) => same(own, one)) })), ...others];
}

/** The codes of a kind. Of oxygen they depend on what is so. */
export function codingsOf(
  { vitals, details }: Pick<WrittenReading, 'vitals' | 'details'>,
  kind: ReadingKind,
): readonly Coding[] {
  if (kind !== 'oxygen') return WRITTEN[kind].codings;
  const flow = vitals.oxygenFlow ?? details?.quarantined?.['oxygenFlow'];
  return [
    ...(vitals.onOxygen === undefined ? [] : [vitals.onOxygen ? OXYGEN['on-oxygen'] : OXYGEN.air]),
    ...(flow === undefined ? [] : [OXYGEN.flow]),
  ];
}

/** A profile is named where the Observation is as it wants it: one LOINC code, one category, both pressures. */
function profileOf(
  kind: ReadingKind,
  {
    codings,
    categories,
    reading,
  }: { codings: readonly Coding[]; categories: readonly Coding[]; reading: WrittenReading },
): string | null {
  const { profile } = WRITTEN[kind];
  if (codings.filter(({ system }) => system === LOINC).length > 1 || categories.length > 1) return null;
  const { systolic, diastolic } = reading.vitals;
  return kind === 'blood-pressure' && (systolic === undefined || diastolic === undefined) ? null : profile;
}

export function subjectOf({ patientId, nhsNumber }: Pick<WrittenReading, 'patientId' | 'nhsNumber'>): Reference {
  return {
    ...(typeof patientId !== 'string' ? {} : { reference: `Patient/${patientId}` }),
    type: 'Patient',
    identifier: { system: NHS_NUMBER_SYSTEM, value: nhsNumber },
  };
}

/** A reference that came as an identifier begins with its system; others are a sender's own and no identifier. */
const FHIR_REFERENCE = /^([a-z][a-z\d+.-]*:[^|]*)?\|([^]+)$/i;

function identifierOf(sourceRef: string): Identifier[] {
  const [, system, value] = FHIR_REFERENCE.exec(sourceRef) ?? [];
  return value === undefined ? [] : [{ ...(system === undefined ? {} : { system }), value }];
}

function effective({ effectiveAt, dayOnly }: WrittenReading, asSent: AsSent): Partial<Observation> {
  if (asSent.effectivePeriod || asSent.effectiveInstant) return {};
  const moment = new Date(effectiveAt).toISOString();
  return { effectiveDateTime: dayOnly ? moment.slice(0, 10) : moment };
}

/** How and by whom it was taken, where the sender said it in plain words. */
function saidBy({ method, recordedBy, device }: NonNullable<WrittenReading['details']>): Partial<Observation> {
  return {
    ...(method === undefined ? {} : { method: { text: method } }),
    ...(recordedBy === undefined ? {} : { performer: [{ display: recordedBy }] }),
    ...(device === undefined ? {} : { device: deviceOf(device) }),
  };
}

/** A FHIR sender's own reference to it is kept with what it sent. */
function deviceOf({ model, serial, reference }: NonNullable<ReadingDetails['device']>): Reference {
  const display = [model, serial].filter((part) => part !== undefined).join(' ') || reference;
  return {
    ...(display === undefined ? {} : { display }),
    ...(serial === undefined ? {} : { identifier: { value: serial } }),
  };
}

const quantity = (vital: MeasuredVital, value: number, sent: Quantity | undefined): Quantity => ({
  value,
  ...(sent?.comparator === undefined ? {} : { comparator: sent.comparator }),
  unit: UNITS[vital].unit,
  system: UCUM,
  code: UNITS[vital].code,
});

function numberOf({ vitals, details }: WrittenReading, vital: MeasuredVital): number | undefined {
  return vitals[vital] ?? details?.quarantined?.[vital];
}

function valueOf(reading: WrittenReading, kind: ReadingKind, sent: Quantity | undefined): Partial<Observation> {
  switch (kind) {
    case 'blood-pressure':
      return {};
    case 'consciousness': {
      const level = reading.vitals.consciousness;
      return level === undefined ? {} : { valueCodeableConcept: { coding: [CONSCIOUSNESS[level]] } };
    }
    case 'stated-news2': {
      const total = reading.statedNews2;
      if (total === null) return {};
      return { valueQuantity: sent ?? { value: total, unit: 'score', system: UCUM, code: '{score}' } };
    }
    case 'oxygen': {
      const flow = numberOf(reading, 'oxygenFlow');
      if (flow !== undefined) return { valueQuantity: quantity('oxygenFlow', flow, sent) };
      return sent ? { valueQuantity: sent } : {};
    }
    case 'respiration':
    case 'spo2':
    case 'pulse':
    case 'temperature':
    case 'weight':
    case 'height':
    case 'bmi':
    case 'glucose': {
      const value = numberOf(reading, ONE_NUMBER[kind]);
      return value === undefined ? {} : { valueQuantity: quantity(ONE_NUMBER[kind], value, sent) };
    }
  }
}

/** The pressures that are known, and whatever else the sender's panel holds. */
function pressures(reading: WrittenReading, sent: ObservationComponent[] | undefined): ObservationComponent[] {
  const known = (Object.keys(PRESSURES) as (keyof typeof PRESSURES)[]).filter(
    (which) => numberOf(reading, which) !== undefined,
  );
  const isOf = (component: ObservationComponent, which: keyof typeof PRESSURES): boolean =>
    (component.code.coding ?? []).some(({ system, code }) =>
      PRESSURES[which].some((own) => own.system === system && own.code === code),
    );
  const ours = known.map((which): ObservationComponent => {
    const own = sent?.find((component) => isOf(component, which));
    const { code, valueQuantity, ...more } = own ?? { code: {} };
    return {
      ...more,
      code: { coding: merged(PRESSURES[which], code.coding), ...textOf(code) },
      valueQuantity: quantity(which, numberOf(reading, which) ?? NaN, valueQuantity),
    };
  });
  return [...ours, ...(sent ?? []).filter((component) => !known.some((which) => isOf(component, which)))];
}

function ourNotes(reading: WrittenReading, kind: ReadingKind, sent: Quantity | undefined): Annotation[] {
  const { details, patientId } = reading;
  const notes: string[] = [];
  if (details?.note !== undefined) notes.push(details.note);
  for (const vital of VITALS_OF[kind]) {
    const value = details?.quarantined?.[vital];
    if (value === undefined) continue;
    notes.push(
      `${vital} ${value} ${UNITS[vital].unit} is kept and not scored: it cannot be right, or is only a bound. Please repeat it.`,
    );
  }
  const [vital] = VITALS_OF[kind];
  const unit = sent?.code ?? sent?.unit;
  if (vital !== undefined && sent?.value !== undefined && unit !== undefined && unit !== UNITS[vital].code) {
    const value = numberOf(reading, vital);
    if (value !== undefined && value !== sent.value) notes.push(`Sent as ${sent.value} ${unit}.`);
  }
  if (kind === 'stated-news2') notes.push('Stated by the sender, and not computed by Homeward.');
  if (patientId === null) {
    notes.push(
      'Nobody of this NHS number, name and birth date is on a ward of this source: kept for the hub to match, not scored.',
    );
  }
  return notes.map((text) => ({ text }));
}
