import type { ReadingSetInput } from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  openHub,
  openReadings,
  ProblemError,
  type ReadingSet,
  type Readings,
} from '../../packages/client/src/index.ts';
import { temporaryFolder } from '../harness/settings.ts';
import { openStack, stopAtTheEnd, type TestStack } from '../harness/index.ts';
import { aReadingSet, keyOf, patientOf, wardOf } from '../ward/people.ts';

const run = promisify(execFile);
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const client = join(root, 'packages', 'client');

let stack: TestStack;
let readings: Readings;
let nhsNumber: string;

beforeAll(async () => {
  stack = await openStack();
  readings = openReadings({ url: stack.url, key: keyOf(stack), longestWait: 1_000, retries: 30 });
  ({ nhsNumber } = patientOf(stack, 0));
});

const aSet = (values: object = {}): ReadingSet => aReadingSet(nhsNumber, values) as ReadingSet;
/** What the client takes is what the contract takes: the compiler says so. */
const asTheContractHasIt = (set: ReadingSet): ReadingSetInput => set;

describe('readings', () => {
  it('are durable when they are answered, and stored once', async () => {
    const set = aSet();
    expect(asTheContractHasIt(set)).toBe(set);
    const first = await readings.send(set);
    expect(first).toEqual({ id: expect.any(String), outcome: 'stored', matched: true });
    expect(await readings.send(set)).toMatchObject({ id: first.id, outcome: 'repeat' });
  });

  it('are refused in words, as an error with its code and fields', async () => {
    const error = await readings
      .send({ ...aSet(), pulse: 'fast' as unknown as number })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({
      code: 'invalid-document',
      status: 422,
      errors: [{ pointer: '/pulse', field: 'pulse', sent: 'fast', detail: expect.stringMatching(/beats a minute/) }],
    });
    const nobodys = openReadings({ url: stack.url, key: 'hwk_nobodys' });
    await expect(nobodys.send(aSet())).rejects.toMatchObject({ code: 'unknown-key', status: 401 });
  });

  it('of a list are taken or refused each by itself, also when none is taken', async () => {
    const wrong = { ...aSet(), effectiveAt: 'yesterday' };
    const results = await readings.sendAll([aSet(), wrong, aSet({ spo2: 9 })]);
    expect(results).toMatchObject([
      { status: 201 },
      { status: 422 },
      { status: 201, pleaseRepeat: [{ field: 'spo2' }] },
    ]);
    expect(await readings.sendAll([wrong])).toMatchObject([{ status: 422, errors: [{ field: 'effectiveAt' }] }]);
    expect(await readings.sendAll([])).toEqual([]);
  });

  it('of a stream are all stored once, although ingestion is killed and comes back meanwhile', async () => {
    const sets = Array.from({ length: 1_300 }, () => aSet());
    sets.splice(700, 0, { ...aSet(), spo2: 'low' as unknown as number });
    const restarts: Promise<void>[] = [];
    async function* asTheyCome(): AsyncGenerator<ReadingSet> {
      for (const [i, set] of sets.entries()) {
        if (i === 650) restarts.push(stack.ingestion.kill().then(() => stack.ingestion.start()));
        yield set;
      }
    }
    const answered = new Map<number, number>();
    for await (const { index, set, result } of readings.sendStream(asTheyCome())) {
      expect(set).toBe(sets[index]);
      expect(answered.has(index)).toBe(false);
      answered.set(index, result.status);
    }
    await Promise.all(restarts);
    expect(answered.size).toBe(sets.length);
    expect([...answered].filter(([, status]) => status >= 400)).toEqual([[700, 422]]);
    const stored = await stack.database.query<{ count: string }>(
      'SELECT count(*) FROM observation WHERE source_ref = ANY($1)',
      [sets.map((set) => set.sourceRef)],
    );
    expect(stored).toEqual([{ count: '1300' }]);
  });

  it('of a stream that its reader leaves are taken no further', async () => {
    let given = 0;
    let ended = false;
    function* endless(): Generator<ReadingSet> {
      try {
        for (;;) {
          given++;
          yield aSet();
        }
      } finally {
        ended = true;
      }
    }
    for await (const { index } of readings.sendStream(endless())) if (index === 3) break;
    expect([given <= 1_001, ended]).toEqual([true, true]);
  });
});

describe('the hub', () => {
  it('registers a source whose readings wait as long as it was told to', async () => {
    const { username = '', password = '' } = stack.demo.accounts.find(({ role }) => role === 'lead') ?? {};
    const hub = openHub({ url: stack.url });
    await expect(hub.get('/api/wards')).rejects.toMatchObject({ code: 'not-signed-in' });
    expect(await hub.signIn(username, password)).toMatchObject({ role: 'lead' });
    const wardIds = (await hub.get('/api/wards')).map((ward) => ward.id);
    expect(wardIds).toContain(wardOf(stack));

    const terms = { name: 'Slow kit', contact: null, wardIds, expectedEveryMinutes: null, clientCertificates: [] };
    const { id } = await hub.post('/api/sources', { body: { ...terms, readingsPerSecond: 4, burst: 2 } });
    const reach = { wardIds: null, careHomeIds: null, nhsNumbers: null, expiresAt: null };
    const { key } = await hub.post('/api/sources/{id}/keys', {
      params: { path: { id } },
      body: { label: 'Kit', maySend: true, mayRead: false, ...reach },
    });

    const statuses: number[] = [];
    const counted: typeof fetch = async (...asked) => {
      const answer = await fetch(...asked);
      statuses.push(answer.status);
      return answer;
    };
    const slow = openReadings({ url: stack.url, key, retries: 10, fetch: counted });
    const stored = await Promise.all([1, 2, 3, 4].map(() => slow.send(aSet())));
    expect(stored.map(({ outcome }) => outcome)).toEqual(Array(4).fill('stored'));
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);

    await slow.sendAll(Array.from({ length: 40 }, () => aSet()));
    const impatient = openReadings({ url: stack.url, key, retries: 0 });
    await expect(impatient.send(aSet())).rejects.toMatchObject({
      code: 'rate-limited',
      retryAfterSeconds: expect.any(Number),
    });

    await hub.signOut();
    await expect(hub.get('/api/wards')).rejects.toMatchObject({ code: 'not-signed-in' });
  });
});

describe('the types', () => {
  it.each([
    ['ingestion', '/v1/openapi.json'],
    ['hub', '/api/openapi.json'],
  ] as const)('of %s are those of the description that is served', async (name, path) => {
    const description = await (await fetch(`${stack[name].url}${path}`)).text();
    const made = run(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `import { typesOf } from ${JSON.stringify(join(root, 'scripts/client-types.mjs'))};
       import { text } from 'node:stream/consumers';
       process.stdout.write(await typesOf(JSON.parse(await text(process.stdin))));`,
      ],
      { maxBuffer: 10_000_000 },
    );
    made.child.stdin?.end(description);
    expect((await made).stdout).toBe(await readFile(join(client, 'generated', `${name}.ts`), 'utf8'));
  });
});

describe('the package', () => {
  it('holds what it needs and nothing else, and its README is true', async () => {
    const folder = await temporaryFolder('homeward-client-');
    stopAtTheEnd(() => rm(folder, { recursive: true, force: true }));
    const { stdout } = await run('npm', ['pack', '--json', '--dry-run', '--ignore-scripts'], { cwd: client });
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    expect(paths.filter((path) => !/^dist\/(src|generated)\/[\w-]+(\.d\.ts|\.js)$/.test(path)).toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'package.json',
    ]);

    const modules = join(folder, 'node_modules');
    for (const path of paths) await cp(join(client, path), join(modules, 'homeward-client', path));
    const { dependencies } = JSON.parse(await readFile(join(client, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const [name, version] of Object.entries(dependencies)) {
      const tested = JSON.parse(await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8')) as object;
      expect([name, tested]).toEqual([name, expect.objectContaining({ version })]);
      await symlink(join(root, 'node_modules', name), join(modules, name));
    }

    const [example = ''] = /(?<=```js\n)[^]*?(?=```)/.exec(await readFile(join(client, 'README.md'), 'utf8')) ?? [];
    await mkdir(join(folder, 'src'));
    await writeFile(join(folder, 'src', 'example.mjs'), example);
    const ran = await run(process.execPath, ['src/example.mjs'], {
      cwd: folder,
      env: { ...process.env, NODE_OPTIONS: '', HOMEWARD_URL: stack.url, HOMEWARD_KEY: keyOf(stack) },
    });
    expect([ran.stdout, ran.stderr]).toEqual([expect.stringMatching(/^Stored as [\da-f-]{36}/), '']);

    // As somebody's own program would be looked at by its compiler.
    await writeFile(
      join(folder, 'src', 'typed.mts'),
      `import { openReadings, openHub, type ReadingSet } from 'homeward-client';
       const readings = openReadings({ url: '', key: '' });
       const set: ReadingSet = { patient: { nhsNumber: '' }, sourceRef: '', effectiveAt: '', spo2: 94 };
       export const id: string = (await readings.send(set)).id;
       export const beds: number[] = (await openHub({ url: '' }).get('/api/wards')).map((ward) => ward.capacity);
       // @ts-expect-error a field that there is not
       void readings.send({ ...set, sp02: 94 });
       // @ts-expect-error a value of another kind
       void readings.send({ ...set, spo2: '94' });`,
    );
    const compilerOptions = {
      target: 'es2022',
      module: 'nodenext',
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: [],
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const checked = await run(process.execPath, [tsc, '-p', folder]).catch((error: { stdout: string }) => error);
    expect(checked.stdout).toBe('');
  });
});
