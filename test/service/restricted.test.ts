import { ROUTE_PERMISSIONS, WHILE_RESTRICTED } from '#access';
import {
  RESTRICTED_NAME,
  type Board,
  type GlassReviews,
  type RestrictionView,
  type Tile,
  type WardEvent,
} from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import { openStack, stopAtTheEnd, until, type TestStack } from '../harness/index.ts';
import {
  aPatientToOpen,
  aReadingSet,
  aWallScreen,
  boardOf,
  patientOf,
  post,
  signedIn,
  wardOf,
} from '../ward/people.ts';
import { aKey } from '../ward/sources.ts';

/* A record that is restricted: seen by those who are named, live and safe for everybody. */

let stack: TestStack;
let clinician: string;
let coordinator: string;
let lead: string;
let stay: { admissionId: string; nhsNumber: string; birthDate: string };
let name: string;

const as = (cookie: string, path: string, method = 'GET', body?: object): Promise<Response> =>
  fetch(`${stack.url}${path}`, {
    method,
    headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const tileOf = (board: Board, id = stay.admissionId): Tile => {
  const tile = board.tiles.find(({ admissionId }) => admissionId === id);
  if (!tile) throw new Error('the patient is not on the board');
  return tile;
};
const inForce = async (): Promise<RestrictionView> =>
  (await (await as(lead, `/api/admissions/${stay.admissionId}/restriction`)).json()) as RestrictionView;

async function restrict(named: string[] = [], by = lead): Promise<void> {
  const after = (await inForce()).inForce?.id ?? null;
  const wish = { restricted: true, reason: 'Works on this ward', named, after };
  const answer = await as(by, `/api/admissions/${stay.admissionId}/restriction`, 'PUT', wish);
  if (answer.status !== 204) throw new Error(`restricting was answered ${answer.status}: ${await answer.text()}`);
}

async function lift(): Promise<void> {
  const after = (await inForce()).inForce?.id;
  if (after === undefined) return;
  await as(lead, `/api/admissions/${stay.admissionId}/restriction`, 'PUT', {
    restricted: false,
    reason: 'Over',
    after,
  });
}

const idOf = async (cookie: string): Promise<string> =>
  ((await (await as(cookie, '/api/session')).json()) as { id: string }).id;

interface Watching {
  socket: Socket;
  events: WardEvent[];
  /** Numbers of heartbeats. */
  beats: number[];
}

async function watching(cookie: string): Promise<Watching> {
  const socket = io(`${stack.url}/ward`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: { cookie },
  });
  stopAtTheEnd(async () => Promise.resolve(socket.disconnect()));
  await until(() => socket.connected, { within: '30s', what: 'A connection' });
  const events: WardEvent[] = [];
  const beats: number[] = [];
  socket.on('event', (event: WardEvent) => events.push(event));
  socket.on('heartbeat', ({ seq }: { seq: number }) => beats.push(seq));
  return { socket, events, beats };
}

const joined = async ({ socket }: Watching, after?: number): Promise<{ seq: number; board: Board }> =>
  (await socket.emitWithAck('join', { wardId: wardOf(stack), ...(after === undefined ? {} : { after }) })) as {
    seq: number;
    board: Board;
  };

beforeAll(async () => {
  stack = await openStack();
  [clinician, coordinator, lead] = (await Promise.all(
    ['hub-clinician', 'coordinator', 'lead'].map((role) => signedIn(stack, role)),
  )) as [string, string, string];
  stay = await aPatientToOpen(stack, 0);
  name = tileOf(await boardOf(stack, lead)).patient.name;
});

describe('a restricted record', () => {
  it('is restricted by a lead or a coordinator, with a reason, and named people of the ward', async () => {
    const path = `/api/admissions/${stay.admissionId}/restriction`;
    const wish = { restricted: true, reason: 'Works here', named: [], after: null };
    const stranger = { ...wish, named: ['01890000-0000-7000-8000-000000000000'] };
    const answers = await Promise.all([
      as(clinician, path, 'PUT', wish),
      as(lead, path, 'PUT', { ...wish, reason: ' ' }),
      as(lead, path, 'PUT', stranger),
      as(lead, path, 'PUT', { ...wish, after: '01890000-0000-7000-8000-000000000000' }),
      as(lead, path, 'PUT', { restricted: false, reason: 'Nothing to end', after: null }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 422, 422, 409, 409]);
    expect((await as(coordinator, path, 'PUT', wish)).status).toBe(204);
    expect((await inForce()).inForce).toMatchObject({ reason: 'Works here', named: [], lifted: null });
    // Whoever said so sees it.
    expect((await as(coordinator, `/api/admissions/${stay.admissionId}`)).status).toBe(200);
    expect((await as(lead, path, 'PUT', wish)).status).toBe(409);
    await lift();
    expect((await inForce()).before[0]).toMatchObject({ reason: 'Works here', lifted: { reason: 'Over' } });
    const change = (text: string) => stack.database.query(text);
    await expect(change(`UPDATE record_restriction SET reason = 'Another'`)).rejects.toThrow(/stays as it is/);
    await expect(change('DELETE FROM record_restriction')).rejects.toThrow(/stays as it is/);
  });

  it('is closed at every route of a stay but those of its tile, also when its id is written in capitals', async () => {
    await restrict();
    const open: ReadonlySet<string> = new Set(WHILE_RESTRICTED);
    const ofStay = Object.entries(ROUTE_PERMISSIONS).filter(
      ([route, roles]) =>
        /\/admissions\/:id(\/|$)/.test(route) && (roles as readonly string[]).includes('hub-clinician'),
    );
    const knocked = await Promise.all(
      ofStay.flatMap(([route]) =>
        [stay.admissionId, stay.admissionId.toUpperCase()].map(async (id) => {
          const [method = '', path = ''] = route.split(' ');
          const address = path.replace(':id', id).replace(/:\w+/, '01890000-0000-7000-8000-000000000000');
          const answer = await as(clinician, address, method, method === 'GET' ? undefined : {});
          const body = await answer.text();
          return { route, status: answer.status, tells: body.includes(name) || body.includes(stay.nhsNumber) };
        }),
      ),
    );
    expect(knocked.filter(({ route, status }) => (status === 403) === open.has(route))).toEqual([]);
    expect(knocked.filter(({ tells }) => tells)).toEqual([]);
    expect(ofStay.length).toBeGreaterThan(25);
  });

  it('names nobody in any list of the ward, and shows what keeps the person safe', async () => {
    await post(stack, aReadingSet(stay.nhsNumber, { respiration: 26, spo2: 91 }));
    const lists = [
      `/api/wards/${wardOf(stack)}/board`,
      `/api/wards/${wardOf(stack)}/handover`,
      `/api/wards/${wardOf(stack)}/readiness`,
      `/api/wards/${wardOf(stack)}/beds`,
      '/api/unmatched',
      '/api/unmatched/stays',
      '/api/concerns',
      '/api/homes',
      `/api/wards/${wardOf(stack)}/colleagues`,
    ];
    const given = await Promise.all(lists.map(async (path) => (await as(clinician, path)).text()));
    expect(given.map((text) => text.includes(name) || text.includes(stay.nhsNumber))).toEqual(lists.map(() => false));
    expect((await (await as(lead, lists[0] ?? '')).text()).includes(name)).toBe(true);
    await until(async () => tileOf(await boardOf(stack, clinician)).alerts.length > 0, {
      within: '30s',
      what: 'An alert',
    });
    const [closed, whole] = [tileOf(await boardOf(stack, clinician)), tileOf(await boardOf(stack, lead))];
    expect(closed.patient).toEqual({ ...whole.patient, nhsNumber: '', name: RESTRICTED_NAME });
    expect([closed.restricted, whole.restricted]).toEqual(['hidden', 'marked']);
    const { bed, level, score, incomplete, alerts, lastReadingAt, nextDueAt, recent, trend, sbard, repeat } = closed;
    expect(whole).toMatchObject({
      bed,
      level,
      score,
      incomplete,
      alerts,
      lastReadingAt,
      nextDueAt,
      recent,
      trend,
      sbard,
      repeat,
    });
    expect(alerts.length).toBeGreaterThan(0);
  });

  it('has alerts that everybody of the ward takes and answers, without opening it', async () => {
    const [alert] = tileOf(await boardOf(stack, clinician)).alerts;
    const accepted = await as(clinician, `/api/alerts/${alert?.id}/acceptance`, 'POST', {
      version: alert?.version,
    });
    expect(accepted.status).toBe(200);
    expect((await as(clinician, `/api/alerts/${alert?.id}/history`)).status).toBe(200);
    const taken = tileOf(await boardOf(stack, coordinator)).alerts.find(({ id }) => id === alert?.id);
    expect(taken).toMatchObject({ status: 'accepted', responsible: { kind: 'person' } });
    const round = { decision: 'ring', after: null };
    const decided = await as(clinician, `/api/admissions/${stay.admissionId}/round-decisions`, 'POST', round);
    expect([200, 201]).toContain(decided.status);
  });

  it('is closed on live boards and walls from the moment on, in what they get whole and in what follows; open to the named', async () => {
    await lift();
    const [unnamed, named, wall] = await Promise.all([
      watching(clinician),
      watching(lead),
      watching(await aWallScreen(stack, { names: 'full' })),
    ]);
    const before = await joined(unnamed);
    await joined(named);
    await joined(wall);
    expect(tileOf(before.board).patient.name).toBe(name);
    await restrict();
    const closedIn =
      ({ events }: Watching) =>
      () =>
        events.some(({ tiles }) => tiles.some((tile) => tile.admissionId === stay.admissionId && tile.restricted));
    await until(closedIn(unnamed), { within: '30s', what: 'An event with the closed tile' });
    // A lead sees it now as one who is named: their board is told to begin anew, and gets the whole ward.
    await until(() => named.beats.filter((seq) => seq === 0).length >= 3, {
      within: '30s',
      what: 'Heartbeats to begin anew',
    });
    const anew = await joined(named, before.seq);
    expect(tileOf(anew.board)).toMatchObject({ restricted: 'marked', patient: { name } });

    for (const watch of [unnamed, named, wall]) watch.events.length = 0;
    await post(stack, aReadingSet(stay.nhsNumber, { respiration: 24, sourceRef: `restricted-${Date.now()}` }));
    await until(() => [unnamed, named, wall].every((watch) => closedIn(watch)()), {
      within: '30s',
      what: 'The reading on all boards',
    });
    const toldOf = ({ events }: Watching): string => JSON.stringify(events);
    expect([unnamed, named, wall].map((watch) => toldOf(watch).includes(name))).toEqual([false, true, false]);
    expect([unnamed, named, wall].map((watch) => toldOf(watch).includes(stay.nhsNumber))).toEqual([false, true, false]);

    // Who comes late, with or without a number from before, reads no more.
    for (const after of [undefined, before.seq]) {
      const late = await watching(clinician);
      const given = JSON.stringify(await joined(late, after));
      expect([given.includes(stay.admissionId), given.includes(name), given.includes(stay.nhsNumber)]).toEqual([
        true,
        false,
        false,
      ]);
    }
    const screen = await watching(await aWallScreen(stack, { names: 'full' }));
    const shown = JSON.stringify(await joined(screen));
    expect([shown.includes(RESTRICTED_NAME), shown.includes(name)]).toEqual([true, false]);
  });

  it('is open to somebody from when they are named, and closed again when they are not', async () => {
    const watch = await watching(clinician);
    await joined(watch);
    await restrict([await idOf(clinician)]);
    await until(() => watch.beats.filter((seq) => seq === 0).length >= 3, {
      within: '30s',
      what: 'Heartbeats to begin anew',
    });
    expect(tileOf((await joined(watch)).board).patient.name).toBe(name);
    expect((await as(clinician, `/api/admissions/${stay.admissionId}`)).status).toBe(200);
    await restrict();
    expect((await as(clinician, `/api/admissions/${stay.admissionId}`)).status).toBe(403);
    await until(() => watch.beats.filter((seq) => seq === 0).length >= 6, {
      within: '30s',
      what: 'Heartbeats to begin anew',
    });
    expect(tileOf((await joined(watch)).board).patient.name).toBe(RESTRICTED_NAME);
  });

  it('is opened with a reason for an hour, which a lead and the auditor find among the reviews', async () => {
    const path = `/api/admissions/${stay.admissionId}/break-glass`;
    const why = { kind: 'covering', reason: 'I have their alert' };
    expect((await as(lead, path, 'POST', why)).status).toBe(404);
    expect((await as(clinician, path, 'POST', { ...why, reason: ' ' })).status).toBe(422);
    const opened = await as(clinician, path, 'POST', why);
    expect(opened.status).toBe(201);
    const head = (await (await as(clinician, `/api/admissions/${stay.admissionId}`)).json()) as { tile: Tile };
    expect(head).toMatchObject({ openUntil: expect.any(Number), tile: { restricted: 'marked', patient: { name } } });
    expect((await as(clinician, `/api/admissions/${stay.admissionId}/readings`)).status).toBe(200);
    for (const role of ['lead', 'auditor']) {
      const reviews = (await (
        await as(await signedIn(stack, role), '/api/break-glass/reviews')
      ).json()) as GlassReviews;
      const { id } = (await opened.clone().json()) as { id: string };
      expect(reviews.glasses.find((glass) => glass.id === id)).toMatchObject({
        ...why,
        restricted: true,
        review: null,
      });
    }
    // The live board stays closed: its glass is the page's.
    const watch = await watching(clinician);
    expect(tileOf((await joined(watch)).board).patient.name).toBe(RESTRICTED_NAME);
  });

  it('is not there over FHIR but for a key that names its NHS number', async () => {
    const wide = await aKey(stack, { maySend: false, mayRead: true });
    const narrow = await aKey(stack, { maySend: false, mayRead: true, nhsNumbers: [stay.nhsNumber] });
    const asks = [
      `/fhir/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number|${stay.nhsNumber}`,
      `/fhir/Observation?patient.identifier=https://fhir.nhs.uk/Id/nhs-number|${stay.nhsNumber}`,
      `/fhir/Flag?patient.identifier=https://fhir.nhs.uk/Id/nhs-number|${stay.nhsNumber}`,
      '/fhir/Observation',
    ];
    const tells = async (key: string): Promise<boolean[]> =>
      Promise.all(
        asks.map(async (path) => {
          const answer = await fetch(`${stack.url}${path}`, { headers: { authorization: `Bearer ${key}` } });
          const bundle = (await answer.json()) as { entry?: unknown };
          return JSON.stringify(bundle.entry ?? []).includes(stay.nhsNumber);
        }),
      );
    expect((await tells(wide)).some(Boolean)).toBe(false);
    expect((await tells(narrow))[0]).toBe(true);
    await lift();
    expect((await tells(wide))[0]).toBe(true);
    expect(patientOf(stack, 0).nhsNumber.replaceAll(' ', '')).toBe(stay.nhsNumber);
  });
});
