import { areaOpened, areaTerms, armPlacing, capGrowth, pilotView } from '#contracts';
import { z } from 'zod';
import { answer, JSON_DOCUMENT, type Operations } from './operation.ts';

const approval = { approvedBy: 'Dr Ines Wareham, medical director', reason: 'Four weeks without an incident.' };

/** The pilot in two areas. */
export const PILOT_OPERATIONS = {
  'GET /api/pilot': {
    id: 'readPilot',
    group: 'Pilot',
    summary: 'The areas of the pilot, with homes, caps and residents',
    answers: { 200: answer('By name.', pilotView) },
  },
  'POST /api/pilot/areas': {
    id: 'openPilotArea',
    group: 'Pilot',
    summary: 'Open an area with its homes, for one or two residents',
    accepts: {
      [JSON_DOCUMENT]: {
        schema: areaTerms,
        examples: {
          json: {
            summary: 'A ward that is not there',
            value: { wardId: 'no-such-ward', name: 'Purbeck', homeIds: ['a-home'], cap: 2, ...approval },
            answered: 404,
          },
        },
      },
    },
    answers: { 201: answer('It is open.', areaOpened) },
    refuses: ['invalid-document', 'not-found'],
  },
  'POST /api/pilot/areas/:id/caps': {
    id: 'growPilotCap',
    group: 'Pilot',
    summary: 'Record that an area may take more residents, and who approved it',
    path: z.object({ id: z.uuid().describe('The area.') }),
    accepts: {
      [JSON_DOCUMENT]: {
        schema: capGrowth,
        examples: { json: { summary: 'An area that is not there', value: { cap: 5, ...approval }, answered: 404 } },
      },
    },
    answers: { 204: { description: 'It may from now on.' } },
    refuses: ['invalid-document', 'not-found'],
  },
  'PUT /api/admissions/:id/arm': {
    id: 'placeInArm',
    group: 'Pilot',
    summary: 'Put a resident into an arm of the pilot, or out of it',
    description: 'Refused where their area has as many residents as were approved.',
    path: z.object({ id: z.uuid().describe('The stay, as the board names it.') }),
    accepts: {
      [JSON_DOCUMENT]: {
        schema: armPlacing,
        examples: {
          json: { summary: 'A stay that is not there', value: { arm: 'admission-avoidance' }, answered: 404 },
        },
      },
    },
    answers: { 204: { description: 'They are.' } },
    refuses: ['invalid-document', 'not-found', 'pilot-full'],
  },
} satisfies Operations;
