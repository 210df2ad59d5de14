import type { StayEnding } from '#contracts';
import { observationId, SNOMED_CT, writeObservation, writePatient, writeScore } from '#fhir';
import type { DischargeRecord } from '#records';
import type {
  Bundle,
  BundleEntry,
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
  { base, pdf, at }: { base: string; pdf: Buffer; at: number },
): Bundle {
  const resources: readonly (FhirResource & { id?: string | undefined })[] = [
    writePatient(record.patient),
    organization(record),
    encounter(record),
    documentReference(record, { pdf, at }),
    ...observations(record),
  ];
  return {
    resourceType: 'Bundle',
    id: record.admissionId,
    identifier: { system: `${base}/fhir/Encounter`, value: `${record.admissionId} ${instant(at)}` },
    type: 'collection',
    timestamp: instant(at),
    entry: resources.map((resource): BundleEntry => ({
      fullUrl: `${base}/fhir/${resource.resourceType}/${resource.id ?? ''}`,
      resource,
    })),
  };
}
