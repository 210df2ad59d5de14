import { DISCHARGE_LETTERS, type DischargeLetter, type StayEnding } from '#contracts';
import { observationId, SNOMED_CT, writeObservation, writePatient, writeScore } from '#fhir';
import type { DischargeRecord } from '#records';
import type { Letter } from '#pdf';
import type {
  Bundle,
  BundleEntry,
  Composition,
  DocumentReference,
  Encounter,
  FhirResource,
  Observation,
  Organization,
} from 'fhir/r4.js';
import { createHash } from 'node:crypto';

const ukCore = (name: string): { profile: string[] } => ({
  profile: [`https://fhir.hl7.org.uk/StructureDefinition/UKCore-${name}`],
});
const instant = (at: number): string => new Date(at).toISOString();

const DISPOSITIONS: Readonly<Record<StayEnding, string>> = {
  home: 'Discharged home',
  hospital: 'Stepped up to hospital',
  died: 'Died',
  withdrawn: 'Withdrew from the virtual ward',
};

function organization({ ward }: DischargeRecord): Organization {
  return { resourceType: 'Organization', id: ward.id, meta: ukCore('Organization'), name: ward.name };
}

/** The whole stay: care at home (HH). Source: NHSE draft "supplementary remote monitoring data", 2023. */
function encounter(record: DischargeRecord): Encounter {
  const { admissionId, patient, ward, admittedAt, endedAt, ending, endingReason } = record;
  return {
    resourceType: 'Encounter',
    id: admissionId,
    meta: ukCore('Encounter'),
    status: endedAt === null ? 'in-progress' : 'finished',
    class: {
      system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
      code: 'HH',
      display: 'home health',
    },
    subject: { reference: `Patient/${patient.id}` },
    period: { start: instant(admittedAt), ...(endedAt !== null && { end: instant(endedAt) }) },
    ...(ending !== null && {
      hospitalization: {
        dischargeDisposition: { text: `${DISPOSITIONS[ending]}${endingReason === null ? '' : `: ${endingReason}`}` },
      },
    }),
    serviceProvider: { reference: `Organization/${ward.id}`, display: ward.name },
  };
}

/** The summary as people read it, with what it is a summary of. */
function documentReference(record: DischargeRecord, { pdf, at }: { pdf: Buffer; at: number }): DocumentReference {
  const { admissionId, patient, ward, admittedAt, endedAt, isCut, readings } = record;
  return {
    resourceType: 'DocumentReference',
    id: `${admissionId}-summary`,
    meta: ukCore('DocumentReference'),
    status: 'current',
    type: {
      coding: [{ system: SNOMED_CT, code: '373942005', display: 'Discharge summary' }],
    },
    subject: { reference: `Patient/${patient.id}` },
    date: instant(at),
    author: [{ reference: `Organization/${ward.id}`, display: ward.name }],
    description: `Summary of a stay on a virtual ward.${
      isCut
        ? ` The Observations beside it are the newest ${readings.length} readings and what was scored from them.`
        : ''
    }`,
    content: [
      {
        attachment: {
          contentType: 'application/pdf',
          language: 'en-GB',
          data: pdf.toString('base64'),
          size: pdf.length,
          hash: createHash('sha1').update(pdf).digest('base64'),
          title: 'Summary of the stay',
          creation: instant(at),
        },
      },
    ],
    context: {
      encounter: [{ reference: `Encounter/${admissionId}` }],
      period: { start: instant(admittedAt), end: instant(endedAt ?? at) },
    },
  };
}

/** A letter as a PDF, as it was drawn of the summary. */
export interface DrawnLetter {
  readonly letter: DischargeLetter;
  readonly words: Letter;
  readonly pdf: Buffer;
}

/** The letters beside the summary: which is for whom stands in the title of each. */
function letterReference(record: DischargeRecord, { letter, words, pdf }: DrawnLetter): DocumentReference {
  const { admissionId, patient, ward } = record;
  const written = instant(words.at);
  return {
    resourceType: 'DocumentReference',
    id: `${admissionId}-letter-${letter}`,
    meta: ukCore('DocumentReference'),
    status: 'current',
    type: {
      ...(letter === 'gp' && {
        coding: [{ system: SNOMED_CT, code: '373942005', display: 'Discharge summary' }],
      }),
      text: DISCHARGE_LETTERS[letter],
    },
    subject: { reference: `Patient/${patient.id}` },
    date: written,
    author: [{ display: words.by }],
    custodian: { reference: `Organization/${ward.id}`, display: ward.name },
    content: [
      {
        attachment: {
          contentType: 'application/pdf',
          language: 'en-GB',
          data: pdf.toString('base64'),
          size: pdf.length,
          hash: createHash('sha1').update(pdf).digest('base64'),
          title: `${words.title}: ${DISCHARGE_LETTERS[letter].toLowerCase()}`,
          creation: written,
        },
      },
    ],
    context: { encounter: [{ reference: `Encounter/${admissionId}` }] },
  };
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** What the clinician wrote for the GP, section by section, for systems that show parts of it. */
function composition(record: DischargeRecord, words: Letter): Composition {
  const { admissionId, patient, ward } = record;
  const paragraph = (text: string): string => `<p>${escaped(text)}</p>`;
  return {
    resourceType: 'Composition',
    id: `${admissionId}-composition`,
    meta: ukCore('Composition'),
    status: 'final',
    type: { coding: [{ system: SNOMED_CT, code: '373942005', display: 'Discharge summary' }] },
    subject: { reference: `Patient/${patient.id}` },
    encounter: { reference: `Encounter/${admissionId}` },
    date: instant(words.at),
    author: [{ display: words.by }],
    title: words.title,
    custodian: { reference: `Organization/${ward.id}`, display: ward.name },
    section: words.parts.map(({ heading, text = [], list = [], table }) => ({
      title: heading,
      text: {
        status: 'generated',
        div: `<div xmlns="http://www.w3.org/1999/xhtml">${text.map(paragraph).join('')}${
          list.length === 0 ? '' : `<ul>${list.map((one) => `<li>${escaped(one)}</li>`).join('')}</ul>`
        }${
          table === undefined
            ? ''
            : `<table><tr>${table.columns.map(({ title }) => `<th>${escaped(title)}</th>`).join('')}</tr>${table.rows
                .map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`)
                .join('')}</table>`
        }</div>`,
      },
    })),
  };
}

/** Raw readings first, then what was scored from them: sub-scores, and the total that they are members of. */
function observations({ admissionId, readings, scores }: DischargeRecord): Observation[] {
  const inStay = { encounter: { reference: `Encounter/${admissionId}` } };
  const raw = readings.flatMap((reading) =>
    reading.kinds.map((kind) => ({
      ...writeObservation(reading, kind),
      id: observationId(reading.id, kind),
      ...inStay,
    })),
  );
  const scored = scores.flatMap((score) => [
    ...score.kinds.filter((kind) => kind !== 'total').map((kind) => ({ ...writeScore(score, kind), ...inStay })),
    { ...writeScore(score, 'total'), ...inStay },
  ]);
  return [...raw, ...scored];
}

/**
 * A stay as one document for others: a `collection` of Patient, Organization, Encounter, the summary as a PDF, and every
 * Observation, NEWS2 totals linked to their sub-scores and these to what was measured. Source: NHSE draft "supplementary remote
 * monitoring data", 2023.
 */
export function dischargeBundle(
  record: DischargeRecord,
  {
    base,
    pdf,
    at,
    letters = [],
    identifier = { system: `${base}/fhir/Encounter`, value: `${record.admissionId} ${instant(at)}` },
  }: {
    base: string;
    pdf: Buffer;
    at: number;
    /** Drawn of the summary that a clinician wrote; none where none is written. */
    letters?: readonly DrawnLetter[];
    /** By which it is known again. */
    identifier?: { readonly system: string; readonly value: string };
  },
): Bundle {
  const forGp = letters.find(({ letter }) => letter === 'gp');
  const resources: readonly (FhirResource & { id?: string | undefined })[] = [
    writePatient(record.patient),
    organization(record),
    encounter(record),
    documentReference(record, { pdf, at }),
    ...letters.map((letter) => letterReference(record, letter)),
    ...(forGp ? [composition(record, forGp.words)] : []),
    ...observations(record),
  ];
  return {
    resourceType: 'Bundle',
    id: record.admissionId,
    identifier,
    type: 'collection',
    timestamp: instant(at),
    entry: resources.map((resource): BundleEntry => ({
      fullUrl: `${base}/fhir/${resource.resourceType}/${resource.id ?? ''}`,
      resource,
    })),
  };
}
