import { type AsSent, CONSCIOUSNESS, OBSERVATION_CATEGORY, OXYGEN, PRESSURES, WRITTEN } from '#fhir';
import type { ReadingKind } from '#records';
import type { CodeableConcept, Coding, Identifier, Observation, ObservationComponent } from 'fhir/r4.js';
import type { Json } from '../json.ts';
import { unstorable } from '../json.ts';
import { unsafeNarrative } from '../narrative.ts';
import type { FhirIssue } from '../operation-outcome.ts';

const LONGEST = 16_000;

const sameCode = (a: Coding, b: Coding): boolean => a.system === b.system && a.code === b.code;
/** A coding that says no more than its code. */
const isPlain = (coding: Coding): boolean =>
  Object.keys(coding).every((key) => key === 'system' || key === 'code' || key === 'display');
const saysMoreThan = (concept: CodeableConcept, written: readonly Coding[]): boolean =>
  Object.keys(concept).some((key) => key !== 'coding') ||
  (concept.coding ?? []).some((coding) => !isPlain(coding) || !written.some((one) => sameCode(one, coding)));

const VITAL_SIGNS: Coding = { system: OBSERVATION_CATEGORY, code: 'vital-signs' };

function writtenCodings(kind: ReadingKind): readonly Coding[] {
  return kind === 'oxygen' ? Object.values(OXYGEN) : WRITTEN[kind].codings;
}

/** Whether an identifier is whole in the reference that a reading is kept under. */
const isOnlyIdentifier = ([first, ...others]: readonly Identifier[]): boolean =>
  others.length === 0 &&
  first?.value !== undefined &&
  Object.keys(first).every((key) => key === 'system' || key === 'value') &&
  (first.system ?? '').length + first.value.length < 200;

const isPlainPressure = (component: ObservationComponent): boolean =>
  Object.keys(component).every((key) => key === 'code' || key === 'valueQuantity') &&
  Object.values(PRESSURES).some((codings) => !saysMoreThan(component.code, codings));

/**
 * Parts what writing the reading out gives back by itself from what has to be kept as it was sent. An Observation that is
 * nothing but a vital sign keeps nothing.
 */
export function keptAsSent(
  observation: Observation,
  { kind, differs, at }: { kind: ReadingKind; differs: boolean; at: string },
): { asSent: AsSent } | FhirIssue {
  const asSent: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(observation) as [string, unknown][]) {
    switch (key) {
      // Ours, or said elsewhere: whose it is is known by NHS number.
      case 'resourceType':
      case 'id':
      case 'subject':
      case 'meta':
        break;
      case 'effectiveDateTime':
        break;
      case 'status':
        if (value !== 'final') asSent[key] = value;
        break;
      case 'code':
        if (saysMoreThan(observation.code, writtenCodings(kind))) asSent[key] = value;
        break;
      case 'category':
        if (observation.category?.some((one) => saysMoreThan(one, [VITAL_SIGNS]))) asSent[key] = value;
        break;
      case 'identifier':
        if (!isOnlyIdentifier(observation.identifier ?? [])) asSent[key] = value;
        break;
      case 'valueQuantity':
        if (differs || kind === 'stated-news2') asSent[key] = value;
        break;
      case 'valueCodeableConcept':
        if (
          kind !== 'consciousness' ||
          saysMoreThan(observation.valueCodeableConcept ?? {}, Object.values(CONSCIOUSNESS))
        ) {
          asSent[key] = value;
        }
        break;
      case 'component':
        if (differs || kind !== 'blood-pressure' || !observation.component?.every(isPlainPressure)) asSent[key] = value;
        break;
      case 'contained': {
        // A Patient that only says whose it is has been read.
        const others = observation.contained?.filter((one) => one.resourceType !== 'Patient') ?? [];
        if (others.length > 0) asSent[key] = others;
        break;
      }
      case 'text': {
        const why = observation.text ? unsafeNarrative(observation.text.div) : null;
        if (why !== null) {
          return { code: 'value', expression: `${at}.text.div`, diagnostics: `text.div: cannot be kept: ${why}` };
        }
        asSent[key] = value;
        break;
      }
      default:
        asSent[key] = value;
    }
  }
  const labels = labelsOf(observation);
  if (labels) asSent['meta'] = labels;
  return checked(asSent, observation, at);
}

/** What a sender says about who may see a resource stays with it. */
function labelsOf({ meta }: Observation): Json | null {
  const { security, tag } = meta ?? {};
  if (!security && !tag) return null;
  return { ...(security ? { security } : {}), ...(tag ? { tag } : {}) };
}

function checked(asSent: AsSent, observation: Observation, at: string): { asSent: AsSent } | FhirIssue {
  for (const [key, value] of Object.entries({ ...asSent, identifier: observation.identifier })) {
    const why = unstorable(value);
    if (why !== null)
      return { code: 'value', expression: `${at}.${key}`, diagnostics: `${key}: ${why}, which cannot be stored` };
  }
  if (Object.keys(asSent).length > 0 && JSON.stringify(asSent).length > LONGEST) {
    return {
      code: 'too-long',
      expression: at,
      diagnostics: `what goes with the reading is longer than ${LONGEST} characters`,
    };
  }
  return { asSent };
}
