import {
  careChange,
  careChanged,
  careDraft,
  careOfStay,
  wardTasks,
  levelChange,
  levelChanged,
  noteDraft,
  noteWritten,
  planChange,
  planChanged,
  replayQuestion,
  reviewDraft,
  reviewKept,
  roundList,
  stayAlerts,
  stayAlertsQuestion,
  stayNotes,
  stayPlanView,
  stayReplay,
  stayTimeline,
  stayTimelineQuestion,
  summaryQuestion,
  wardReadiness,
} from '#contracts';
import { z } from 'zod';
import { answer, JSON_DOCUMENT, type Operations } from './operation.ts';

const stay = z.object({ id: z.uuid().describe('The stay, as the board names it.') });

/** The plan of a stay, and what happened on it. */
export const STAY_OPERATIONS = {
  'GET /api/admissions/:id/plan': {
    id: 'readPlan',
    group: 'Stays',
    summary: 'The plan of a stay, with the thresholds in force and every change',
    path: stay,
    answers: { 200: answer('The plan.', stayPlanView) },
    refuses: ['not-found'],
  },
  'PUT /api/admissions/:id/plan': {
    id: 'changePlan',
    group: 'Stays',
    summary: 'Put another plan in the place of the one that you saw',
    description:
      'New readings are judged by it at once, and the present is judged again; history never is. A threshold outside its ' +
      'bounds is refused with the bound and who decides about it. A change of the schedule resets when the next set is due.',
    path: stay,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: planChange,
        examples: {
          json: {
            summary: 'A stay that is not there',
            value: {
              version: 3,
              reason: 'Usual saturation is lower than we took it for.',
              plan: {
                escalation: 'Treat at home. Not for resuscitation (DNACPR).',
                baseline: { spo2: 93, news2: 2 },
                limits: { spo2: { low: 89 } },
                overrides: { 'spo2-fall': { parameters: { fall: 4 } } },
                schedule: { minutes: [480, 840, 1200] },
              },
            },
            answered: 404,
          },
        },
      },
    },
    answers: { 200: answer('It is in force.', planChanged) },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'GET /api/wards/:id/readiness': {
    id: 'readReadiness',
    group: 'Stays',
    summary: 'Who of a ward could step down to be watched less closely',
    description:
      'Each criterion met, not met or unknown, with the facts it rests on and when it could be met at the earliest. It proposes; people decide.',
    path: z.object({ id: z.string().describe('The ward.') }),
    answers: { 200: answer('Those nearest to it first.', wardReadiness) },
    refuses: ['not-found'],
  },
  'PUT /api/admissions/:id/level': {
    id: 'changeLevel',
    group: 'Stays',
    summary: 'Have a patient watched more or less closely',
    description:
      'Up is one action. Down is one level at a time, when every criterion is met or somebody overrides with a reason; never while an ' +
      'emergency is open. Check-in frees the bed, and the way back up needs one. When sets are due is counted anew.',
    path: stay,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: levelChange,
        examples: {
          json: {
            summary: 'A stay that is not there',
            value: {
              version: 3,
              to: 'light',
              reason: 'Two quiet days, walks to the kitchen again.',
              agreedByClinician: 'Dr Priya Shah',
              agreedByPatient: true,
              hasSafetyNetAdvice: true,
              canTakeReadings: true,
              override: false,
            },
            answered: 404,
          },
        },
      },
    },
    answers: { 200: answer('It is so.', levelChanged) },
    refuses: ['invalid-document', 'not-found', 'stale', 'not-ready'],
  },
  'GET /api/admissions/:id/alerts': {
    id: 'listAlertsOfStay',
    group: 'Stays',
    summary: 'Every alert of a stay, with why',
    path: stay,
    query: stayAlertsQuestion,
    answers: { 200: answer('Open ones first, on the first page.', stayAlerts) },
    refuses: ['invalid-document', 'not-found'],
  },
  'GET /api/admissions/:id/notes': {
    id: 'listNotes',
    group: 'Stays',
    summary: 'The notes on a stay',
    path: stay,
    answers: { 200: answer('Newest first, with those that were struck.', stayNotes) },
    refuses: ['not-found'],
  },
  'POST /api/admissions/:id/notes': {
    id: 'writeNote',
    group: 'Stays',
    summary: 'Write a note on a stay, or one that puts another right',
    description: 'A note is never changed or deleted: what is wrong in one is struck by another.',
    path: stay,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: noteDraft,
        examples: {
          json: {
            summary: 'A stay that is not there',
            value: { text: 'Rang the daughter: she stays overnight.' },
            answered: 404,
          },
        },
      },
    },
    answers: { 201: answer('It stands.', noteWritten) },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'GET /api/admissions/:id/timeline': {
    id: 'readTimeline',
    group: 'Stays',
    summary: 'Everything that happened on a stay',
    description: 'Readings by the hour, alerts and what was done about them, changes of the plan, notes, messages.',
    path: stay,
    query: stayTimelineQuestion,
    answers: { 200: answer('Newest first, in pages.', stayTimeline) },
    refuses: ['invalid-document', 'not-found'],
  },
  'GET /api/admissions/:id/care': {
    id: 'readCare',
    group: 'Stays',
    summary: 'What people agree on around a stay: goals, carers and their breaks, meetings, tasks, visits',
    path: stay,
    answers: { 200: answer('Newest first, those that are over as well.', careOfStay) },
    refuses: ['not-found'],
  },
  'POST /api/admissions/:id/care': {
    id: 'addCare',
    group: 'Stays',
    summary: 'Write down something new around a stay',
    path: stay,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: careDraft,
        examples: {
          json: {
            summary: 'A stay that is not there',
            value: {
              kind: 'goal',
              content: { what: 'Walk to the shop again.', by: '2026-12-01', progress: null, state: 'open' },
            },
            answered: 404,
          },
        },
      },
    },
    answers: { 201: answer('It stands.', careChanged) },
    refuses: ['invalid-document', 'not-found'],
  },
  'PUT /api/admissions/:id/care/:entryId': {
    id: 'changeCare',
    group: 'Stays',
    summary: 'Put an entry in the place of the version that you saw',
    description:
      'Every version is kept. A stale one is refused: read the entry once more, and it says who wrote what stands now.',
    path: stay.extend({ entryId: z.uuid() }),
    accepts: {
      [JSON_DOCUMENT]: {
        schema: careChange,
        examples: {
          json: {
            summary: 'A stay that is not there',
            value: {
              version: 1,
              kind: 'task',
              content: {
                what: 'Ring the pharmacy.',
                ownerId: null,
                dueAt: null,
                outcome: 'They deliver today.',
                state: 'done',
              },
            },
            answered: 404,
          },
        },
      },
    },
    answers: { 200: answer('It stands.', careChanged) },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'GET /api/wards/:id/tasks': {
    id: 'readTasks',
    group: 'Stays',
    summary: 'What is to be done on a ward, by everybody and by yourself',
    path: z.object({ id: z.string().describe('The ward.') }),
    answers: { 200: answer('The longest overdue first.', wardTasks) },
    refuses: ['not-found'],
  },
  'GET /api/wards/:id/round-list': {
    id: 'readRoundList',
    group: 'Stays',
    summary: 'Whom a board round talks about, in order, and why',
    path: z.object({ id: z.string().describe('The ward.') }),
    answers: { 200: answer('The most pressing first.', roundList) },
    refuses: ['not-found'],
  },
  'POST /api/admissions/:id/reviews': {
    id: 'reviewStay',
    group: 'Stays',
    summary: 'Keep what a review of a whole stay decided, and when the next is due',
    description: 'The criteria as they stand are kept with it. It changes neither level nor plan by itself.',
    path: stay,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: reviewDraft,
        examples: {
          json: {
            summary: 'A stay that is not there',
            value: { after: null, decision: 'goes-on', reason: 'Still on more oxygen than usual.', nextInDays: 7 },
            answered: 404,
          },
        },
      },
    },
    answers: { 201: answer('It is kept.', reviewKept) },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'GET /api/admissions/:id/replay': {
    id: 'replayStay',
    group: 'Stays',
    summary: 'A stay as it was known at the end of a day, or at a moment',
    description:
      'Level, plan, readings and NEWS2, open alerts and who had them, readiness, notes and decisions, from what was in the record by ' +
      'then: what came later is not in it, even where it was measured before.',
    path: stay,
    query: replayQuestion,
    answers: { 200: answer('As it was known then.', stayReplay) },
    refuses: ['invalid-document', 'not-found'],
  },
  'GET /api/admissions/:id/summary.pdf': {
    id: 'readSummary',
    group: 'Stays',
    summary: 'The summary of a stay, as a PDF',
    description:
      'Plan, escalation plan, NEWS2 with its parts, vital signs, alerts and what was done, notes; tagged, to be heard as well as seen.',
    path: stay,
    query: summaryQuestion,
    answers: { 200: { description: 'The file.', body: { 'application/pdf': z.string().meta({ format: 'binary' }) } } },
    refuses: ['invalid-document', 'not-found'],
  },
  'GET /api/admissions/:id/welcome-pack.pdf': {
    id: 'readWelcomePack',
    group: 'Stays',
    summary: 'What somebody is given who comes onto the ward, as a PDF',
    description:
      'In plain English and large print: when to call 999, whom to ring, when and how to take readings, what was lent, what is kept of ' +
      'them, and how to leave. Of a stay that goes on.',
    path: stay,
    answers: { 200: { description: 'The file.', body: { 'application/pdf': z.string().meta({ format: 'binary' }) } } },
    refuses: ['not-found'],
  },
  'GET /api/admissions/:id/discharge-bundle': {
    id: 'readDischargeBundle',
    group: 'Stays',
    summary: 'A stay as one FHIR document',
    description:
      'A UK Core `collection` Bundle: Patient, Organization, Encounter (home health, the whole stay), DocumentReference with the summary as ' +
      'a PDF, and Observations, NEWS2 totals linked to their sub-scores and these to what was measured. Of a stay with more than ' +
      '1,500 readings the newest.',
    path: stay,
    answers: {
      200: {
        description: 'The document.',
        body: { 'application/fhir+json': z.looseObject({ resourceType: z.literal('Bundle') }) },
      },
    },
    refuses: ['not-found', 'objected-to'],
  },
} satisfies Operations;
