import { ROUTE_PERMISSIONS, signIn, SOCKET_PERMISSIONS } from '#access';
import {
  ROLES,
  type OwnSessions,
  type RecoveryGiven,
  type SecondFactorBegun,
  type SpareCodes,
  type StaffAccounts,
} from '#contracts';
import { Database } from '#records';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { io, type Socket } from 'socket.io-client';
import { openStack, stopAtTheEnd, until, type TestApp, type TestStack } from '../harness/index.ts';
import { aCode, aStayAtHome, byCode, keyOf, patientOf, signedIn, wardOf } from '../ward/people.ts';
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
  /^\/(api\/(alerts\/|concerns\/|referrals\/|partner-codes\/|accounts\/|account\/sessions\/|wards\/:id\/webhooks\/|admissions\/:id\/access\/:accessId\/|account\/devices\/|pilot\/areas\/|receipts\/notify)|fhir\/:type\/:id)/;

const SECOND_FACTOR_KEY = Buffer.alloc(32, 5);
let stack: TestStack;
const headers = new Map<Knocker, Record<string, string>>();
let carehomeId: string;
let admissionId: string;
let residentId: string;

beforeAll(async () => {
  stack = await openStack({ env: { LOG_LEVEL: 'debug', SECOND_FACTOR_KEY: SECOND_FACTOR_KEY.toString('base64') } });
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
    .replace('/api/referrals/:id', '/api/referrals/01890000-0000-7000-8000-000000000000')
    .replace('/api/partner-codes/:id', '/api/partner-codes/01890000-0000-7000-8000-000000000000')
    .replace('/residents/:admissionId', `/residents/${residentId}`)
    .replace(':sbardId', '01890000-0000-7000-8000-000000000000')
    .replace(':accessId', '01890000-0000-7000-8000-000000000000')
    .replace('/api/pilot/areas/:id', '/api/pilot/areas/01890000-0000-7000-8000-000000000000')
    .replace('/v1/docs/:file', '/v1/docs/page.css')
    .replace('/api/accounts/:id', '/api/accounts/01890000-0000-7000-8000-000000000000')
    .replace('/sessions/:id', '/sessions/01890000-0000-7000-8000-000000000000')
    .replace('/devices/:id', '/devices/01890000-0000-7000-8000-000000000000')
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
      await stack.database.query(`SELECT encode(salt, 'hex'), encode(salt, 'escape') FROM second_factor`),
      await stack.database.query(`SELECT encode(code_hash, 'hex'), encode(code_hash, 'escape') FROM spare_code`),
    ]);
    expect([secret, ...codes].filter((one) => kept.includes(one))).toEqual([]);
    expect((await own('/removal', { password })).status).toBe(204);
    expect((await entering('hub-clinician')).status).toBe(200);
  });

  it('lets a role that needs a second factor do nothing before it has one', async () => {
    const database = await Database.open({ url: stack.database.url, poolSize: 2, applicationName: 'test' });
    stopAtTheEnd(() => database.close());
    const terms = { key: SECOND_FACTOR_KEY, demandedOf: ['administrator'] as const };
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
