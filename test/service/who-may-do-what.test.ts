import { extentOf, ROUTE_PERMISSIONS, SOCKET_PERMISSIONS, type Extent } from '#access';
import { NHS_NUMBER_SYSTEM, ROLES, type Role } from '#contracts';
import { OPERATIONS, whoMayDoWhat } from '#openapi';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';
import { io, type Socket } from 'socket.io-client';
import { openStack, stopAtTheEnd, until, type TestStack } from '../harness/index.ts';
import { oneOfEverything, somebodyElse, type Everything } from '../ward/one-of-everything.ts';
import { aStayAtHome, patientOf, signedIn, wardOf } from '../ward/people.ts';
import { aKey } from '../ward/sources.ts';

const PAGE = join(import.meta.dirname, '..', '..', 'docs', 'who-may-do-what.md');
const NOTHING = '01890000-0000-7000-8000-000000000000';
const FAR_AWAY = 'far-away';

/** What an address that names nothing is made of. */
const ABSENT: Everything = { ward: 'nowhere', home: 'no-such-home', source: '999999', key: '999999' };

/** Answers that let nobody in. */
const SHUT = new Set([401, 403, 404]);

/** Examples that name a ward, stay or patient that is not there: whoever may ask is told so. */
const OF_NOBODY = new Set([
  'POST /api/break-glass',
  'POST /api/admissions/:id/break-glass',
  'POST /api/unmatched/attachments',
  'POST /api/unmatched/dismissals',
  'POST /api/pilot/areas',
  'POST /api/partner-codes',
  'POST /api/homes/:id/photos',
  'PUT /api/homes/:id/rooms',
]);

let stack: TestStack;
let everything: Everything;
/** The stay on the far ward, and the home of another home's staff. */
let theirs: Everything;
let ownStay: string;
const own = new Map<Role, string>();
const others = new Map<Role, string>();

beforeAll(async () => {
  stack = await openStack({
    env: {
      PUBLIC_URL: 'http://ward.example',
      WEBHOOK_KEY: 'dpLDrTVAu4A8Ags67mbNiIcSMjTqDG5xQ8Ct1z/0Me0=',
      SECOND_FACTOR_KEY: 'P8TM/nRYcOLA2Z9x8w/wZWyN7dQcwdfT03aw2+aF4vM=',
    },
  });
  everything = await oneOfEverything(stack);
  ownStay = await aStayAtHome(stack);
  for (const role of ROLES) {
    own.set(role, await signedIn(stack, role));
    others.set(role, await somebodyElse(stack, role));
  }
  // Whom `somebodyElse` lets in is on the other ward from now on.
  const [stay] = await stack.database.query<{ id: string }>(
    `UPDATE admission SET ward_id = '${FAR_AWAY}', bed = NULL WHERE id = (
       SELECT id FROM admission WHERE status = 'active' AND care_home_id IS NULL ORDER BY id DESC LIMIT 1) RETURNING id`,
  );
  const [home] = await stack.database.query<{ id: string }>(`SELECT id FROM care_home WHERE id <> $1 LIMIT 1`, [
    everything['home'],
  ]);
  theirs = { ...everything, ward: FAR_AWAY, resident: stay?.id ?? '', home: home?.id ?? '' };
});

function addressOf(path: string, of: Everything): string {
  const thing = (name: string): string => of[name] ?? NOTHING;
  return path
    .replace('/wards/:id', `/wards/${thing('ward')}`)
    .replace('/homes/:id', `/homes/${thing('home')}`)
    .replace('/admissions/:id', `/admissions/${thing('resident')}`)
    .replace('/residents/:admissionId', `/residents/${thing('resident')}`)
    .replace('/areas/:id', `/areas/${thing('area')}`)
    .replace('/accounts/:id', `/accounts/${thing('account')}`)
    .replace(
      /\/(alert|concern|referral|source|session|device|kit)s\/:id/,
      (_, name: string) => `/${name}s/${thing(name)}`,
    )
    .replace(':entryId', thing('careEntry'))
    .replace('/partner-codes/:id', `/partner-codes/${thing('partnerCode')}`)
    .replace('/decisions/:id', `/decisions/${thing('decision')}`)
    .replace('/break-glass/:id', `/break-glass/${thing('glass')}`)
    .replace(':letter', 'gp')
    .replace(/:(carer|photo|sbard|transfer|access|screen|webhook|endpoint|key)Id/, (_, name: string) => thing(name));
}

/** The first example of what the route takes, as its description has it: whoever is refused is refused for who they are. */
function exampleOf(route: string): { type: string; body: string } | null {
  const [accepted] = Object.entries(OPERATIONS[route as keyof typeof OPERATIONS].accepts ?? {});
  if (!accepted)
    return route.startsWith('GET ') || route.startsWith('DELETE ') ? null : { type: 'application/json', body: '{}' };
  const [type, { examples }] = accepted;
  const [example] = Object.values(examples);
  return { type, body: typeof example?.value === 'string' ? example.value : JSON.stringify(example?.value) };
}

interface Answered {
  status: number;
  text: string;
}

async function ask(route: string, of: Everything, cookie: string | undefined): Promise<Answered> {
  const [method = '', path = ''] = route.split(' ');
  const example = exampleOf(route);
  const app = path.startsWith('/v1') ? stack.ingestion : stack.hub;
  const answer = await fetch(`${app.url}${addressOf(path, of)}`, {
    method,
    headers: { ...(cookie !== undefined && { cookie }), ...(example && { 'content-type': example.type }) },
    ...(example && { body: example.body }),
  });
  return { status: answer.status, text: await answer.text() };
}

/** A refusal without what is of this one request. */
function told({ status, text }: Answered): object {
  const { type, detail } = JSON.parse(text) as { type: string; detail: string };
  return { status, type, detail };
}

/** Every route and role of people where there is an extent, and what it is. */
const CELLS = Object.keys(ROUTE_PERMISSIONS).flatMap((route) =>
  ROLES.map((role) => ({ route, role, extent: extentOf(route, role) })),
);
const of = (...extents: (Extent | null)[]) => CELLS.filter(({ extent }) => extents.includes(extent));

it('is written down as it is', async () => {
  const written = await readFile(PAGE, 'utf8');
  // `npm run who-may-do-what` writes it.
  expect(written).toBe(await format(whoMayDoWhat(), { parser: 'markdown', printWidth: 120 }));
});

it('is about things that are there, each of them', () => {
  expect(Object.entries(everything).filter(([, id]) => id === '')).toEqual([]);
  const unfilled = Object.keys(ROUTE_PERMISSIONS).filter(
    (route) => !route.includes('/fhir') && !route.includes('/docs') && /:\w+/.test(addressOf(route, everything)),
  );
  expect(unfilled).toEqual([]);
});

describe('things of another ward, home or stay', () => {
  const own = of('own-wards', 'own-home', 'own-stay');
  const named = own.filter(({ route }) => /:\w+/.test(route));

  it.each(ROLES)('are to a %s as if they were not there, whatever is asked of them', async (role) => {
    const wrong: unknown[] = [];
    for (const { route } of named.filter((cell) => cell.role === role)) {
      const forbidden = await ask(route, everything, others.get(role));
      const absent = await ask(route, ABSENT, others.get(role));
      if (forbidden.status !== 404) wrong.push([route, forbidden]);
      else if (JSON.stringify(told(forbidden)) !== JSON.stringify(told(absent))) wrong.push([route, forbidden, absent]);
    }
    expect(wrong).toEqual([]);
  });

  it.each(ROLES)('are not reached by a %s through a ward, home or stay of their own', async (role) => {
    const wrong: unknown[] = [];
    const outer = { ward: FAR_AWAY, home: theirs['home'] ?? '', resident: theirs['resident'] ?? '' };
    const nested = named.filter((cell) => cell.role === role && (cell.route.match(/:\w+/g)?.length ?? 0) > 1);
    for (const { route } of nested) {
      const forbidden = await ask(route, theirs, others.get(role));
      const absent = await ask(route, { ...ABSENT, ...outer }, others.get(role));
      if (forbidden.status < 400 || JSON.stringify(told(forbidden)) !== JSON.stringify(told(absent)))
        wrong.push([route, forbidden, absent]);
    }
    expect(wrong).toEqual([]);
  });

  it.each(ROLES)('are in no list that a %s is given', async (role) => {
    const elsewhere = await stack.database.query<{ id: string; nhs: string; name: string }>(
      `SELECT a.id, p.nhs_number AS nhs, p.family_name AS name FROM admission a JOIN patient p ON p.id = a.patient_id
       WHERE a.ward_id <> $1 AND a.care_home_id IS DISTINCT FROM $2`,
      [FAR_AWAY, theirs['home']],
    );
    expect(elsewhere.length).toBeGreaterThan(5);
    const secrets = [...elsewhere.flatMap(({ id, nhs, name }) => [id, nhs, name]), ...Object.values(everything)];
    // The home's own residents are on that ward, too.
    const unguessable = secrets.filter(
      (secret) => secret.length > 5 && !(role === 'care-home' && secret === everything['ward']),
    );
    const wrong: unknown[] = [];
    for (const { route } of own.filter((cell) => cell.role === role && !cell.route.includes(':'))) {
      if (!route.startsWith('GET ')) continue;
      const { status, text } = await ask(route, everything, others.get(role));
      const given = unguessable.filter((secret) => text.includes(secret));
      if (status !== 200 || given.length > 0) wrong.push([route, status, given]);
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    [
      'POST',
      '/api/sources',
      {
        name: 'Theirs',
        contact: null,
        wardIds: ['WARD'],
        expectedEveryMinutes: null,
        readingsPerSecond: 10,
        burst: 100,
        clientCertificates: [],
      },
    ],
    ['POST', '/api/partner-codes', { wardId: 'WARD', organisation: 'Theirs', days: 1 }],
    [
      'POST',
      '/api/pilot/areas',
      { wardId: 'WARD', name: 'Theirs', homeIds: ['HOME'], cap: 1, approvedBy: 'Somebody', reason: 'A test.' },
    ],
    [
      'POST',
      '/api/pilot/areas',
      { wardId: FAR_AWAY, name: 'Theirs', homeIds: ['HOME'], cap: 1, approvedBy: 'Somebody', reason: 'A test.' },
    ],
  ])('are not reached by what is sent: %s %s', async (method, path, body) => {
    const answer = await fetch(`${stack.hub.url}${path}`, {
      method,
      headers: { cookie: others.get('lead') ?? '', 'content-type': 'application/json' },
      body: JSON.stringify(body)
        .replace('WARD', wardOf(stack))
        .replace('HOME', everything['home'] ?? ''),
    });
    expect([403, 404, 422]).toContain(answer.status);
  });

  it('are told to a source by the limits of its key alone', async () => {
    const far = await aKey(stack, { wardIds: [FAR_AWAY], maySend: false, mayRead: true });
    const near = await aKey(stack, { maySend: false, mayRead: true });
    const read = async (key: string, path: string): Promise<Answered> => {
      const answer = await fetch(`${stack.ingestion.url}/fhir/${path}`, {
        headers: { authorization: `Bearer ${key}` },
      });
      return { status: answer.status, text: (await answer.text()).replaceAll(/[0-9a-f]{32}/g, '') };
    };
    const query = `Observation?patient.identifier=${encodeURIComponent(`${NHS_NUMBER_SYSTEM}|9990223408`)}`;
    const found = JSON.parse((await read(near, query)).text) as { entry: { resource: { id: string } }[] };
    const id = found.entry[0]?.resource.id ?? '';
    for (const path of ['Observation/ID', 'Observation/ID/_history/1']) {
      const at = (one: string): string => path.replace('ID', one);
      const none = id.replace(/^.{36}/, NOTHING);
      const [reads, forbidden, absent] = await Promise.all([
        read(near, at(id)),
        read(far, at(id)),
        read(far, at(none)),
      ]);
      expect([path, reads.status, forbidden.status]).toEqual([path, 200, 404]);
      expect(forbidden.text.replaceAll(id, none)).toBe(absent.text);
    }
    const nothing = await read(far, query);
    expect(nothing.status).toBe(200);
    expect(nothing.text).not.toContain('"entry"');
  });
});

describe('one’s own', () => {
  const last = (route: string): number =>
    Number(/^DELETE|revocation|withdrawal|\/end$|\/bed$|\/rotation$|^PUT .*\/restriction$/.test(route));

  it.each(ROLES)('is open to a %s', async (role) => {
    const wrong: unknown[] = [];
    // A role before may have ended its own screens.
    own.set(role, await signedIn(stack, role));
    const cells = of('own-wards', 'own-home', 'own-stay', 'everywhere', 'beyond', 'themselves');
    const ordered = cells.filter((cell) => cell.role === role).toSorted((a, b) => last(a.route) - last(b.route));
    for (const { route, extent } of ordered) {
      if (extent === 'themselves' && route.includes(':')) continue;
      const mine = extent === 'own-stay' ? { ...everything, resident: ownStay } : everything;
      const answered = await ask(route, mine, own.get(role));
      // A role before may have ended it.
      const isGone = last(route) === 1 || route.includes('/webhooks/');
      if (SHUT.has(answered.status) && !(answered.status === 404 && (isGone || OF_NOBODY.has(route))))
        wrong.push([route, told(answered)]);
      // Whoever turns their browser into a wall screen is signed out there.
      if (route.startsWith('DELETE') || route === 'POST /api/wards/:id/wall-screens')
        own.set(role, await signedIn(stack, role));
    }
    expect(wrong).toEqual([]);
  });

  it.each(of('themselves').filter(({ route }) => route.includes(':')))(
    'is to others as if it were not there: $route, $role',
    async ({ route, role }) => {
      const forbidden = await ask(route, everything, others.get(role));
      const absent = await ask(route, ABSENT, others.get(role));
      expect(forbidden.status).toBe(404);
      expect(told(forbidden)).toEqual(told(absent));
    },
  );

  it('is still there after all that others tried', async () => {
    const [lead] = await stack.database.query<{ there: number }>(
      `SELECT count(*)::int AS there FROM push_device d JOIN account c ON c.id = d.account_id WHERE d.id = $1`,
      [everything['device']],
    );
    expect(lead?.there).toBe(1);
  });
});

describe('what a role has no part in', () => {
  it.each(ROLES)('is refused to a %s, whatever it is about', async (role) => {
    const wrong: unknown[] = [];
    for (const { route } of of(null).filter((cell) => cell.role === role)) {
      // Their routes ask for a key, which nobody's session is.
      if (extentOf(route, 'source') === 'by-key' || extentOf(route, 'reading-source') === 'by-key') continue;
      const { status } = await ask(route, everything, own.get(role));
      if (status !== 403) wrong.push([route, status]);
    }
    expect(wrong).toEqual([]);
  });

  it('is refused to whoever has not signed in', async () => {
    const shut = Object.keys(ROUTE_PERMISSIONS).filter(
      (route) => !route.includes('/fhir') && extentOf(route, 'lead') !== 'open',
    );
    const answered = await Promise.all(
      shut.map(async (route) => [route, (await ask(route, everything, undefined)).status]),
    );
    expect(answered.filter(([, status]) => status !== 401)).toEqual([]);
  });
});

describe('another site', () => {
  it('changes nothing in the name of whoever is signed in here', async () => {
    const changes = Object.keys(ROUTE_PERMISSIONS).filter(
      (route) => !route.startsWith('GET ') && !route.includes('/fhir') && extentOf(route, 'source') === null,
    );
    expect(changes.length).toBeGreaterThan(60);
    const wrong: unknown[] = [];
    for (const route of changes) {
      // A provider's server tells of the end of its sessions by what it signs.
      if (route.endsWith('/back-channel-logout') || route.startsWith('POST /api/receipts/')) continue;
      const [method = '', path = ''] = route.split(' ');
      const role = ROLES.find((one) => extentOf(route, one) !== null) ?? 'lead';
      const app = path.startsWith('/v1') ? stack.ingestion : stack.hub;
      for (const origin of ['https://evil.example', 'null', `${app.url}.evil.example`]) {
        const answer = await fetch(`${app.url}${addressOf(path, everything)}`, {
          method,
          headers: { cookie: own.get(role) ?? '', origin, 'content-type': 'application/json' },
          body: '{}',
        });
        const { type = '' } = (await answer.json().catch(() => ({}))) as { type?: string };
        if (answer.status !== 403 || !type.endsWith('/cross-site')) wrong.push([route, origin, answer.status, type]);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('live boards', () => {
  async function connected(cookie: string | undefined): Promise<Socket> {
    const socket = io(`${stack.hub.url}/ward`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { cookie: cookie ?? '' },
    });
    stopAtTheEnd(async () => Promise.resolve(socket.disconnect()));
    await until(() => socket.connected, { within: '30s', what: 'A connection' });
    return socket;
  }

  it.each(ROLES)('%s: each event, of one’s own ward, another and one that is none', async (role) => {
    const [mine, theirs] = [await connected(own.get(role)), await connected(others.get(role))];
    const heard: string[] = [];
    theirs.onAny((event: string, sent: unknown) => heard.push(`${event} ${JSON.stringify(sent)}`));
    const sends = (socket: Socket, event: string, wardId: string): Promise<{ error?: string; code?: string }> =>
      socket
        .timeout(20_000)
        .emitWithAck(event, { wardId, ...(event === 'shown' && { alertIds: [everything['alert']] }) });
    for (const key of Object.keys(SOCKET_PERMISSIONS)) {
      const event = key.split(' ')[1] ?? '';
      const mayDo = extentOf(key, role) === 'own-wards';
      expect([event, (await sends(mine, event, wardOf(stack))).error === undefined]).toEqual([event, mayDo]);
      const forbidden = await sends(theirs, event, wardOf(stack));
      expect(forbidden).toEqual(await sends(theirs, event, 'nowhere'));
      expect(forbidden.error).toMatch(/not one of yours/);
    }
    // Whoever may not follow the ward is sent nothing of it.
    expect(heard.filter((one) => one.includes(wardOf(stack)) || one.includes(patientOf(stack, 0).name))).toEqual([]);
  });
});
