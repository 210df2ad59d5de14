import {
  afterDischarge,
  dischargeEndpointDraft,
  dischargeEndpoints,
  dischargeEndpointSecret,
  dischargeSummaryDraft,
  dischargeSummaryView,
} from '#contracts';
import { z } from 'zod';
import { answer, JSON_DOCUMENT, type Operations } from './operation.ts';

const stay = z.object({ id: z.uuid().describe('The stay, as the board names it.') });
const ward = z.object({ id: z.string().describe('The ward.') });

/** What leaves with somebody who leaves. */
export const DISCHARGE_OPERATIONS = {
  'GET /api/admissions/:id/discharge-summary': {
    id: 'readDischargeSummary',
    group: 'Discharge',
    summary: 'What was written for the GP and the person, and what the record says to begin with',
    path: stay,
    answers: { 200: answer('Newest first: that one holds.', dischargeSummaryView) },
    refuses: ['not-found'],
  },
  'PUT /api/admissions/:id/discharge-summary': {
    id: 'writeDischargeSummary',
    group: 'Discharge',
    summary: 'Write the discharge summary of a stay',
    description:
      'Kept whole with the escalation plan as it stands, and never changed: another one takes its place. That no medicine was changed ' +
      'and that nothing is planned is said. Nobody goes home without a summary of the last 24 hours, unless it is said why it comes later.',
    path: stay,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: dischargeSummaryDraft,
        examples: {
          json: {
            summary: 'A stay that is not there',
            value: {
              id: '0192d5e0-6e1c-7a57-9a52-0d5d1f4b7c12',
              after: null,
              reason: 'Exacerbation of COPD after four days in hospital.',
              course: 'Seven days on the virtual ward. Oxygen saturation back to 94 % on air.',
              diagnoses: 'Infective exacerbation of COPD, resolved.',
              medicines: {
                kind: 'changed',
                changes: [
                  { change: 'stopped', medicine: 'Prednisolone', dose: null, why: 'The five-day course is complete.' },
                ],
              },
              followUp: {
                kind: 'planned',
                steps: [{ what: 'Review of inhalers', who: 'Practice nurse', by: '2026-12-07' }],
              },
              lookFor: ['You are more out of breath than when you left our care.'],
              ring: ['Ring 999 now if you can not get your breath.'],
              forPerson: 'We looked after you at home for a week. Your chest is much better.',
            },
            answered: 404,
          },
        },
      },
    },
    answers: {
      200: answer('Sent before under this id.', dischargeSummaryView),
      201: answer('Written.', dischargeSummaryView),
    },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'GET /api/admissions/:id/discharge-letters/:letter': {
    id: 'readDischargeLetter',
    group: 'Discharge',
    summary: 'The letter to the GP, or the one to the person in plain English',
    path: stay.extend({ letter: z.string().describe('gp or person.') }),
    answers: { 200: { description: 'The file.', body: { 'application/pdf': z.string().meta({ format: 'binary' }) } } },
    refuses: ['not-found', 'not-ready', 'objected-to'],
  },
  'POST /api/admissions/:id/discharge-sendings': {
    id: 'sendDischargeBundle',
    group: 'Discharge',
    summary: 'Send the bundle of a stay that has ended, also once more',
    description:
      'It is sent by the worker, under the same identifier each time, until the other system takes it, refuses it, or a week has passed.',
    path: stay,
    answers: { 202: answer('It is on its way.', dischargeSummaryView) },
    refuses: ['not-found', 'not-ready', 'objected-to'],
  },
  'GET /api/wards/:id/discharge-endpoints': {
    id: 'readDischargeEndpoints',
    group: 'Discharge',
    summary: 'Where bundles of a ward are sent',
    path: ward,
    answers: { 200: answer('The ward’s own first, then that of the site.', dischargeEndpoints) },
    refuses: ['not-found'],
  },
  'POST /api/wards/:id/discharge-endpoints': {
    id: 'addDischargeEndpoint',
    group: 'Discharge',
    summary: 'Say where bundles of a ward, or of every ward without one of its own, are sent',
    description:
      'Every bundle of a stay that ends is POSTed there as application/fhir+json, signed as Standard Webhooks 1.0, with the same ' +
      '`webhook-id` and `Bundle.identifier` however often it is sent.',
    path: ward,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: dischargeEndpointDraft,
        examples: {
          json: {
            summary: 'Of a ward that is not there',
            value: { name: 'GP connect', url: 'https://fhir.example/Bundle', everyWard: false },
            answered: 404,
          },
        },
      },
    },
    answers: { 201: answer('With its secret, this once.', dischargeEndpointSecret) },
    refuses: ['invalid-document', 'not-found'],
  },
  'DELETE /api/wards/:id/discharge-endpoints/:endpointId': {
    id: 'endDischargeEndpoint',
    group: 'Discharge',
    summary: 'Send nothing there any more',
    path: ward.extend({ endpointId: z.uuid() }),
    answers: { 204: { description: 'It has ended.' } },
    refuses: ['not-found'],
  },
  'GET /api/wards/:id/after-discharge': {
    id: 'readAfterDischarge',
    group: 'Discharge',
    summary: 'What is still to be done for those who have left',
    path: ward,
    answers: { 200: answer('The oldest first.', afterDischarge) },
    refuses: ['not-found'],
  },
} satisfies Operations;
