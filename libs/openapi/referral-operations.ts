import {
  admitted,
  bedChange,
  bedChanged,
  dayPlan,
  kitDraft,
  kitMove,
  onwardTransfer,
  onwardTransfers,
  referralAdmission,
  referralDecision,
  referralReceived,
  referralSheet,
  referralSheetRead,
  referralTerms,
  stayEnd,
  stayEnded,
  transferDraft,
  transferSheet,
  wardBeds,
  wardKits,
  wardTransfer,
  wardTransferred,
} from '#contracts';
import { z } from 'zod';
import { answer, JSON_DOCUMENT, type Operations } from './operation.ts';

const referral = z.object({ id: z.uuid().describe('The referral.') });
const stay = z.object({ id: z.uuid().describe('The stay, as the board names it.') });
const ward = z.object({ id: z.string().describe('The ward.') });

/** Who is to come, beds, and the end of a stay. */
export const REFERRAL_OPERATIONS = {
  'GET /api/wards/:id/beds': {
    id: 'readBeds',
    group: 'Beds',
    summary: 'Every bed of a ward, and everybody who is to come',
    path: ward,
    answers: { 200: answer('The queue in its order, with why.', wardBeds) },
    refuses: ['not-found'],
  },
  'POST /api/wards/:id/referrals': {
    id: 'refer',
    group: 'Beds',
    summary: 'Refer somebody to a ward',
    description: 'What was not said is null, and is never taken for good. One referral of a person is open at a time.',
    path: ward,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: referralTerms,
        examples: {
          json: {
            summary: 'Home from hospital after a chest infection, to a ward that is not there',
            value: {
              nhsNumber: '943 476 5919',
              givenName: 'Harriet',
              familyName: 'Winfrith',
              birthDate: '1947-08-30',
              sex: 'female',
              route: 'early-supported-discharge',
              pathway: 'respiratory',
              reason: 'Exacerbation of COPD, day 3 of steroids, eating again.',
              referredBy: 'Sister Bea Langton, Ward 22, Dorset County Hospital',
              clinician: 'Dr Priya Shah',
              pregnant: null,
              consents: true,
              news2: 2,
              trajectory: 'improving',
              spo2: 95,
              spo2Scale: 1,
              systolic: 128,
              heartFailureConfirmed: null,
              clinicalFrailtyScale: 4,
              escalation: 'For hospital and for antibiotics; not for intensive care.',
              carer: 'Her daughter, 01305 000 111',
              livesAlone: true,
              language: 'English',
              digitalAccess: 'kit-needed',
              postcode: 'DT1 1AA',
              gp: 'The Prince of Wales Surgery',
              careHomeId: null,
            },
            answered: 404,
          },
        },
      },
    },
    answers: { 201: answer('It is there to be decided on.', referralReceived) },
    refuses: ['invalid-document', 'not-found'],
  },
  'PUT /api/referrals/:id/decision': {
    id: 'decideOnReferral',
    group: 'Beds',
    summary: 'Accept, decline, offer a bed to, or withdraw a referral',
    description:
      'Accepting although not every criterion is met wants a reason, which is kept with the criteria as they stood.',
    path: referral,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: referralDecision,
        examples: {
          json: {
            summary: 'A referral that is not there',
            value: { to: 'waiting', version: 1, reason: null },
            answered: 404,
          },
        },
      },
    },
    answers: { 200: answer('It is so.', z.object({ version: z.int() })) },
    refuses: ['invalid-document', 'not-found', 'stale', 'not-ready'],
  },
  'POST /api/referrals/:id/admission': {
    id: 'admit',
    group: 'Beds',
    summary: 'Admit somebody who was accepted',
    description: 'Of two who want the last bed at once one gets it, and the other is told who was quicker.',
    path: referral,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: referralAdmission,
        examples: {
          json: {
            summary: 'A referral that is not there',
            value: { version: 2, level: 'intensive', bed: null },
            answered: 404,
          },
        },
      },
    },
    answers: { 201: answer('They are on the board.', admitted) },
    refuses: ['invalid-document', 'not-found', 'stale', 'not-ready'],
  },
  'PUT /api/admissions/:id/bed': {
    id: 'changeBed',
    group: 'Beds',
    summary: 'Put a patient into another bed; who lies in it takes theirs',
    path: stay,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: bedChange,
        examples: {
          json: { summary: 'A stay that is not there', value: { version: 1, bed: 4 }, answered: 404 },
        },
      },
    },
    answers: { 200: answer('They are.', bedChanged) },
    refuses: ['invalid-document', 'not-found', 'stale', 'not-ready'],
  },
  'POST /api/wards/:id/referral-sheets': {
    id: 'readReferralSheet',
    group: 'Beds',
    summary: 'Referrals by a CSV file: looked through, or taken down',
    description:
      'Each row stands by itself and is judged as the form is. What was not taken down is named with why; a person who has an open ' +
      'referral, or stands further up, is not taken down twice: the same file may be sent again.',
    path: ward,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: referralSheet,
        examples: {
          json: {
            summary: 'A file without headings, to a ward that is not there',
            value: { csv: 'Harriet,Winfrith', keep: false },
            answered: 404,
          },
        },
      },
    },
    answers: { 200: answer('Row by row.', referralSheetRead) },
    refuses: ['invalid-document', 'not-found'],
  },
  'PUT /api/referrals/:id/planned-day': {
    id: 'planAdmission',
    group: 'Beds',
    summary: 'Say on which day somebody who was accepted is to come',
    description: 'It keeps no bed: an offer does.',
    path: referral,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: dayPlan,
        examples: {
          json: {
            summary: 'A referral that is not there',
            value: { on: '2030-03-27', reason: 'After the echo.' },
            answered: 404,
          },
        },
      },
    },
    answers: { 204: { description: 'It is planned.' } },
    refuses: ['invalid-document', 'not-found', 'not-ready'],
  },
  'PUT /api/admissions/:id/planned-day': {
    id: 'planDischarge',
    group: 'Beds',
    summary: 'Say on which day a stay is expected to end',
    description: 'It ends no stay. Each word on it is kept, and the newest counts.',
    path: stay,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: dayPlan,
        examples: {
          json: {
            summary: 'A stay that is not there',
            value: { on: '2030-03-27', reason: 'Steroids end then.' },
            answered: 404,
          },
        },
      },
    },
    answers: { 204: { description: 'It is planned.' } },
    refuses: ['invalid-document', 'not-found'],
  },
  'PUT /api/admissions/:id/ward': {
    id: 'transferWard',
    group: 'Beds',
    summary: 'Move a patient to another ward',
    description:
      'The stay goes on with its readings, plan and history, in the first free bed there. Open alerts go along, and those that nobody has ' +
      'accepted ask the people of the new ward.',
    path: stay,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: wardTransfer,
        examples: {
          json: {
            summary: 'A stay that is not there',
            value: { version: 1, wardId: 'dorset-west', reason: 'Moved in with her daughter in Bridport.' },
            answered: 404,
          },
        },
      },
    },
    answers: { 200: answer('They are there.', wardTransferred) },
    refuses: ['invalid-document', 'not-found', 'stale', 'not-ready'],
  },
  'PUT /api/admissions/:id/first-reading-check': {
    id: 'checkFirstReading',
    group: 'Beds',
    summary: 'Say that you have looked at the first set of a new stay',
    path: stay,
    answers: { 204: { description: 'It is kept who looked, and when.' } },
    refuses: ['not-found', 'not-ready'],
  },
  'GET /api/wards/:id/kits': {
    id: 'readKits',
    group: 'Beds',
    summary: 'What a ward lends, and to whom',
    path: ward,
    answers: { 200: answer('By kind and serial.', wardKits) },
    refuses: ['not-found'],
  },
  'POST /api/wards/:id/kits': {
    id: 'addKit',
    group: 'Beds',
    summary: 'Put a kit into the stock of a ward',
    path: ward,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: kitDraft,
        examples: {
          json: {
            summary: 'To a ward that is not there',
            value: { kind: 'pulse-oximeter', serial: 'PO-0042', battery: 90 },
            answered: 404,
          },
        },
      },
    },
    answers: { 201: answer('It is in stock.', z.object({ id: z.uuid() })) },
    refuses: ['invalid-document', 'not-found'],
  },
  'PUT /api/kits/:id/state': {
    id: 'moveKit',
    group: 'Beds',
    summary: 'Lend a kit, take it back, or say that it is clean, lost or broken',
    description: 'One kit is out once: of two who lend it at the same moment one is told that it has changed.',
    path: z.object({ id: z.uuid().describe('The kit.') }),
    accepts: {
      [JSON_DOCUMENT]: {
        schema: kitMove,
        examples: {
          json: {
            summary: 'A kit that is not there',
            value: { version: 1, to: 'cleaning', admissionId: null, battery: 40 },
            answered: 404,
          },
        },
      },
    },
    answers: { 200: answer('It is so.', z.object({ version: z.int() })) },
    refuses: ['invalid-document', 'not-found', 'stale', 'not-ready'],
  },
  'PUT /api/admissions/:id/end': {
    id: 'endStay',
    group: 'Beds',
    summary: 'End a stay',
    description:
      'The bed is free at once, and what is open of the stay is closed with it. Nobody goes home with an open emergency.',
    path: stay,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: stayEnd,
        examples: {
          json: {
            summary: 'A stay that is not there',
            value: { version: 1, ending: 'home', reason: 'Back to her GP, district nurse twice a week.' },
            answered: 404,
          },
        },
      },
    },
    answers: { 200: answer('It ended.', stayEnded) },
    refuses: ['invalid-document', 'not-found', 'stale', 'not-ready'],
  },
  'GET /api/admissions/:id/onward-transfers': {
    id: 'listOnwardTransfers',
    group: 'Beds',
    summary: 'To whom somebody was handed on',
    path: stay,
    answers: { 200: answer('Newest first.', onwardTransfers) },
    refuses: ['not-found'],
  },
  'POST /api/admissions/:id/onward-transfers': {
    id: 'handOn',
    group: 'Beds',
    summary: 'Hand somebody on who needs more than the ward',
    description:
      'Kept with the reason, how long after the first alert it was, and what the record said at that moment. The stay goes on until it ' +
      'is ended: whoever is seen at home and stays there is watched all the time.',
    path: stay,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: transferDraft,
        examples: {
          json: {
            summary: 'A stay that is not there',
            value: {
              id: '0192d5e0-6e1c-7a57-9a52-0d5d1f4b7c11',
              to: 'same-day-emergency-care',
              reason: 'New oxygen need on day 4. Please see today: bloods and chest X-ray.',
              whereabouts: '1 Quay Street, Poole. The key safe is left of the door: ring us for the code.',
              done: 'Sat up, 2 L/min by nasal cannula since 09:40. Daughter told.',
            },
            answered: 404,
          },
        },
      },
    },
    answers: {
      200: answer('Sent before under this id.', onwardTransfer),
      201: answer('Handed on.', onwardTransfer),
    },
    refuses: ['invalid-document', 'not-found', 'objected-to'],
  },
  'GET /api/admissions/:id/onward-transfers/:transferId': {
    id: 'readTransferSheet',
    group: 'Beds',
    summary: 'What goes with them, for a screen',
    path: stay.extend({ transferId: z.uuid() }),
    answers: { 200: answer('As it was when they were handed on.', transferSheet) },
    refuses: ['not-found'],
  },
  'GET /api/admissions/:id/onward-transfers/:transferId/summary.pdf': {
    id: 'readTransferSummary',
    group: 'Beds',
    summary: 'What goes with them, on one page',
    description:
      'SBAR as it was when they were handed on, their chart of three days before, and the last NEWS2 with their parts.',
    path: stay.extend({ transferId: z.uuid() }),
    answers: { 200: { description: 'The file.', body: { 'application/pdf': z.string().meta({ format: 'binary' }) } } },
    refuses: ['not-found'],
  },
} satisfies Operations;
