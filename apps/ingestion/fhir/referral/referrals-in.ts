import type { Referrer } from '#access';
import { refusedAtOnce, refusedByRecord } from '#contracts';
import { receiveReferral, type Database } from '#records';
import type { Bundle } from 'fhir/r4.js';
import { FhirRefusal, refuse } from '../fhir-refusal.ts';
import { isObject, listOf, unstorable, type Json } from '../json.ts';
import { placeOf, readServiceRequest, type ReadReferral } from './read-service-request.ts';

/** Reads one referral, or refuses it with every fault and where it stands. */
export function referralOf(
  resource: Json,
  { others, condition, now }: { others: readonly Json[]; condition: string | string[] | undefined; now: Date },
): ReadReferral {
  const why = unstorable([resource, others]);
  if (why !== null) throw refuse(422, 'value', why, 'ServiceRequest');
  const read = readServiceRequest(resource, others);
  if ('refused' in read) throw new FhirRefusal(422, read.refused);
  if (
    condition !== undefined &&
    new URLSearchParams([condition].flat().join('&')).get('identifier') !== read.reference
  ) {
    const expected = `expected identifier=${read.reference}, the ServiceRequest's own identifier`;
    throw refuse(412, 'conflict', `If-None-Exist: ${expected}`, 'ServiceRequest.identifier');
  }
  const atOnce = refusedAtOnce(read.terms, now);
  if (atOnce) throw refuse(422, 'value', `${atOnce.field}: ${atOnce.why}`, placeOf(atOnce.field));
  return read;
}

/** Keeps a referral to the ward that it names, or to the only one that the source may refer to. */
export async function takeReferral(
  database: Database,
  { read, referrer, now }: { read: ReadReferral; referrer: Referrer; now: Date },
): Promise<{ id: string; isNew: boolean }> {
  const wardId = read.wardId ?? (referrer.wardIds.length === 1 ? referrer.wardIds[0] : undefined);
  const expression = 'ServiceRequest.locationReference.identifier.value';
  if (wardId === undefined) {
    throw refuse(422, 'required', `expected a ward: one of ${referrer.wardIds.join(', ')}`, expression);
  }
  const { terms, reference } = read;
  const outcome = await receiveReferral(database, { wardId, terms, reference, actor: referrer, now });
  switch (outcome.kind) {
    case 'received':
      return { id: outcome.id, isNew: true };
    case 'received-before':
      return { id: outcome.id, isNew: false };
    case 'another-under-it':
      throw refuse(
        409,
        'conflict',
        'another person was referred under this identifier: give each referral its own',
        'ServiceRequest.identifier',
      );
    case 'no-such-ward':
      throw refuse(422, 'not-found', 'is no ward that this source may refer to', expression);
    case 'would-be-received':
      throw new Error('a referral that was to be kept was only looked at');
    case 'no-such-home':
    case 'open-already':
    case 'on-the-ward':
    case 'died': {
      const { field, why } = refusedByRecord(outcome);
      throw refuse(422, 'value', `${field}: ${why}`, placeOf(field));
    }
  }
}

const resourcesOf = (bundle: Json): Json[] =>
  listOf(bundle['entry']).flatMap((entry) =>
    isObject(entry) && isObject(entry['resource']) ? [entry['resource']] : [],
  );

export const isReferralBundle = (bundle: Json): boolean =>
  resourcesOf(bundle).some((one) => one['resourceType'] === 'ServiceRequest');

const ALONG = new Set(['Patient', 'QuestionnaireResponse']);

/** A transaction with one ServiceRequest and what travels with it. */
export const referralsAnswer = {
  read(bundle: Json, now: Date): { read: ReadReferral; entries: readonly Json[] } {
    if (bundle['type'] !== 'transaction') {
      throw refuse(422, 'value', 'expected transaction for a Bundle with a ServiceRequest', 'Bundle.type');
    }
    const entries = resourcesOf(bundle);
    const [request, second] = entries.filter((one) => one['resourceType'] === 'ServiceRequest');
    if (request === undefined || second !== undefined) {
      throw refuse(422, 'invariant', 'expected one ServiceRequest in a Bundle', 'Bundle.entry');
    }
    const others = entries.filter((one) => one !== request);
    const strange = others.findIndex((one) => !ALONG.has(String(one['resourceType'])));
    if (strange !== -1) {
      throw refuse(
        422,
        'not-supported',
        `${String(others[strange]!['resourceType']).slice(0, 60)} does not travel with a referral: expected Patient and QuestionnaireResponse`,
        `Bundle.entry[${entries.indexOf(others[strange]!)}].resource`,
      );
    }
    const condition = listOf(bundle['entry'])
      .filter(isObject)
      .filter((entry) => entry['resource'] === request)
      .map((entry) => (isObject(entry['request']) ? entry['request']['ifNoneExist'] : undefined))
      .find((one) => typeof one === 'string');
    return { read: referralOf(request, { others, condition, now }), entries };
  },

  told(entries: readonly Json[], { id, isNew }: { id: string; isNew: boolean }): Bundle {
    return {
      resourceType: 'Bundle',
      type: 'transaction-response',
      entry: entries.map((one) =>
        one['resourceType'] === 'ServiceRequest'
          ? { response: { status: isNew ? '201 Created' : '200 OK', location: `ServiceRequest/${id}` } }
          : { response: { status: '200 OK' } },
      ),
    };
  },
};
