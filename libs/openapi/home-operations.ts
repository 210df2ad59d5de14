import {
  carerChange,
  carerDraft,
  carerKeys,
  carerPin,
  homeCarers,
  homePhones,
  ownPinChange,
  photo,
  photos,
  photoSent,
  repeatDraft,
  residentSbards,
  roomsChange,
  sbard,
  sbardDecision,
  sbards,
  sbardSent,
  sealedPhoto,
  tabletLock,
} from '#contracts';
import { z } from 'zod';
import { answer, JSON_DOCUMENT, type Operations } from './operation.ts';

const stay = z.object({ id: z.uuid().describe('The stay, as the board names it.') });
const ward = z.object({ id: z.string().describe('The ward, as `GET /api/wards` names it.') });
const resident = z.object({
  id: z.string().describe('The care home.'),
  admissionId: z.uuid().describe('The resident’s stay, as the list of residents names it.'),
});

const home = z.object({ id: z.string().describe('The care home.') });
const carer = home.extend({ carerId: z.uuid().describe('As the list of carers names them.') });

/** What goes between a care home and the hub about a resident, besides readings. */
export const HOME_OPERATIONS = {
  'POST /api/admissions/:id/repeat-requests': {
    id: 'askToRepeat',
    group: 'Care homes',
    summary: 'Ask a resident’s home for readings once more',
    description:
      'The home sees it with a countdown. The first reading that was measured after it answers it; a newer request takes its place.',
    path: stay,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: repeatDraft,
        examples: {
          json: {
            summary: 'A stay that is not there',
            value: { minutes: 10, note: 'Please warm the hand first.' },
            answered: 404,
          },
        },
      },
    },
    answers: { 204: { description: 'The home sees it when it looks next.' } },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'GET /api/admissions/:id/sbards': {
    id: 'listSbards',
    group: 'Care homes',
    summary: 'What a home told of a patient, and what was decided',
    path: stay,
    answers: { 200: answer('Newest first.', sbards) },
    refuses: ['not-found'],
  },
  'POST /api/admissions/:id/sbards/:sbardId/decision': {
    id: 'decideOnSbard',
    group: 'Care homes',
    summary: 'Decide on what a home told',
    description: 'The home sees it with your name. It is decided once.',
    path: stay.extend({ sbardId: z.uuid() }),
    accepts: {
      [JSON_DOCUMENT]: {
        schema: sbardDecision,
        examples: {
          json: {
            summary: 'A stay that is not there',
            value: { decision: 'Visit by the frailty nurse before noon.' },
            answered: 404,
          },
        },
      },
    },
    answers: { 204: { description: 'The home sees it when it looks next.' } },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'POST /api/homes/:id/photos': {
    id: 'sendPhoto',
    group: 'Care homes',
    summary: 'Send a photo of a wound or a device',
    description:
      'A JPEG, told by its bytes. Place, camera, time and whatever else is in it besides the picture is taken out before it is stored.',
    path: home,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: z.union([photoSent, sealedPhoto]),
        examples: {
          json: {
            summary: 'A resident who is not there',
            value: {
              id: '01890000-0000-7000-8000-00000000005c',
              of: 'wound',
              takenAt: '2026-01-05T09:30:00Z',
              admissionId: '01890000-0000-7000-8000-00000000005d',
              jpeg: '/9j/wAALCAABAAEBAREA/9oACAEBAAA/AAH/2Q==',
            },
            answered: 404,
          },
        },
      },
    },
    answers: {
      200: answer('Stored before, under the same id.', photo),
      201: answer('The hub has it.', photo),
    },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'GET /api/admissions/:id/photos': {
    id: 'listPhotos',
    group: 'Care homes',
    summary: 'Photos of a patient',
    path: stay,
    answers: { 200: answer('Newest first.', photos) },
    refuses: ['not-found'],
  },
  'GET /api/admissions/:id/photos/:photoId': {
    id: 'readPhoto',
    group: 'Care homes',
    summary: 'One photo',
    path: stay.extend({ photoId: z.uuid() }),
    answers: {
      200: { description: 'The picture: not to be cached or kept.', body: { 'image/jpeg': z.string() } },
    },
    refuses: ['not-found'],
  },
  'GET /api/homes/:id/residents/:admissionId/sbards': {
    id: 'draftSbard',
    group: 'Care homes',
    summary: 'What would be told of a resident now, and what was',
    path: resident,
    answers: { 200: answer('Filled from the record.', residentSbards) },
    refuses: ['not-found'],
  },
  'POST /api/homes/:id/residents/:admissionId/sbards': {
    id: 'sendSbard',
    group: 'Care homes',
    summary: 'Tell the hub of a resident',
    description:
      'Situation, background and assessment are what the record says at that moment; what is asked for is typed. It stands on an open ' +
      'alert: without one it is refused, because nobody would be asked to look.',
    path: resident,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: sbardSent,
        examples: {
          json: {
            summary: 'A resident who is not there',
            value: { id: '01890000-0000-7000-8000-00000000005b', recommendation: 'Please visit this morning.' },
            answered: 404,
          },
        },
      },
    },
    answers: {
      200: answer('Sent before, under the same id.', sbard),
      201: answer('The hub has it.', sbard),
    },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'PUT /api/homes/:id/rooms': {
    id: 'changeRooms',
    group: 'Care homes',
    summary: 'Say in which rooms residents are',
    description: 'All that are named, or none. Who is not named stays where they are.',
    path: home,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: roomsChange,
        examples: {
          json: {
            summary: 'A resident who is not there',
            value: { rooms: [{ admissionId: '01890000-0000-7000-8000-00000000005d', room: 'Garden 3' }] },
            answered: 404,
          },
        },
      },
    },
    answers: { 204: { description: 'It stands beside their names from now on.' } },
    refuses: ['invalid-document', 'not-found'],
  },
  'GET /api/homes/:id/carers': {
    id: 'listCarers',
    group: 'Care homes',
    summary: 'Who shares the tablets of a home',
    path: home,
    answers: { 200: answer('By name.', homeCarers) },
    refuses: ['not-found'],
  },
  'POST /api/homes/:id/carers': {
    id: 'addCarer',
    group: 'Care homes',
    summary: 'Add a carer with a PIN',
    description:
      'By the home’s lead, who types the password of its account once more, or by the hub. From the first one on the home’s tablets ' +
      'open by a PIN alone.',
    path: home,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: carerDraft,
        examples: {
          json: {
            summary: 'Somebody new',
            value: { name: 'Maud Swanage', pin: '305172' },
            answered: 201,
          },
        },
      },
    },
    answers: { 201: answer('They may unlock the home’s tablets.', z.object({ id: z.uuid() })) },
    refuses: ['invalid-document', 'not-found', 'too-many-tries'],
  },
  'PUT /api/homes/:id/carers/:carerId': {
    id: 'changeCarer',
    group: 'Care homes',
    summary: 'Give a carer a new PIN, or say that they have left',
    description: 'A tablet that was unlocked by the PIN before asks for the new one as soon as it hears of it.',
    path: carer,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: carerChange,
        examples: { json: { summary: 'A carer who is not there', value: { pin: '305172' }, answered: 404 } },
      },
    },
    answers: { 204: { description: 'It is so from now on.' } },
    refuses: ['invalid-document', 'not-found', 'too-many-tries'],
  },
  'PUT /api/homes/:id/tablet-lock': {
    id: 'changeTabletLock',
    group: 'Care homes',
    summary: 'Say after how long a home’s tablets lock',
    path: home,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: tabletLock,
        examples: { json: { summary: 'Five minutes', value: { minutes: 5 }, answered: 204 } },
      },
    },
    answers: { 204: { description: 'From when a tablet hears of it.' } },
    refuses: ['invalid-document', 'not-found', 'not-ready', 'too-many-tries'],
  },
  'POST /api/homes/:id/carers/:carerId/unlocking': {
    id: 'unlockTablet',
    group: 'Care homes',
    summary: 'What a tablet keeps for a carer under their PIN',
    path: carer,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: carerPin,
        examples: { json: { summary: 'A carer who is not there', value: { pin: '305172' }, answered: 404 } },
      },
    },
    answers: { 200: answer('The PIN is right.', carerKeys) },
    refuses: ['invalid-document', 'not-found', 'too-many-tries'],
  },
  'PUT /api/homes/:id/carers/:carerId/pin': {
    id: 'changeOwnPin',
    group: 'Care homes',
    summary: 'Change one’s own PIN',
    description:
      'By the carer, at a tablet, who types the PIN that they have. What waits on any tablet to be sent, and in whose name, stays as it is.',
    path: carer,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: ownPinChange,
        examples: {
          json: { summary: 'A carer who is not there', value: { pin: '305172', newPin: '481516' }, answered: 404 },
        },
      },
    },
    answers: { 200: answer('What a tablet keeps under the new one.', carerKeys) },
    refuses: ['invalid-document', 'not-found', 'too-many-tries'],
  },
  'GET /api/wards/:id/home-phones': {
    id: 'readHomePhones',
    group: 'Care homes',
    summary: 'Whom the staff of a ward’s care homes ring',
    path: ward,
    answers: { 200: answer('While the hub is open, and while it is closed.', homePhones) },
    refuses: ['not-found'],
  },
  'PUT /api/wards/:id/home-phones': {
    id: 'changeHomePhones',
    group: 'Care homes',
    summary: 'Say whom the staff of a ward’s care homes ring',
    path: ward,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: homePhones,
        examples: {
          json: {
            summary: 'A ward that is not there',
            value: { open: '01632 960 123', closedWhom: 'NHS 111', closed: '111' },
            answered: 404,
          },
        },
      },
    },
    answers: { 204: { description: 'They see it from now on.' } },
    refuses: ['invalid-document', 'not-found'],
  },
} satisfies Operations;
