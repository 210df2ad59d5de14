import { Decrypter, Encrypter } from 'age-encryption';
import { createReadStream, createWriteStream } from 'node:fs';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import { extract as tarExtract, pack as tarPack, type Extract, type Pack } from 'tar-stream';
import { RowsCounted, type RowsDigest } from './rows-digest.ts';

// An archive is what age (age-encryption.org) encrypts of a gzipped tar: `head.json` first, then each table's rows in pieces, and
// last `end.json` with what was counted. Without Homeward: `age -d -i KEY FILE | tar xz`.

const HEAD = 'head.json';
const END = 'end.json';
const FORMAT = 'homeward-backup-1';
/** Rows are written in pieces of about this size, bytes: a tar says how long a file is before it begins. */
const PIECE = 1 << 20;

const Name = z.string().regex(/^[a-z_][a-z0-9_]*$/);

const Head = z.strictObject({
  format: z.literal(FORMAT),
  takenAt: z.iso.datetime(),
  migrations: z.array(z.string()).readonly(),
  tables: z
    .array(
      z.strictObject({
        name: Name,
        columns: z.array(z.string()).readonly(),
        parts: z.array(z.strictObject({ name: Name, bound: z.string() })).readonly(),
      }),
    )
    .readonly(),
  sequences: z.array(z.strictObject({ name: Name, lastValue: z.string().regex(/^-?\d+$/) })).readonly(),
});
export type Head = Readonly<z.infer<typeof Head>>;

const End = z.record(Name, z.strictObject({ rows: z.int().min(0), sum: z.string().regex(/^[0-9a-f]{64}$/) }));
/** What each table held. */
export type Counted = Readonly<Record<string, RowsDigest>>;

/** It is not what a backup wrote: cut short, changed, of another key, or something else altogether. */
export class Damaged extends Error {}

/** Writes an archive for whoever holds the recipient's key. `rowsOf` is asked for one table after another. */
export async function writeArchive(
  file: string,
  recipient: string,
  head: Omit<Head, 'format'>,
  rowsOf: (table: Head['tables'][number]) => Readable,
): Promise<Counted> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const pack = tarPack();
  const zipped = createGzip();
  const sealed = await encrypter.encrypt(Readable.toWeb(zipped) as ReadableStream<Uint8Array>);
  const counted: Record<string, RowsDigest> = {};
  const fill = async (): Promise<void> => {
    await put(pack, HEAD, Buffer.from(JSON.stringify({ format: FORMAT, ...head })));
    for (const table of head.tables) {
      const counting = new RowsCounted();
      let number = 0;
      for await (const piece of inPieces(rowsOf(table))) {
        counting.add(piece);
        await put(pack, `${table.name}/${String(number++).padStart(8, '0')}.copy`, piece);
      }
      counted[table.name] = counting.digest();
    }
    await put(pack, END, Buffer.from(JSON.stringify(counted)));
    pack.finalize();
  };
  const filled = fill().catch((error: unknown) => {
    // Whoever writes to the disk would wait for the rest for ever.
    pack.destroy(error as Error);
    throw error;
  });
  const outcomes = await Promise.allSettled([
    filled,
    // For nobody else on this machine, and never over one that is there.
    pipeline(Readable.fromWeb(sealed as WebStream), createWriteStream(file, { flags: 'wx', mode: 0o600 })),
    pipeline(pack, zipped),
  ]);
  // What went wrong first breaks the others off: theirs say no more than that.
  const reasons = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []));
  const first = reasons.find((reason) => !BROKEN_OFF.test(reason.message)) ?? reasons[0];
  if (first !== undefined) throw first;
  return counted;
}

const BROKEN_OFF = /premature close|destroyed|aborted/i;

/** Resolves when whoever reads has taken it: not all of it waits in memory. */
function put(pack: Pack, name: string, content: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    pack.entry({ name, mode: 0o600, mtime: new Date(0) }, content, (error) => (error ? reject(error) : resolve()));
  });
}

async function* inPieces(rows: Readable): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of rows as AsyncIterable<Buffer>) {
    held.push(chunk);
    bytes += chunk.length;
    if (bytes < PIECE) continue;
    yield Buffer.concat(held);
    [held, bytes] = [[], 0];
  }
  if (bytes > 0) yield Buffer.concat(held);
}

/**
 * Reads an archive to its end: `begin` is told what it holds, then each table's rows are written to what `rowsIn` gives for it. Answers
 * what was counted, which is what was counted when it was written, or throws `Damaged`.
 */
export async function readArchive(
  file: string,
  identity: string,
  begin: (head: Head) => (table: Head['tables'][number]) => Writable,
): Promise<Counted> {
  return reading(file, identity, async (entries) => {
    const head = Head.parse(JSON.parse((await nextFile(entries, HEAD)).toString()));
    const rowsIn = begin(head);
    const counted: Record<string, RowsDigest> = {};
    let entry = await nextEntry(entries);
    for (const table of head.tables) {
      const counting = new RowsCounted();
      const to = rowsIn(table);
      await pipeline(async function* () {
        for (; entry.header.name.startsWith(`${table.name}/`); entry = await nextEntry(entries)) {
          for await (const chunk of entry as AsyncIterable<Buffer>) {
            counting.add(chunk);
            yield chunk;
          }
        }
      }, to);
      counted[table.name] = counting.digest();
    }
    if (entry.header.name !== END) throw new Damaged(`it holds "${entry.header.name}" where its end was expected`);
    const promised = End.parse(JSON.parse((await whole(entry)).toString()));
    if (!(await entries.next()).done) throw new Damaged('something stands after its end');
    const wrong = head.tables.find(({ name }) => !isSame(promised[name], counted[name]));
    if (wrong) throw new Damaged(`its rows of ${wrong.name} are not those that were written`);
    return counted;
  });
}

/** What an archive says that it holds, without its rows. */
export async function headOf(file: string, identity: string): Promise<Head> {
  return reading(file, identity, async (entries) => {
    return Head.parse(JSON.parse((await nextFile(entries, HEAD)).toString()));
  });
}

export const isSame = (one: RowsDigest | undefined, other: RowsDigest | undefined): boolean =>
  one !== undefined && one.rows === other?.rows && one.sum === other.sum;

type Entries = ReturnType<Extract[typeof Symbol.asyncIterator]>;
type Entry = Awaited<ReturnType<Entries['next']>>['value'];

async function reading<Answer>(
  file: string,
  identity: string,
  read: (entries: Entries) => Promise<Answer>,
): Promise<Answer> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const source = createReadStream(file);
  let opened: ReadableStream<Uint8Array>;
  try {
    opened = await decrypter.decrypt(Readable.toWeb(source) as ReadableStream<Uint8Array>);
  } catch (error) {
    source.destroy();
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
    throw new Damaged(`it is not encrypted for this key, or its beginning was changed (${(error as Error).message})`);
  }
  let damage: Error | undefined;
  const plain = Readable.from(
    (async function* () {
      try {
        yield* opened as unknown as AsyncIterable<Uint8Array>;
      } catch (error) {
        damage ??= error as Error;
        throw error;
      }
    })(),
  );
  const extract = tarExtract();
  const piped = pipeline(plain, createGunzip(), extract).catch(() => undefined);
  try {
    return await read(extract[Symbol.asyncIterator]());
  } catch (error) {
    if (damage) throw new Damaged(`it was cut short or changed (${damage.message})`);
    if (error instanceof z.ZodError || error instanceof SyntaxError) {
      throw new Damaged(`it does not say what it holds: ${error.message}`);
    }
    throw error;
  } finally {
    plain.destroy();
    // What was read to its end by now is waited for by nobody but this: a small archive's head is read alone.
    extract.destroy();
    await piped;
  }
}

async function nextEntry(entries: Entries): Promise<Entry> {
  const { done, value } = await entries.next();
  if (done) throw new Damaged('it ends before its end');
  return value;
}

async function nextFile(entries: Entries, name: string): Promise<Buffer> {
  const entry = await nextEntry(entries);
  if (entry.header.name !== name) throw new Damaged(`it holds "${entry.header.name}" where ${name} was expected`);
  return whole(entry);
}

async function whole(entry: Entry): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of entry as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}
