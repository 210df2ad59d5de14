import {
  passesSecondFactor,
  ROUTE_PERMISSIONS,
  sealUnderTheKey,
  signIn,
  SOCKET_PERMISSIONS,
  THROUGH_GLASS,
} from '#access';
import {
  ROLES,
  type AuditPage,
  type AuditVerified,
  type GlassReviews,
  type OpenGlass,
  type OwnSessions,
  type RecoveryGiven,
  type SecondFactorBegun,
  type SpareCodes,
  type StaffAccounts,
  type WallScreens,
} from '#contracts';
import { Database, type Account } from '#records';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { Secret, TOTP } from 'otpauth';
import { io, type Socket } from 'socket.io-client';
import { freePort } from '../../scripts/postgres/free-port.ts';
import { openStack, stopAtTheEnd, until, type TestApp, type TestStack } from '../harness/index.ts';
import { openIdentityProvider, PUBLIC, signOnEnv, type TestProvider } from '../ward/identity-provider.ts';
import {
  aCode,
  anOutsider,
  aPatientToOpen,
  aReadingSet,
  aStayAtHome,
  aWallScreen,
  byCode,
  keyOf,
  patientOf,
  post,
  signedIn,
  wardOf,
} from '../ward/people.ts';
import { routesOf } from '../ward/routes.ts';
import { aKey } from '../ward/sources.ts';

/** Who knocks: nobody, a person of each role, a source whose key may send, one whose key may read. */
const KNOCKERS = ['nobody', ...ROLES, 'source', 'reading-source'] as const;
type Knocker = (typeof KNOCKERS)[number];

/** Answers that let nobody in. 404 is one of them: absent and forbidden look alike. */
const SHUT = new Set([401, 403, 404]);

const NO_ROLE = new Set<Knocker>(['nobody', 'source', 'reading-source']);

/** Things that nobody has here: an alert, a concern, a partner's code, an Observation, a webhook, a device, a callback that is not set up. */
const MAY_BE_ABSENT =
  /^\/(api\/(alerts\/|break-glass\/:id|retention\/decisions\/|concerns\/|homes\/:id\/carers\/|referrals\/|kits\/|partner-codes\/|accounts\/|account\/sessions\/|wards\/:id\/(webhooks|wall-screens|discharge-endpoints)\/|admissions\/:id\/(access\/:accessId|onward-transfers|discharge-letters|care)\/|admissions\/:id\/photos\/:photoId|account\/devices\/|pilot\/areas\/|receipts\/notify)|fhir\/:type\/:id)/;

const SECOND_FACTOR_KEY = Buffer.from('P8TM/nRYcOLA2Z9x8w/wZWyN7dQcwdfT03aw2+aF4vM=', 'base64');
let stack: TestStack;
let provider: TestProvider;
const headers = new Map<Knocker, Record<string, string>>();
let carehomeId: string;
let admissionId: string;
let residentId: string;

beforeAll(async () => {
  const providerPort = await freePort();
  stack = await openStack({
    env: {
      LOG_LEVEL: 'debug',
      SECOND_FACTOR_KEY: SECOND_FACTOR_KEY.toString('base64'),
      ...signOnEnv(`http://127.0.0.1:${providerPort}`, 'dorset-east', 'durlston-house'),
    },
  });
  provider = await openIdentityProvider(providerPort, stack.hub.url);
  for (const role of ROLES) headers.set(role, { cookie: await signedIn(stack, role) });
  headers.set('nobody', {});
  headers.set('source', { authorization: `Bearer ${keyOf(stack)}` });
  headers.set('reading-source', { authorization: `Bearer ${await aKey(stack, { maySend: false, mayRead: true })}` });
  const who = await fetch(`${stack.url}/api/session`, { headers: headers.get('care-home') ?? {} });
  admissionId = await aStayAtHome(stack);
  carehomeId = ((await who.json()) as { careHome: { id: string } }).careHome.id;
  const [resident] = await stack.database.query<{ id: string }>(
    `SELECT id FROM admission WHERE status = 'active' AND care_home_id = $1 LIMIT 1`,
    [carehomeId],
  );
  residentId = resident?.id ?? '';
});

/** The address of a route with real things of one's own in its parameters, so that only the person decides. */
function addressOf(app: TestApp, route: string): string {
  const path = route
    .replace('/api/wards/:id', `/api/wards/${wardOf(stack)}`)
    .replace('/homes/:id', `/homes/${carehomeId}`)
    .replace('/admissions/:id', `/admissions/${admissionId}`)
    .replace('/api/alerts/:id', '/api/alerts/01890000-0000-7000-8000-000000000000')
    .replace('/api/concerns/:id', '/api/concerns/01890000-0000-7000-8000-000000000000')
    .replace('/api/kits/:id', '/api/kits/01890000-0000-7000-8000-000000000000')
    .replace('/api/referrals/:id', '/api/referrals/01890000-0000-7000-8000-000000000000')
    .replace('/api/partner-codes/:id', '/api/partner-codes/01890000-0000-7000-8000-000000000000')
    .replace(':entryId', '01890000-0000-7000-8000-000000000000')
    .replace('/residents/:admissionId', `/residents/${residentId}`)
    .replace(':carerId', '01890000-0000-7000-8000-000000000000')
    .replace(':photoId', '01890000-0000-7000-8000-000000000000')
    .replace(':sbardId', '01890000-0000-7000-8000-000000000000')
    .replace(':letter', 'gp')
    .replace(':endpointId', '01890000-0000-7000-8000-000000000000')
    .replace(':transferId', '01890000-0000-7000-8000-000000000000')
    .replace(':accessId', '01890000-0000-7000-8000-000000000000')
    .replace('/api/pilot/areas/:id', '/api/pilot/areas/01890000-0000-7000-8000-000000000000')
    .replace('/v1/docs/:file', '/v1/docs/page.css')
    .replace('/api/accounts/:id', '/api/accounts/01890000-0000-7000-8000-000000000000')
    .replace('/sessions/:id', '/sessions/01890000-0000-7000-8000-000000000000')
    .replace('/devices/:id', '/devices/01890000-0000-7000-8000-000000000000')
    .replace('/decisions/:id', '/decisions/01890000-0000-7000-8000-000000000000')
    .replace('/api/break-glass/:id', '/api/break-glass/01890000-0000-7000-8000-000000000000')
    .replace(':screenId', '01890000-0000-7000-8000-000000000000')
    .replace(':webhookId', '01890000-0000-7000-8000-000000000000')
    .replace('/api/sources/:id', '/api/sources/1')
    .replace(':keyId', '1')
    .replace('/fhir/:type', '/fhir/Observation')
    .replace('/*', '/');
  return `${app.url}${path}`;
}

async function knock(app: TestApp, method: string, route: string, who: Knocker): Promise<number> {
  const sends = method !== 'GET' && method !== 'HEAD';
  const answer = await fetch(addressOf(app, route), {
    method,
    headers: { ...headers.get(who), ...(sends ? { 'content-type': 'application/json' } : {}) },
    ...(sends ? { body: '{}' } : {}),
  });
  await answer.arrayBuffer();
  return answer.status;
}

describe('every route that an app serves × everybody', () => {
  it.each(['hub', 'ingestion', 'worker'] as const)('%s', async (name) => {
    const app = stack[name];
    const unnamed: string[] = [];
    const wrong: string[] = [];
    // Signing out is last: it ends the session that the others come with.
    const routes = routesOf(app).toSorted((a, b) => Number(a.startsWith('DELETE')) - Number(b.startsWith('DELETE')));
    expect(routes.length).toBeGreaterThan(1);
    for (const route of routes) {
      const [method = '', path = ''] = route.split(' ');
      // The front door passes on to the hub what is not a reading: the hub's own routes are walked on the hub.
      if (name === 'ingestion' && (path === '/' || path === '/*')) continue;
      const allowed: readonly string[] | undefined = Object.entries(ROUTE_PERMISSIONS).find(
        ([key]) => key === route,
      )?.[1];
      if (!allowed) unnamed.push(route);
      for (const who of KNOCKERS) {
        const mayEnter = allowed?.some((one) => one === 'anyone' || one === who) ?? false;
        const status = await knock(app, method, path, who);
        // What is not there is 404 for those who may ask about it, too.
        const absent = mayEnter && status === 404 && MAY_BE_ABSENT.test(path);
        const entered = !SHUT.has(status) || absent;
        if (entered !== mayEnter)
          wrong.push(`${who} ${mayEnter ? 'should' : 'should not'} get into ${route}: ${status}`);
        if (method === 'DELETE' && mayEnter && headers.has(who) && !NO_ROLE.has(who)) {
          headers.set(who, { cookie: await signedIn(stack, who) });
          // Whoever ends their other sessions ends the screens that they opened.
          if (who !== 'wall') headers.set('wall', { cookie: await signedIn(stack, 'wall') });
        }
      }
    }
    expect(unnamed).toEqual([]);
    expect(wrong).toEqual([]);
  });

  it('names no route that no app serves', () => {
    const served = new Set([stack.hub, stack.ingestion, stack.worker].flatMap(routesOf));
    expect(Object.keys(ROUTE_PERMISSIONS).filter((route) => !served.has(route))).toEqual([]);
  });

  it.each(['/api/users', '/metrics', '/admin', '/.env', '/v1/secrets', '/fhir/Patient/1/Observation'])(
    'says nothing at %s',
    async (path) => {
      const answer = await fetch(`${stack.url}${path}`, { headers: headers.get('administrator') ?? {} });
      // An address that is no one's is refused, or is the web app's page, which is the same for everybody.
      const page = await (await fetch(`${stack.url}/`)).text();
      const text = await answer.text();
      expect(answer.status === 404 || text === page).toBe(true);
    },
  );
});

describe('every socket event × every role', () => {
  const EVENTS = [...new Set(Object.keys(SOCKET_PERMISSIONS).map((key) => key.split(' ')[1] ?? '')), 'no-such-event'];

  const connect = (cookie: string | undefined, origin?: string): Socket => {
    const socket = io(`${stack.url}/ward`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { ...(cookie === undefined ? {} : { cookie }), ...(origin === undefined ? {} : { origin }) },
    });
    stopAtTheEnd(async () => Promise.resolve(socket.disconnect()));
    return socket;
  };

  const SENT: Record<string, object> = { shown: { alertIds: ['01890000-0000-7000-8000-000000000000'] } };

  /** The answer to an event: undefined when none came. */
  const answerTo = async (socket: Socket, event: string): Promise<{ error?: string } | undefined> =>
    socket
      .timeout(20_000)
      .emitWithAck(event, { wardId: wardOf(stack), ...SENT[event] })
      .catch(() => undefined) as Promise<{ error?: string } | undefined>;

  it.each(ROLES.flatMap((role) => EVENTS.map((event) => [role, event] as const)))('%s: %s', async (role, event) => {
    const socket = connect(headers.get(role)?.['cookie']);
    await until(() => socket.connected, { within: '5s', what: 'A connection' });
    const heard: string[] = [];
    socket.onAny((name: string) => heard.push(name));

    const allowed = SOCKET_PERMISSIONS[`/ward ${event}`]?.includes(role) ?? false;
    if (allowed && event !== 'join') await answerTo(socket, 'join');

    const answer = await answerTo(socket, event);

    expect(answer !== undefined && answer.error === undefined).toBe(allowed);
    if (!allowed) {
      expect(answer?.error).toMatch(/not one of yours/);
      expect(heard).toEqual([]);
    }
  });

  it.each([
    ['nobody', undefined, undefined],
    ['a session that is none', 'homeward_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', undefined],
    ['a page of another site', 'own', 'https://evil.example'],
  ])('lets %s not even connect', async (_, cookie, origin) => {
    const socket = connect(cookie === 'own' ? headers.get('lead')?.['cookie'] : cookie, origin);
    const refused = await new Promise<string>((resolve) => {
      socket.on('connect', () => resolve('connected'));
      socket.on('connect_error', (error) => resolve(error.message));
    });
    expect(refused).toMatch(/Sign in/);
  });

  it('ends with the session that it came with', async () => {
    const cookie = await signedIn(stack, 'lead');
    const before = connect(cookie);
    await until(() => before.connected, { within: '5s', what: 'A connection' });
    await fetch(`${stack.url}/api/session`, { method: 'DELETE', headers: { cookie } });
    const after = connect(cookie);
    const refused = await new Promise<string>((resolve) => {
      after.on('connect', () => resolve('connected'));
      after.on('connect_error', (error) => resolve(error.message));
    });
    expect(refused).toMatch(/Sign in/);
  });
});

describe('a wall screen', () => {
  const get = (path: string, cookie: string) => fetch(`${stack.url}${path}`, { headers: { cookie } });
  const screensPath = (id = ''): string => `/api/wards/${wardOf(stack)}/wall-screens${id}`;
  const screensAs = async (role: Knocker): Promise<WallScreens['screens']> =>
    ((await (await get(screensPath(), headers.get(role)?.['cookie'] ?? '')).json()) as WallScreens).screens;
  const end = async (role: Knocker, id: string | undefined): Promise<number> =>
    (
      await fetch(`${stack.url}${screensPath(`/${id}`)}`, {
        method: 'DELETE',
        headers: { cookie: headers.get(role)?.['cookie'] ?? '' },
      })
    ).status;
  const isOpen = async (cookie: string): Promise<boolean> => (await get('/api/session', cookie)).status === 200;
  const watching = async (cookie: string): Promise<{ socket: Socket; join: (wardId: string) => Promise<string> }> => {
    const socket = io(`${stack.url}/ward`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { cookie },
    });
    stopAtTheEnd(async () => Promise.resolve(socket.disconnect()));
    await until(() => socket.connected, { within: '30s', what: 'A connection' });
    return { socket, join: async (wardId) => JSON.stringify(await socket.emitWithAck('join', { wardId })) };
  };

  it('is nobody: who opened it is signed out there, and it says neither who that was nor what they may', async () => {
    const opener = await signedIn(stack, 'coordinator');
    const opened = await fetch(`${stack.url}${screensPath()}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: opener },
      body: JSON.stringify({ place: 'Hub', names: 'initials' }),
    });
    const told = await opened.text();
    expect(JSON.parse(told)).toMatchObject({ role: 'wall', wall: { wardId: wardOf(stack), names: 'initials' } });
    const account = stack.demo.accounts.find(({ role }) => role === 'coordinator');
    expect(told).not.toContain(account?.username);
    expect(opened.headers.getSetCookie()[0]).toMatch(/HttpOnly.*SameSite=Strict/i);
    expect(await isOpen(opener)).toBe(false);
    expect((await get(`/api/wards/${wardOf(stack)}/board`, opened.headers.getSetCookie()[0] ?? '')).status).toBe(403);
  });

  it('is told of beds, scores and initials of its own ward, and of no name, number or other ward', async () => {
    const { join } = await watching(await aWallScreen(stack));
    const told = await join(wardOf(stack));
    const { board } = JSON.parse(told) as { board: { tiles: { bed: number; patient: { name: string } }[] } };
    expect(board.tiles.length).toBeGreaterThan(0);
    const identifying = stack.demo.patients.flatMap(({ nhsNumber, name }) => [
      nhsNumber.replaceAll(' ', ''),
      name,
      ...name.split(/[\s-]+/).filter((part) => part.length > 4),
    ]);
    expect(identifying.filter((one) => told.includes(one))).toEqual([]);
    expect(await join('elsewhere')).toMatch(/not-found/);

    const full = await (await watching(await aWallScreen(stack, { names: 'full' }))).join(wardOf(stack));
    const onWard = patientOf(stack, 0);
    expect(full).toContain(onWard.name.split(' ').at(-1));
    expect(full).not.toContain(onWard.nhsNumber.replaceAll(' ', ''));
  });

  it('hears of a reading as it comes, and of nobody’s name with it', async () => {
    const { socket, join } = await watching(await aWallScreen(stack));
    await join(wardOf(stack));
    const heard: string[] = [];
    socket.on('event', (event: object) => heard.push(JSON.stringify(event)));
    const { nhsNumber, name } = patientOf(stack, 1);
    expect((await post(stack, aReadingSet(nhsNumber))).status).toBe(201);
    await until(() => heard.some((one) => one.includes('readings-evaluated')), { within: '60s', what: 'The event' });
    expect(heard.filter((one) => one.includes(name) || one.includes(nhsNumber.replaceAll(' ', '')))).toEqual([]);
  });

  it('is seen by its opener, leads and administrators, and ended by them alone, with its socket', async () => {
    const cookie = await aWallScreen(stack, { opener: 'coordinator', place: 'Coordinator’s wall' });
    const { socket } = await watching(cookie);
    const ofOpener = (await (
      await get('/api/account/sessions', await signedIn(stack, 'coordinator'))
    ).json()) as OwnSessions;
    expect(ofOpener.sessions.map(({ wall }) => wall?.place)).toContain('Coordinator’s wall');
    const [screen] = (await screensAs('administrator')).filter(({ place }) => place === 'Coordinator’s wall');
    expect(screen).toMatchObject({ mayEnd: true, names: 'initials' });
    expect((await screensAs('hub-clinician')).find(({ id }) => id === screen?.id)).toMatchObject({ mayEnd: false });
    expect(await end('hub-clinician', screen?.id)).toBe(404);
    expect(await isOpen(cookie)).toBe(true);
    expect(await end('administrator', screen?.id)).toBe(204);
    expect(await isOpen(cookie)).toBe(false);
    await until(() => !socket.connected, { within: '30s', what: 'The end of the socket' });
    // A session that is none of a wall's has no name here.
    const [own] = ofOpener.sessions.filter(({ wall }) => wall === null);
    expect(await end('administrator', own?.id)).toBe(404);
  });

  it('goes dark when it has been open for too long, when nobody used it, and when its opener loses the ward', async () => {
    const dark = async (change: string): Promise<boolean[]> => {
      const cookie = await aWallScreen(stack);
      const hash = [Buffer.from(cookie.split('=')[1] ?? '')];
      const before = await isOpen(cookie);
      await stack.database.query(change.replace('THIS', 'token_hash = sha256($1::bytea)'), hash);
      return [before, await isOpen(cookie)];
    };
    expect(await dark(`UPDATE session SET last_seen_at = now() - interval '3 days' WHERE THIS`)).toEqual([true, true]);
    expect(await dark(`UPDATE session SET last_seen_at = now() - interval '97 hours' WHERE THIS`)).toEqual([
      true,
      false,
    ]);
    const [limit] = await stack.database.query<{ days: number }>(
      `SELECT max(extract(epoch FROM expires_at - created_at) / 86400)::float8 AS days FROM session WHERE kind = 'wall'`,
    );
    expect(limit?.days).toBe(30);
    expect(await dark(`UPDATE session SET expires_at = now() - interval '1 second' WHERE THIS`)).toEqual([true, false]);
    const lead = stack.demo.accounts.find(({ role }) => role === 'lead')?.username;
    const set = (change: string) => stack.database.query(`UPDATE account SET ${change} WHERE username = $1`, [lead]);
    const cookie = await aWallScreen(stack);
    await set(`ward_ids = '{elsewhere}'`);
    expect(await isOpen(cookie)).toBe(false);
    await set(`ward_ids = '{${wardOf(stack)}}'`);
    expect(await isOpen(cookie)).toBe(true);
    await set(`role = 'administrator'`);
    expect(await isOpen(cookie)).toBe(false);
    await set(`role = 'lead'`);
  });
});

describe('a patient beyond one’s wards', () => {
  const REASON = { kind: 'emergency', reason: 'The ambulance crew asks for the readings' };
  const as = (cookie: string, path: string, method = 'GET', body?: object): Promise<Response> =>
    fetch(`${stack.url}${path}`, {
      method,
      headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const role = (name: Knocker): string => headers.get(name)?.['cookie'] ?? '';
  const opens = async (cookie: string, index: number): Promise<OpenGlass> => {
    const { admissionId: _, ...known } = await aPatientToOpen(stack, index);
    const answer = await as(cookie, '/api/break-glass', 'POST', { ...known, ...REASON });
    if (answer.status !== 201) throw new Error(`breaking the glass was answered ${answer.status}`);
    return (await answer.json()) as OpenGlass;
  };

  it('is opened by who they are and a reason, and by nothing less', async () => {
    const outsider = await anOutsider(stack);
    const { admissionId: stay, ...known } = await aPatientToOpen(stack, 0);
    const wish = { ...known, ...REASON };
    const status = async (cookie: string, body: object): Promise<number> =>
      (await as(cookie, '/api/break-glass', 'POST', body)).status;
    expect((await as(outsider, `/api/admissions/${stay}`)).status).toBe(404);
    expect([
      await status(outsider, { ...wish, birthDate: '1901-01-01' }),
      await status(outsider, { ...wish, nhsNumber: '943 476 5919' }),
      await status(outsider, { ...wish, reason: ' ' }),
      await status(outsider, { ...wish, kind: 'curiosity' }),
      await status(outsider, { ...wish, until: '2030-01-01T00:00:00Z' }),
      await status(role('hub-clinician'), wish),
    ]).toEqual([404, 404, 422, 422, 422, 409]);
    expect((await as(outsider, `/api/admissions/${stay}`)).status).toBe(404);
  });

  it('is open for an hour, with what is about them and nothing else of their ward', async () => {
    const outsider = await anOutsider(stack);
    const glass = await opens(outsider, 0);
    const { admissionId: other } = await aPatientToOpen(stack, 1);
    const [row] = await stack.database.query<{ minutes: number }>(
      'SELECT (extract(epoch FROM until - opened_at) / 60)::int AS minutes FROM break_glass WHERE id = $1',
      [glass.id],
    );
    expect(row?.minutes).toBe(60);
    const head = await as(outsider, `/api/admissions/${glass.admissionId}`);
    expect(await head.json()).toMatchObject({ openUntil: glass.until });

    const open: ReadonlySet<string> = new Set(THROUGH_GLASS);
    const looks = Object.keys(ROUTE_PERMISSIONS).filter((route) => route.startsWith('GET /api/admissions/:id'));
    const answers = await Promise.all(
      looks.map(async (route) => {
        const path = route.slice(4).replace(/:(transfer|photo)Id/, '01890000-0000-7000-8000-000000000000');
        const statusOf = async (id: string): Promise<number> => (await as(outsider, path.replace(':id', id))).status;
        return [route, await statusOf(glass.admissionId), await statusOf(other)] as const;
      }),
    );
    // There is no such photo.
    const shown = (route: string): boolean => open.has(route) && !route.endsWith('/:photoId');
    expect(answers).toEqual(looks.map((route) => [route, shown(route) ? 200 : 404, 404]));

    const note = { text: 'Spoke with the crew' };
    const write = async (id: string): Promise<number> =>
      (await as(outsider, `/api/admissions/${id}/notes`, 'POST', note)).status;
    expect([await write(glass.admissionId), await write(other)]).toEqual([201, 404]);
    const moved = await as(outsider, `/api/admissions/${glass.admissionId}/bed`, 'PUT', { version: 1, bed: 3 });
    expect(moved.status).toBe(404);
    expect((await as(outsider, `/api/wards/${wardOf(stack)}/board`)).status).toBe(404);
    expect(((await (await as(outsider, '/api/wards')).json()) as { id: string }[]).map(({ id }) => id)).toEqual([
      'far-away',
    ]);
    // Nor to anybody else of theirs.
    expect((await as(await anOutsider(stack), `/api/admissions/${glass.admissionId}`)).status).toBe(404);
    const socket = io(`${stack.url}/ward`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { cookie: outsider },
    });
    stopAtTheEnd(async () => Promise.resolve(socket.disconnect()));
    await until(() => socket.connected, { within: '30s', what: 'A connection' });
    expect(await socket.emitWithAck('join', { wardId: wardOf(stack) })).toMatchObject({ code: 'not-found' });
  });

  it('is shut when the hour is over, and nobody can say that it was another hour', async () => {
    const outsider = await anOutsider(stack);
    const who = (await (await as(outsider, '/api/session')).json()) as { id: string };
    const { admissionId: stay } = await aPatientToOpen(stack, 0);
    await stack.database.query(
      `INSERT INTO break_glass (id, admission_id, ward_id, account_id, account_name, role, kind, reason, opened_at, until)
       VALUES (gen_random_uuid(), $1, $2, $3, 'Ophelia Outsider', 'hub-clinician', 'other', 'An hour ago', now() - interval '61 minutes', now() - interval '1 minute')`,
      [stay, wardOf(stack), who.id],
    );
    expect((await as(outsider, `/api/admissions/${stay}`)).status).toBe(404);
    const change = (text: string) => stack.database.query(`${text} WHERE account_id = $1`, [who.id]);
    await expect(change(`UPDATE break_glass SET until = now() + interval '1 hour'`)).rejects.toThrow(/stays as it is/);
    await expect(change('DELETE FROM break_glass')).rejects.toThrow(/stays as it is/);
  });

  it('is not found by trying: after five that were nobody’s each waits longer, and whoever reviews sees who tried', async () => {
    const outsider = await anOutsider(stack, 'coordinator');
    const who = (await (await as(outsider, '/api/session')).json()) as { id: string };
    const { admissionId: stay, nhsNumber, birthDate } = await aPatientToOpen(stack, 5);
    const tries = async (birth: string): Promise<Response> =>
      as(outsider, '/api/break-glass', 'POST', { nhsNumber, birthDate: birth, ...REASON });
    const found = await tries(birthDate);
    expect(found.status).toBe(201);
    const statuses: number[] = [];
    for (let day = 1; day <= 5; day += 1) statuses.push((await tries(`1901-01-0${day}`)).status);
    expect(statuses).toEqual([404, 404, 404, 404, 404]);
    // Right or wrong: nothing is looked for any more.
    const held = await tries(birthDate);
    expect([held.status, Number(held.headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);
    expect(((await held.json()) as { detail: string }).detail).toMatch(/In an emergency ring .* Try again in/);
    // Nobody else waits for it, and who has it open has it open.
    expect((await as(outsider, `/api/admissions/${stay}`)).status).toBe(200);
    expect((await opens(await anOutsider(stack), 5)).admissionId).toBe(stay);

    const seenBy = async (cookie: string) =>
      ((await (await as(cookie, '/api/break-glass/reviews')).json()) as GlassReviews).triedInVain;
    const told = { by: { name: 'Ophelia Outsider', role: 'coordinator' }, times: 5, heldBack: 1 };
    expect(await seenBy(role('auditor'))).toContainEqual({ ...told, lastAt: expect.any(Number) });
    expect(await seenBy(await anOutsider(stack, 'lead'))).toContainEqual({ ...told, lastAt: expect.any(Number) });
    // They are of no ward of this lead's.
    expect(JSON.stringify(await seenBy(role('lead')))).not.toContain('Ophelia');
    const [kept] = await stack.database.query<{ tries: string }>(
      `SELECT count(*) AS tries FROM audit_entry WHERE content::jsonb ->> 'act' = 'break-glass-refused' AND content::jsonb -> 'actor' ->> 'id' = $1`,
      [who.id],
    );
    expect(kept?.tries).toBe('6');
  });

  it('lets nobody try from many accounts at one address', async () => {
    const from = { 'x-forwarded-for': '198.18.7.7', 'content-type': 'application/json' };
    const { nhsNumber } = await aPatientToOpen(stack, 5);
    const statuses = new Set<number>();
    for (const cookie of await Promise.all(Array.from({ length: 6 }, () => anOutsider(stack)))) {
      for (let day = 1; day <= 4; day += 1) {
        const answer = await fetch(`${stack.hub.url}/api/break-glass`, {
          method: 'POST',
          headers: { ...from, cookie },
          body: JSON.stringify({ nhsNumber, birthDate: `1901-02-0${day}`, ...REASON }),
        });
        statuses.add(answer.status);
      }
    }
    expect([...statuses]).toEqual([404, 429]);
  });

  it('leaves its mark on each act in the trail, and on no other, by which an auditor finds them', async () => {
    const outsider = await anOutsider(stack);
    const glass = await opens(outsider, 6);
    await as(outsider, `/api/admissions/${glass.admissionId}`);
    await as(outsider, `/api/admissions/${glass.admissionId}/notes`, 'POST', { text: 'Spoke with the crew' });
    // Of the ward's own people: no mark.
    await as(role('hub-clinician'), `/api/admissions/${glass.admissionId}`);
    await as(role('lead'), `/api/break-glass/${glass.id}/review`, 'POST', { finding: 'appropriate', note: null });
    const search = async (question: object): Promise<AuditPage> =>
      (await (await as(role('auditor'), '/api/audit/search', 'POST', question)).json()) as AuditPage;
    const { entries } = await search({ glass: glass.id });
    expect(entries.map(({ act }) => act)).toEqual(['reviewed-glass', 'wrote-note', 'viewed-patient', 'broke-glass']);
    expect(entries.map(({ details }) => details['glass'])).toEqual(entries.map(() => glass.id));
    const all = (await search({ admission: glass.admissionId })).entries;
    expect(all.filter(({ act, details }) => act === 'viewed-patient' && !('glass' in details)).length).toBeGreaterThan(
      0,
    );
    const verdict = await as(role('auditor'), '/api/audit/verification', 'POST', {});
    expect(await verdict.json()).toMatchObject({ whole: true });
  });

  it('is told to the ward’s lead, who finds once whether it was right; never to whoever opened it', async () => {
    const outsider = await anOutsider(stack, 'lead');
    const waiting = async (cookie: string): Promise<number> =>
      ((await (await as(cookie, '/api/break-glass/reviews/count')).json()) as { waiting: number }).waiting;
    const before = await waiting(role('lead'));
    const { id, admissionId: stay } = await opens(outsider, 3);
    await as(outsider, `/api/admissions/${stay}`);
    expect([await waiting(role('lead')), await waiting(outsider)]).toEqual([before + 1, 0]);
    const listed = async (cookie: string) =>
      ((await (await as(cookie, '/api/break-glass/reviews')).json()) as GlassReviews).glasses.find(
        (glass) => glass.id === id,
      );
    expect(await listed(role('lead'))).toMatchObject({
      ...REASON,
      by: { name: 'Ophelia Outsider', role: 'lead' },
      did: [{ act: 'viewed-patient', times: 1 }],
      review: null,
    });
    expect(await listed(outsider)).toBeUndefined();
    const review = async (cookie: string): Promise<number> =>
      (await as(cookie, `/api/break-glass/${id}/review`, 'POST', { finding: 'not-appropriate', note: null })).status;
    expect([await review(outsider), await review(role('hub-clinician'))]).toEqual([404, 403]);
    expect([await review(role('lead')), await review(role('auditor'))]).toEqual([204, 409]);
    expect((await listed(role('auditor')))?.review).toMatchObject({ finding: 'not-appropriate', note: null });
    expect(await waiting(role('lead'))).toBe(before);
  });
});

describe('an auditor', () => {
  const asked = async (path: string, body: object): Promise<Response> =>
    fetch(`${stack.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers.get('auditor') },
      body: JSON.stringify(body),
    });
  const search = async (question: object): Promise<AuditPage> =>
    (await (await asked('/api/audit/search', question)).json()) as AuditPage;

  it('finds who saw whom, by who, whose record, what and when', async () => {
    const { admissionId: stay, nhsNumber } = await aPatientToOpen(stack, 4);
    const since = new Date(Date.now() - 60_000).toISOString();
    await fetch(`${stack.url}/api/admissions/${stay}`, { headers: headers.get('coordinator') ?? {} });
    const coordinator = (await (
      await fetch(`${stack.url}/api/session`, { headers: headers.get('coordinator') ?? {} })
    ).json()) as { id: string; displayName: string };
    const { entries } = await search({ nhsNumber, act: 'viewed-patient', account: coordinator.id, from: since });
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      act: 'viewed-patient',
      who: { kind: 'person', id: coordinator.id, name: coordinator.displayName },
      admissions: [stay],
    });
    expect((await search({ nhsNumber, act: 'viewed-patient', to: '2020-01-01T00:00:00Z' })).entries).toEqual([]);
    const [first] = (await search({})).entries;
    expect((await search({ before: first?.seq })).entries[0]?.seq).toBe((first?.seq ?? 0) - 1);
    // What it tells of a patient is that they were seen.
    const all = JSON.stringify([await search({}), await search({ admission: stay })]);
    expect(stack.demo.patients.filter(({ name }) => all.includes(name))).toEqual([]);
    expect(all).not.toContain(nhsNumber);
  });

  it('sees that the chain is what was written, and where it is not', async () => {
    const verify = async (): Promise<AuditVerified> =>
      (await (await asked('/api/audit/verification', {})).json()) as AuditVerified;
    expect(await verify()).toMatchObject({ whole: true, broken: null, end: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const change = async (to: string): Promise<void> => {
      await stack.database.query('ALTER TABLE audit_entry DISABLE TRIGGER audit_is_append_only');
      await stack.database.query(`UPDATE audit_entry SET content = ${to} WHERE seq = 3`);
      await stack.database.query('ALTER TABLE audit_entry ENABLE TRIGGER audit_is_append_only');
    };
    await change(`content || ' '`);
    expect(await verify()).toMatchObject({ whole: false, links: 2, broken: { seq: 3, why: 'changed' }, end: null });
    await change('left(content, -1)');
    expect(await verify()).toMatchObject({ whole: true });
  });
});

describe('only one’s own', () => {
  it('shows care-home staff their own home’s residents and nobody else’s', async () => {
    const cookie = headers.get('care-home') ?? {};
    const own = await fetch(`${stack.url}/api/homes/${carehomeId}/residents`, { headers: cookie });
    const { tiles } = (await own.json()) as { tiles: { place: { id: string } }[] };
    expect(tiles.length).toBeGreaterThan(0);
    expect(new Set(tiles.map((tile) => tile.place.id))).toEqual(new Set([carehomeId]));

    const [other] = await stack.database.query<{ id: string }>('SELECT id FROM care_home WHERE id <> $1', [carehomeId]);
    const elsewhere = await fetch(`${stack.url}/api/homes/${other?.id}/residents`, { headers: cookie });
    const nowhere = await fetch(`${stack.url}/api/homes/no-such-home/residents`, { headers: cookie });
    expect([elsewhere.status, nowhere.status]).toEqual([404, 404]);
    const [a, b] = (await Promise.all([elsewhere.json(), nowhere.json()])) as { detail: string }[];
    expect(a?.detail).toBe(b?.detail);
  });

  it('finds no ward of others', async () => {
    await stack.database.query(`INSERT INTO ward (id, name, capacity) VALUES ('elsewhere', 'Elsewhere', 5)`);
    const cookie = headers.get('hub-clinician') ?? {};
    const answers = await Promise.all(
      ['elsewhere', 'nowhere'].map((id) => fetch(`${stack.url}/api/wards/${id}/board`, { headers: cookie })),
    );
    expect(answers.map((answer) => answer.status)).toEqual([404, 404]);
    const wards = (await (await fetch(`${stack.url}/api/wards`, { headers: cookie })).json()) as { id: string }[];
    expect(wards.map((ward) => ward.id)).toEqual([wardOf(stack)]);
  });

  it('takes a reading for a ward outside the source’s own as of somebody unknown', async () => {
    const key = await aKey(stack, { wardIds: ['elsewhere'] });
    const { nhsNumber } = patientOf(stack, 0);
    const answer = await fetch(`${stack.url}/v1/observations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({
        patient: { nhsNumber },
        sourceRef: '1',
        effectiveAt: new Date().toISOString(),
        pulse: 70,
      }),
    });
    expect(await answer.json()).toMatchObject({ matched: false });
  });
});

describe('sign-in', () => {
  const attempt = (username: string, password: string, origin?: string) =>
    fetch(`${stack.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(origin === undefined ? {} : { origin }) },
      body: JSON.stringify({ username, password }),
    });

  const fail = (): never => {
    throw new Error('the demo has no such account');
  };
  const entering = async (role: string, more: Record<string, string>): Promise<Response> => {
    const { username, password } = stack.demo.accounts.find((one) => one.role === role) ?? fail();
    return fetch(`${stack.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...more },
      body: JSON.stringify({ username, password }),
    });
  };
  const sessionIn = (answer: Response): string => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const whoIs = async (cookie: string): Promise<number> =>
    (await fetch(`${stack.url}/api/session`, { headers: { cookie } })).status;

  it('says the same of a wrong password and of a username that nobody has', async () => {
    const { username } = stack.demo.accounts[0] ?? { username: '' };
    const answers = await Promise.all([attempt(username, 'wrong'), attempt('nobody-at-all', 'wrong')]);
    expect(answers.map((answer) => answer.status)).toEqual([401, 401]);
    const [a, b] = (await Promise.all(answers.map((answer) => answer.json()))) as { detail: string; title: string }[];
    expect([a?.title, a?.detail]).toEqual([b?.title, b?.detail]);
  });

  it('gives a cookie that no script reads and no other site sends, and keeps only its hash', async () => {
    const account = stack.demo.accounts.find((one) => one.role === 'lead');
    const answer = await attempt(account?.username ?? '', account?.password ?? '', stack.url);
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Strict/i);
    const token = /homeward_session=([^;]+)/.exec(cookie)?.[1] ?? '';
    const kept = await stack.database.query('SELECT 1 FROM session WHERE token_hash = sha256($1::bytea)', [
      Buffer.from(token),
    ]);
    expect(kept).toHaveLength(1);
  });

  it('gives a session of its own choice, and ends the one that the browser came with', async () => {
    const fixed = `homeward_session=${'A'.repeat(43)}`;
    const planted = await entering('lead', { cookie: fixed });
    expect(await whoIs(fixed)).toBe(401);
    const first = sessionIn(planted);
    expect(await whoIs(first)).toBe(200);
    const second = sessionIn(await entering('coordinator', { cookie: first }));
    expect([await whoIs(first), await whoIs(second)]).toEqual([401, 200]);
  });

  it('makes whoever guesses wait, alike for an account that is none, and keeps nobody out of their own browser', async () => {
    const browser = (await entering('coordinator', {})).headers
      .getSetCookie()
      .map((one) => one.split(';')[0] ?? '')
      .filter((one) => one.startsWith('homeward_browser='))
      .join();
    const { username, password } = stack.demo.accounts.find(({ role }) => role === 'coordinator') ?? fail();
    const waits: unknown[] = [];
    for (const name of [username, 'nobody-at-all-here']) {
      const answers: Response[] = [];
      for (let i = 0; i < 11; i++) answers.push(await attempt(name, 'wrong'));
      expect(answers.map(({ status }) => status)).toEqual([...Array<number>(10).fill(401), 429]);
      const last = answers[10]!;
      expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
      const { title, detail } = (await last.json()) as { title: string; detail: string };
      waits.push({ title, detail });
    }
    expect(waits[0]).toEqual(waits[1]);
    // The right password, in another spelling of the name and by another hub's door, waits as well.
    const elsewhere = await fetch(`${stack.hub.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: username.toUpperCase(), password }),
    });
    expect(elsewhere.status).toBe(429);
    expect((await entering('coordinator', { cookie: browser })).status).toBe(200);
    // Its owner got in, and whoever guesses waits on.
    expect((await attempt(username, 'wrong')).status).toBe(429);
  });

  it('refuses a form that another site sends', async () => {
    const account = stack.demo.accounts.find((one) => one.role === 'lead');
    expect((await attempt(account?.username ?? '', account?.password ?? '', 'https://evil.example')).status).toBe(403);
  });

  it('logs no name, no NHS number, no password and no key', () => {
    const logs = [stack.hub, stack.ingestion, stack.worker].map((app) => app.logs()).join('\n');
    const secrets = [
      ...stack.demo.patients.flatMap(({ nhsNumber, name }) => [nhsNumber, name]),
      ...stack.demo.accounts.map(({ password }) => password),
      ...stack.demo.sources.map(({ key }) => key),
    ];
    expect(secrets.filter((secret) => logs.includes(secret))).toEqual([]);
  });
});

describe('one’s own sign-in', () => {
  const send = (method: string, path: string, cookie: string, body?: object) =>
    fetch(`${stack.url}${path}`, {
      method,
      headers: { cookie, 'user-agent': FIREFOX, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
  const accountOf = (role: string) => {
    const account = stack.demo.accounts.find((one) => one.role === role);
    if (!account) throw new Error(`the demo has no ${role}`);
    return account;
  };
  const entering = (role: string, password = accountOf(role).password) =>
    send('POST', '/api/session', '', { username: accountOf(role).username, password });
  const sessionIn = (answer: Response): string => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const isIn = async (cookie: string): Promise<boolean> => (await send('GET', '/api/session', cookie)).status === 200;
  const sessions = async (cookie: string) =>
    ((await (await send('GET', '/api/account/sessions', cookie)).json()) as OwnSessions).sessions;

  it('shows where one is, and ends a session elsewhere with its sockets, and nobody else’s', async () => {
    const [ward, office] = [sessionIn(await entering('lead')), sessionIn(await entering('lead'))];
    const [here] = (await sessions(office)).filter(({ thisOne }) => thisOne);
    expect(here).toMatchObject({ browser: 'Firefox on Linux', address: expect.stringContaining('127.0.0.1') });
    const there = (await sessions(ward)).find(({ thisOne }) => thisOne);
    const socket = io(`${stack.url}/ward`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { cookie: ward },
    });
    stopAtTheEnd(async () => Promise.resolve(socket.disconnect()));
    await until(() => socket.connected, { within: '15s', what: 'A connection' });
    const told: string[] = [];
    socket.onAny((event: string) => told.push(event));

    const stranger = headers.get('administrator')?.['cookie'] ?? '';
    const path = `/api/account/sessions/${there?.id}`;
    expect((await send('DELETE', path, stranger)).status).toBe(404);
    expect(await isIn(ward)).toBe(true);
    expect((await send('DELETE', path, office)).status).toBe(204);
    expect(await isIn(ward)).toBe(false);
    await until(() => !socket.connected, { within: '15s', what: 'The end of the socket' });
    expect(told).toEqual(['session-ended']);

    const third = sessionIn(await entering('lead'));
    expect((await send('DELETE', '/api/account/sessions', third)).status).toBe(204);
    expect([await isIn(office), await isIn(third)]).toEqual([false, true]);
    expect(await sessions(third)).toHaveLength(1);
  });

  it('changes a password: not by a wrong one, to no common one, and every session ends', async () => {
    const current = accountOf('care-home').password;
    const [one, other] = [sessionIn(await entering('care-home')), sessionIn(await entering('care-home'))];
    const change = (body: object) => send('PUT', '/api/account/password', one, body);
    const refused = [
      await change({ current: 'wrong', password: 'kettle ferry walnut' }),
      await change({ current, password: 'too short' }),
      await change({ current, password: 'password1234' }),
      await change({ current, password: `${accountOf('care-home').username}12` }),
      await change({ current, password: 'kettle ferry walnut', role: 'lead' }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422]);
    expect(await isIn(other)).toBe(true);
    const changed = await change({ current, password: 'kettle ferry walnut' });
    expect(changed.status).toBe(200);
    expect([await isIn(one), await isIn(other), await isIn(sessionIn(changed))]).toEqual([false, false, true]);
    expect((await entering('care-home')).status).toBe(401);
    expect((await entering('care-home', 'kettle ferry walnut')).status).toBe(200);
  });

  it('is recovered by a code of an administrator’s: once, for nobody else, never for oneself', async () => {
    const admin = sessionIn(await entering('administrator'));
    const { accounts } = (await (await send('GET', '/api/accounts', admin)).json()) as StaffAccounts;
    const named = (role: string) => accounts.find(({ username }) => username === accountOf(role).username);
    expect(named('administrator')?.isYou).toBe(true);
    expect(accounts.filter(({ role }) => role === 'patient' || role === 'carer')).toEqual([]);
    const give = (id: string | undefined) => send('POST', `/api/accounts/${id}/recovery`, admin, {});
    expect((await give(named('administrator')?.id)).status).toBe(404);
    const recovering = (code: string, password: string) =>
      send('POST', '/api/session/recovery', '', { code, password });

    for (let i = 0; i < 11; i++) await entering('care-home', 'guessed');
    expect((await entering('care-home', 'kettle ferry walnut')).status).toBe(429);
    const before = (await (await give(named('care-home')?.id)).json()) as RecoveryGiven;
    const { code } = (await (await give(named('care-home')?.id)).json()) as RecoveryGiven;
    expect((await recovering(before.code, 'pebble orchard signal')).status).toBe(401);
    expect((await recovering(code, 'password1234')).status).toBe(422);
    expect(
      (await recovering(`${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`, 'pebble orchard signal')).status,
    ).toBe(401);
    const recovered = await recovering(code.toLowerCase(), 'pebble orchard signal');
    expect(recovered.status).toBe(200);
    expect(await recovered.json()).toMatchObject({ username: accountOf('care-home').username });
    expect(await isIn(sessionIn(recovered))).toBe(true);
    expect((await recovering(code, 'pebble orchard signal')).status).toBe(401);
    // Whoever guessed keeps nobody out any more, and what was the password is none.
    expect((await entering('care-home', 'pebble orchard signal')).status).toBe(200);
    expect((await entering('care-home', 'kettle ferry walnut')).status).toBe(401);
    // A code of a patient's stay recovers nobody.
    const { code: ofPatient } = await aCode(stack, admissionId, 'patient');
    expect((await recovering(ofPatient, 'pebble orchard signal')).status).toBe(401);
    expect((await byCode(stack, ofPatient)).status).toBe(200);
  });

  it('asks for a second factor where there is one: each code once, spare codes once, until it is removed', async () => {
    const cookie = sessionIn(await entering('hub-clinician'));
    const { username, password } = accountOf('hub-clinician');
    const own = (path: string, body: object) => send('POST', `/api/account/second-factor${path}`, cookie, body);
    const entersWith = async (secondFactor: string): Promise<number> =>
      (await send('POST', '/api/session', '', { username, password, secondFactor })).status;
    expect((await own('', { password: 'wrong' })).status).toBe(422);
    const { secret, address } = (await (await own('', { password })).json()) as SecondFactorBegun;
    expect(address).toContain(`secret=${secret}`);
    // Not asked for before it was confirmed.
    expect((await entering('hub-clinician')).status).toBe(200);

    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    let used = 0;
    /** A code that is good now and was not used. */
    const nextCode = (): string => {
      used = Math.max(used + 1, Math.floor(Date.now() / 30_000));
      return totp.generate({ timestamp: used * 30_000 });
    };
    expect((await own('/confirmation', { code: 'abcdef' })).status).toBe(422);
    const confirming = nextCode();
    const { codes } = (await (await own('/confirmation', { code: confirming })).json()) as SpareCodes;
    expect(new Set(codes).size).toBe(10);
    expect((await own('/confirmation', { code: confirming })).status).toBe(422);

    const asked = await entering('hub-clinician');
    expect([asked.status, ((await asked.json()) as { type: string }).type]).toEqual([
      401,
      expect.stringMatching(/second-factor-needed$/),
    ]);
    expect(asked.headers.getSetCookie()).toEqual([]);
    expect(await entersWith(confirming)).toBe(401);
    const code = nextCode();
    expect(await entersWith(code)).toBe(200);
    expect(await entersWith(code)).toBe(401);
    expect([await entersWith(codes[0]!.toLowerCase()), await entersWith(codes[0]!)]).toEqual([200, 401]);
    // No secret and no code stands in the record as it is.
    const kept = JSON.stringify([
      await stack.database.query(`SELECT encode(sealed, 'hex'), encode(sealed, 'escape') FROM second_factor`),
      await stack.database.query(`SELECT encode(code_hash, 'hex'), encode(code_hash, 'escape') FROM spare_code`),
    ]);
    expect([secret, ...codes].filter((one) => kept.includes(one))).toEqual([]);
    expect((await own('/removal', { password })).status).toBe(204);
    expect((await entering('hub-clinician')).status).toBe(200);
  });

  it('goes on with the telephone that one has while the key of second factors is changed, and the key before is needed no more', async () => {
    const database = await Database.open({ url: stack.database.url, poolSize: 2, applicationName: 'test' });
    stopAtTheEnd(() => database.close());
    const cookie = sessionIn(await entering('hub-clinician'));
    const { password } = accountOf('hub-clinician');
    const begun = await send('POST', '/api/account/second-factor', cookie, { password });
    const { secret } = (await begun.json()) as SecondFactorBegun;
    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    let step = Math.floor(Date.now() / 30_000);
    const confirmation = { code: totp.generate({ timestamp: step * 30_000 }) };
    expect((await send('POST', '/api/account/second-factor/confirmation', cookie, confirmation)).status).toBe(201);
    const [account] = await stack.database.query<Account>(
      `SELECT a.id, a.username FROM account a JOIN second_factor f ON f.account_id = a.id WHERE a.username = $1`,
      [accountOf('hub-clinician').username],
    );
    /** With the next code, at its moment. */
    const passes = (key: Buffer, keyBefore: Buffer | null) => {
      const at = (step += 1) * 30_000;
      const code = totp.generate({ timestamp: at });
      return passesSecondFactor(database, { account: account!, keys: { key, keyBefore }, code }, new Date(at));
    };
    const [next, third] = [randomBytes(32), randomBytes(32)];
    expect(await passes(next, null)).toBe('wrong');
    // Several hubs: one of them still seals with the key before, and knows the next.
    expect(await passes(SECOND_FACTOR_KEY, next)).toBe('passes');
    expect(await sealUnderTheKey(database, { key: next, keyBefore: SECOND_FACTOR_KEY })).toMatchObject({
      sealedAnew: 1,
      unopened: 0,
    });
    expect([await passes(next, null), await passes(SECOND_FACTOR_KEY, null)]).toEqual(['passes', 'wrong']);
    // Where no start of a hub did it, the next sign-in does.
    expect([await passes(third, next), await passes(third, null)]).toEqual(['passes', 'passes']);
    expect(await sealUnderTheKey(database, { key: next, keyBefore: null })).toMatchObject({ unopened: 1 });

    // One from before they were sealed is derived: a code says of which key.
    const salt = randomBytes(16);
    await stack.database.query('UPDATE second_factor SET sealed = NULL, salt = $2 WHERE account_id = $1', [
      account!.id,
      salt,
    ]);
    const derived = createHmac('sha256', next).update(account!.id).update(salt).digest().subarray(0, 20);
    totp.secret = new Secret({ buffer: new Uint8Array(derived).buffer });
    expect(await sealUnderTheKey(database, { key: third, keyBefore: next })).toMatchObject({ waiting: 1 });
    expect([await passes(third, next), await passes(third, null)]).toEqual(['passes', 'passes']);
    await stack.database.query('DELETE FROM second_factor WHERE account_id = $1', [account!.id]);
  });

  it('lets a role that needs a second factor do nothing before it has one', async () => {
    const database = await Database.open({ url: stack.database.url, poolSize: 2, applicationName: 'test' });
    stopAtTheEnd(() => database.close());
    const terms = { key: SECOND_FACTOR_KEY, keyBefore: null, demandedOf: ['administrator'] as const };
    const { username, password } = accountOf('administrator');
    const from = { address: '198.18.1.1', browser: null, userAgent: undefined };
    const became = await signIn(
      database,
      { username, password, secondFactor: null, terms, from, cameWith: null },
      new Date(),
    );
    if (became.kind !== 'in') throw new Error(became.kind);
    const cookie = `homeward_session=${became.session.token}`;
    const who = await send('GET', '/api/session', cookie);
    expect(await who.json()).toMatchObject({ setsUpSecondFactor: true });
    for (const path of ['/api/wards', '/api/sources', '/api/account/sessions', '/api/accounts']) {
      const refused = await send('GET', path, cookie);
      expect([refused.status, ((await refused.json()) as { type: string }).type]).toEqual([
        403,
        expect.stringMatching(/second-factor-to-set-up$/),
      ]);
    }
    const begun = await send('POST', '/api/account/second-factor', cookie, { password });
    const { secret } = (await begun.json()) as SecondFactorBegun;
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    expect((await send('POST', '/api/account/second-factor/confirmation', cookie, { code })).status).toBe(201);
    expect((await send('GET', '/api/wards', cookie)).status).toBe(200);
  });
});

describe('signing in by an OpenID provider', () => {
  const NURSE = { name: 'Ines Wareham', preferred_username: 'Ines@nhs.example', roles: ['nurse'] };
  const nobody = { cookie: '' };
  const begin = (as: { cookie: string } = nobody): Promise<Response> =>
    fetch(`${stack.url}/api/session/sign-on`, { method: 'POST', headers: as.cookie === '' ? {} : as });
  const kept = (answer: Response, name: string): string =>
    answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0] ?? '')
      .find((one) => one.startsWith(`${name}=`)) ?? '';
  const comeBack = (query: string, cookie: string): Promise<Response> =>
    fetch(`${stack.url}/api/session/sign-on/return${query}`, { redirect: 'manual', headers: { cookie } });
  const signOn = async (subject: string, as?: { cookie: string }) => {
    const begun = await begin(as);
    const { address } = (await begun.json()) as { address: string };
    const away = kept(begun, 'homeward_sign_on');
    const query = await provider.signIn(address, subject);
    const back = await comeBack(query, away);
    return { address: new URL(address), away, query, back, cookie: kept(back, 'homeward_session') };
  };
  const whoIs = async (cookie: string) => {
    const answer = await fetch(`${stack.url}/api/session`, { headers: { cookie } });
    return answer.status === 200 ? ((await answer.json()) as Record<string, unknown>) : answer.status;
  };
  /** Why nobody was signed in: where the browser is sent, with no session. */
  const refusal = (answer: Response): string | null => {
    expect(kept(answer, 'homeward_session')).toBe('');
    return new URL(answer.headers.get('location') ?? '', PUBLIC).searchParams.get('why');
  };

  beforeAll(() => {
    provider.people.set('ines', NURSE);
  });

  it('signs a nurse in by what the provider says of her, with PKCE, state and nonce, and ends the session she came with', async () => {
    const before = { cookie: await signedIn(stack, 'lead') };
    const { address, away, back, cookie } = await signOn('ines', before);
    const asked = Object.fromEntries(address.searchParams);
    expect(asked).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: 'openid profile roles',
    });
    expect([asked['state'], asked['nonce'], asked['code_challenge']].every((one) => (one?.length ?? 0) >= 43)).toBe(
      true,
    );
    expect(away.length).toBeGreaterThan(100);
    expect([back.status, back.headers.get('location')]).toEqual([303, '/']);
    expect(back.headers.getSetCookie().find((one) => one.startsWith('homeward_session='))).toMatch(
      /HttpOnly.*SameSite=Strict/i,
    );
    expect(await whoIs(cookie)).toMatchObject({
      username: 'ines@nhs.example',
      displayName: 'Ines Wareham',
      role: 'hub-clinician',
      isVouchedFor: true,
    });
    expect(await whoIs(before.cookie)).toBe(401);
    const board = await fetch(`${stack.url}/api/wards/${wardOf(stack)}/board`, { headers: { cookie } });
    expect(board.status).toBe(200);
  });

  it('is the same account the next time, with what the claims say then', async () => {
    const first = (await whoIs((await signOn('ines')).cookie)) as { id: string };
    provider.people.set('ines', { ...NURSE, name: 'Ines Swanage', roles: ['lead', 'nurse'] });
    const second = await whoIs((await signOn('ines')).cookie);
    provider.people.set('ines', NURSE);
    expect(second).toMatchObject({ id: first.id, displayName: 'Ines Swanage', role: 'lead' });
  });

  it('never becomes somebody who signs in with a password, by whatever name', async () => {
    const { username, password } = stack.demo.accounts.find(({ role }) => role === 'lead')!;
    provider.people.set('cuckoo', { ...NURSE, preferred_username: username });
    const who = (await whoIs((await signOn('cuckoo')).cookie)) as { id: string; username: string; role: string };
    expect(who.role).toBe('hub-clinician');
    expect(who.username).not.toBe(username);
    const [theirs] = await stack.database.query<{ id: string }>('SELECT id FROM account WHERE username = $1', [
      username,
    ]);
    expect(theirs?.id).not.toBe(who.id);
    // And no password, right or made up, opens an account that the provider vouches for.
    for (const tried of [password, 'none', '']) {
      const answer = await fetch(`${stack.url}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': '198.18.7.1' },
        body: JSON.stringify({ username: who.username, password: tried }),
      });
      expect(answer.status).not.toBe(200);
    }
  });

  it.each([
    ['no role of ours', { ...NURSE, roles: ['porter'] }],
    ['no roles at all', { name: 'Ines Wareham' }],
    ['a role on no ward that is here', { ...NURSE, roles: ['elsewhere'] }],
  ])('refuses %s in words', async (_, claims) => {
    provider.people.set('stranger', claims);
    const { back } = await signOn('stranger');
    expect(refusal(back)).toBe('no-role');
    const [row] = await stack.database.query(`SELECT 1 FROM account WHERE subject = 'stranger'`);
    expect(row).toBeUndefined();
  });

  it('refuses an account that was switched off here, and whoever changed their mind', async () => {
    provider.people.set('leaver', NURSE);
    const { cookie } = await signOn('leaver');
    await stack.database.query(`UPDATE account SET disabled_at = now() WHERE subject = 'leaver'`);
    expect(await whoIs(cookie)).toBe(401);
    expect(refusal((await signOn('leaver')).back)).toBe('switched-off');
    const begun = await begin();
    const { address } = (await begun.json()) as { address: string };
    const state = new URL(address).searchParams.get('state') ?? '';
    const query = new URLSearchParams({ error: 'access_denied', state, iss: new URL(address).origin });
    expect(refusal(await comeBack(`?${query}`, kept(begun, 'homeward_sign_on')))).toBe('cancelled');
  });

  const NOW = (): number => Math.floor(Date.now() / 1_000);
  const claimsIn = (token: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  it.each<[string, NonNullable<TestProvider['tampers']>]>([
    ['alg none', (token) => `${part({ alg: 'none' })}.${token.split('.')[1]}.`],
    ['another signature', (token) => `${token.split('.').slice(0, 2).join('.')}.${'A'.repeat(342)}`],
    [
      'other claims under the same signature',
      (token) => {
        const [head = '', , signature = ''] = token.split('.');
        return `${head}.${part({ ...claimsIn(token), sub: 'lead' })}.${signature}`;
      },
    ],
    [
      'the shared secret as a key (HS256)',
      (token) => `${part({ alg: 'HS256' })}.${token.split('.').slice(1).join('.')}`,
    ],
    ['another audience', (token, sign) => sign({ ...claimsIn(token), aud: 'another-app' })],
    ['another issuer', (token, sign) => sign({ ...claimsIn(token), iss: 'https://evil.example' })],
    ['another nonce', (token, sign) => sign({ ...claimsIn(token), nonce: 'of-another-sign-in' })],
    ['no nonce', (token, sign) => sign({ ...claimsIn(token), nonce: undefined })],
    ['one that has run out', (token, sign) => sign({ ...claimsIn(token), iat: NOW() - 7_200, exp: NOW() - 3_600 })],
    ['another subject than the user’s information', (token, sign) => sign({ ...claimsIn(token), sub: 'lead' })],
    ['no ID token that is one', () => 'rubbish'],
  ])('lets nobody in by an ID token with %s', async (_, tampers) => {
    provider.tampers = tampers;
    const { back } = await signOn('ines').finally(() => (provider.tampers = null));
    expect(refusal(back)).toBe('failed');
  });

  it('lets nobody in by a code that was used, another’s answer, a state that is none, or nothing kept', async () => {
    const first = await signOn('ines');
    expect(refusal(await comeBack(first.query, first.away))).toBe('failed');
    // A victim's browser that is sent an attacker's answer: the state is not theirs.
    const victim = kept(await begin(), 'homeward_sign_on');
    const second = await begin();
    const query = await provider.signIn(((await second.json()) as { address: string }).address, 'ines');
    expect(refusal(await comeBack(query, victim))).toBe('failed');
    const other = new URLSearchParams(query);
    other.set('iss', 'https://evil.example');
    expect(refusal(await comeBack(`?${other}`, kept(second, 'homeward_sign_on')))).toBe('failed');
    expect(refusal(await comeBack(query, ''))).toBe('too-late');
    expect(refusal(await comeBack(query, 'homeward_sign_on=e30'))).toBe('too-late');
    const late = JSON.parse(Buffer.from(victim.split('=')[1] ?? '', 'base64url').toString()) as object;
    const ranOut = `homeward_sign_on=${part({ ...late, until: Date.now() - 1 })}`;
    expect(refusal(await comeBack(query, ranOut))).toBe('too-late');
  });

  it('can be begun from its own page alone', async () => {
    const answer = await fetch(`${stack.url}/api/session/sign-on`, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
    });
    expect(answer.status).toBe(403);
  });

  it('ends the session and its sockets when the provider says so, and by no token that is not the provider’s', async () => {
    const { cookie } = await signOn('ines');
    const other = await signOn('ines');
    const [session] = await stack.database.query<{ named: string }>(
      'SELECT provider_session AS named FROM session WHERE token_hash = sha256($1::bytea)',
      [Buffer.from(cookie.split('=')[1] ?? '')],
    );
    const sid = session?.named ?? '';
    expect(sid).not.toBe('');
    const socket = io(`${stack.url}/ward`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { cookie },
    });
    stopAtTheEnd(async () => Promise.resolve(socket.disconnect()));
    await until(() => socket.connected, { within: '15s', what: 'A connection' });

    const iss = new URL((await signOn('ines')).address).origin;
    const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
    const good = { iss, aud: 'homeward', sub: 'ines', iat: NOW(), exp: NOW() + 120, jti: 'one', sid, events };
    const forged = [
      await provider.sign({ ...good, aud: 'another-app' }),
      await provider.sign({ ...good, iss: 'https://evil.example' }),
      await provider.sign({ ...good, iat: NOW() - 3_600, exp: NOW() - 3_500 }),
      await provider.sign({ ...good, events: {} }),
      await provider.sign({ ...good, nonce: 'it is an ID token' }),
      await provider.sign({ ...good, sub: undefined as never, sid: undefined }),
      `${part({ alg: 'none' })}.${part(good)}.`,
      'rubbish',
    ];
    const told = (token: string): Promise<Response> =>
      fetch(`${stack.url}/api/session/sign-on/back-channel-logout`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ logout_token: token }).toString(),
      });
    expect(await Promise.all(forged.map(async (token) => (await told(token)).status))).toEqual(forged.map(() => 400));
    expect(await whoIs(cookie)).toMatchObject({ role: 'hub-clinician' });

    await provider.endSession('ines', sid);
    await until(() => !socket.connected, { within: '15s', what: 'The end of the socket' });
    expect(await whoIs(cookie)).toBe(401);
    expect(await whoIs(other.cookie)).toMatchObject({ role: 'hub-clinician' });
    // All of hers, when it names no session; and none that began since, when it is sent again.
    const all = await provider.sign({ ...good, sid: undefined, iat: NOW(), jti: 'two' });
    expect((await told(all)).status).toBe(200);
    expect(await whoIs(other.cookie)).toBe(401);
  });

  it('takes forms at that one address', async () => {
    const answer = await fetch(`${stack.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'username=lead&password=x',
    });
    expect(answer.status).toBe(415);
  });

  it('signs out here, and says where the provider ends its own session', async () => {
    const { cookie } = await signOn('ines');
    const leave = (as: string): Promise<Response> =>
      fetch(`${stack.url}/api/session/sign-on`, { method: 'DELETE', headers: { cookie: as } });
    const { address } = (await (await leave(cookie)).json()) as { address: string };
    const query = new URL(address).searchParams;
    expect(query.get('post_logout_redirect_uri')).toBe(`${PUBLIC}/`);
    expect((await fetch(address)).status).toBe(200);
    expect(await whoIs(cookie)).toBe(401);
    // Nobody vouched for whoever came with a password.
    expect(await (await leave(await signedIn(stack, 'lead'))).json()).toEqual({ address: null });
  });

  it('logs no name, no code and no token', () => {
    const logs = stack.hub.logs();
    expect(logs).toContain('nobody was signed in by the provider');
    expect(['Wareham', 'ines@nhs', 'code=', 'eyJ'].filter((one) => logs.includes(one))).toEqual([]);
  });
});

describe('attacks on addresses, headers and sessions', () => {
  /** As it is typed: `fetch` would tidy the address first. */
  const raw = (
    path: string,
    more: Record<string, string> = {},
  ): Promise<{ status: number; headers: string; body: string }> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(stack.hub.url);
      request({ hostname, port, path, headers: more }, (answer) => {
        let body = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => (body += chunk));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.rawHeaders.join('\n'), body }),
        );
      })
        .on('error', reject)
        .end();
    });

  it.each([
    '/../../../package.json',
    '/assets/../../../../package.json',
    '/%2e%2e/%2e%2e/%2e%2e/package.json',
    '/assets/..%2f..%2f..%2f..%2fpackage.json',
    '/assets/..%5c..%5c..%5cpackage.json',
    '/%252e%252e/%252e%252e/package.json',
    '//etc/passwd',
    '/assets//etc/passwd',
    '/....//....//etc/passwd',
    '/index.html%00.js',
    '/.env',
    '/api/..%2f..%2fpackage.json',
    '/v1/docs/..%2f..%2fpackage.json',
    '/api/admissions/x/photos/..%2f..%2f..%2fpackage.json',
    '/api/admissions/..%2f..%2fpackage.json/summary.pdf',
  ])('gives nothing away at %s', async (path) => {
    const page = (await raw('/')).body;
    const { status, body } = await raw(path);
    // The web app's page, which is the same for everybody, or a refusal.
    expect(status === 200 ? body === page : status >= 400).toBe(true);
    expect(body).not.toMatch(/"dependencies"|root:x:/);
  });

  it('gives each page a policy by which nothing runs that stands in the page, and no page has any', async () => {
    const page = await fetch(`${stack.url}/`);
    const host = new URL(stack.hub.url).host;
    const direct = await fetch(`${stack.hub.url}/wards/x/board`);
    const policy = direct.headers.get('content-security-policy') ?? '';
    expect(Object.fromEntries(policy.split(';').map((one) => one.split(/ (.*)/s)))).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'script-src-attr': "'none'",
      'style-src': "'self'",
      'font-src': "'self'",
      'manifest-src': "'self'",
      'worker-src': "'self'",
      'connect-src': `'self' ws://${host} wss://${host}`,
      'img-src': "'self' data:",
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
      'form-action': "'self'",
    });
    const html = await page.text();
    expect(html).toMatch(/<script type="module"[^>]* src="/);
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=|javascript:/i);
    // Through the front door, on a refusal and on a file as well; what a host says cannot add to it.
    for (const at of ['/', '/api/session', '/icon.svg', '/v1/docs']) {
      const told = (await raw(at)).headers.toLowerCase();
      expect(told).toMatch(/content-security-policy\n.*(default-src 'none')/);
      expect(told).not.toMatch(/unsafe|\*/);
    }
    expect((await raw('/', { host: "evil.example; script-src 'unsafe-inline'" })).headers).not.toMatch(/unsafe|evil/);
  });

  it('lets nobody write headers by what is in an address, a cookie or a header', async () => {
    const planted = 'x%0d%0aset-cookie:%20planted=1%0d%0a%0d%0aplanted';
    const answers = await Promise.all([
      raw(`/${planted}`),
      raw(`/?why=${planted}`),
      raw(`/sign-on-refused?why=${planted}`),
      raw(`/api/session/sign-on/return?code=${planted}&state=${planted}`, { cookie: `homeward_sign_on=${planted}` }),
      raw(`/api/wards/${planted}/board`, { cookie: headers.get('lead')?.['cookie'] ?? '' }),
      raw('/api/session', { cookie: `homeward_session=${planted}`, traceparent: planted, 'x-request-id': planted }),
    ]);
    for (const answer of answers) expect(answer.headers.toLowerCase()).not.toMatch(/^planted|planted=1/m);
  });

  it('lets nobody hold a socket with a session that has run out, or open one', async () => {
    const cookie = await signedIn(stack, 'lead');
    const open = (): Socket => {
      const socket = io(`${stack.url}/ward`, {
        transports: ['websocket'],
        forceNew: true,
        reconnection: false,
        extraHeaders: { cookie },
      });
      stopAtTheEnd(async () => Promise.resolve(socket.disconnect()));
      return socket;
    };
    const held = open();
    await until(() => held.connected, { within: '30s', what: 'A connection' });
    await stack.database.query(
      `UPDATE session SET expires_at = now() - interval '1 second', created_at = now() - interval '14 hours'
       WHERE token_hash = sha256($1::bytea)`,
      [Buffer.from(cookie.split('=')[1] ?? '')],
    );
    await until(() => !held.connected, { within: '30s', what: 'The end of the socket' });
    const refused = await new Promise<string>((resolve) => {
      const again = open();
      again.on('connect', () => resolve('connected'));
      again.on('connect_error', (error) => resolve(error.message));
    });
    expect(refused).toMatch(/Sign in/);
  });
});
