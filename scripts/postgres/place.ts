import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { copiedBinaries, installedBinaries, type PostgresBinaries } from './binaries.ts';
import { stopLeftBehind } from './left-behind.ts';
import { closedDoor, type UserIds } from './reachable.ts';
import { serverUser } from './server-user.ts';

/** Where root keeps what PostgreSQL's user could not reach where it is: one copy of the binaries, and a folder for each set of data. */
const SHELF = '/var/lib/homeward';
const POINTER = 'moved-to';

export interface Place {
  readonly binaries: PostgresBinaries;
  /** Mode 700 and owned by the user that PostgreSQL runs as: holds `cluster` (PostgreSQL's own) and `password`. */
  readonly folder: string;
  readonly user: UserIds | undefined;
}

function elsewhere(dataDir: string): string {
  return join(SHELF, createHash('sha256').update(dataDir).digest('hex').slice(0, 16));
}

async function belongsTo(folder: string): Promise<UserIds | undefined> {
  const found = await stat(join(folder, 'cluster')).catch((error: NodeJS.ErrnoException) =>
    // Not ours, so we may not look inside.
    error.code === 'EACCES' ? stat(folder) : undefined,
  );
  return found && { uid: found.uid, gid: found.gid };
}

async function prepare(folder: string, user: UserIds | undefined): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  if (user) await chown(folder, user.uid, user.gid);
}

async function putAside(folder: string): Promise<void> {
  if (!(await stat(folder).catch(() => undefined))) return;
  await stopLeftBehind(join(folder, 'cluster'));
  await rm(`${folder}.old`, { recursive: true, force: true });
  await rename(folder, `${folder}.old`);
}

/**
 * Where PostgreSQL runs for this data, and as whom. For an ordinary user that is `dataDir` itself. For root it is too,
 * when PostgreSQL's user can reach it; otherwise a folder under /var/lib/homeward, named in `dataDir`/moved-to.
 */
export async function placeFor(dataDir: string): Promise<Place> {
  const asked = resolve(dataDir);
  await mkdir(asked, { recursive: true });
  const owner = await belongsTo(asked);

  const moved = await readFile(join(asked, POINTER), 'utf8').catch(() => undefined);
  const standard = await serverUser();
  if (!standard) {
    if (moved !== undefined || (owner && owner.uid !== process.getuid?.())) {
      throw new Error(`The database in ${asked} was made by another user: run as that user, or set HOMEWARD_DATA.`);
    }
    await prepare(asked, undefined);
    return { binaries: await installedBinaries(), folder: asked, user: undefined };
  }

  // Data that an ordinary user made stays that user's, so that both can go on with it.
  const user = owner && owner.uid !== 0 ? owner : standard;
  const installed = await installedBinaries();
  const binaries = (await closedDoor(join(installed.root, 'bin'), user)) ? await copiedBinaries(SHELF) : installed;

  const closed = await closedDoor(dirname(asked), user);
  if (owner && closed !== undefined) {
    throw new Error(
      `PostgreSQL cannot enter ${closed} to reach its data: open that folder to it, or start with --fresh.`,
    );
  }
  if (moved !== undefined || closed !== undefined) {
    const folder = elsewhere(asked);
    await mkdir(SHELF, { recursive: true, mode: 0o755 });
    // Whoever deleted the data folder wanted to begin anew: what it pointed to is put aside, once.
    if (moved === undefined) await putAside(folder);
    await prepare(folder, user);
    await writeFile(join(asked, POINTER), `${folder}\n`);
    return { binaries, folder, user };
  }
  await prepare(asked, user);
  return { binaries, folder: asked, user };
}

/** The folder that holds the data, found and not made: what `placeFor` has decided before. */
export async function placeOf(dataDir: string): Promise<string> {
  const moved = await readFile(join(dataDir, POINTER), 'utf8').catch(() => undefined);
  return moved === undefined ? dataDir : moved.trim();
}

/** Deletes the data for good, wherever it lies, and stops the PostgreSQL that still runs on it. */
export async function deletePlace(dataDir: string): Promise<void> {
  const asked = resolve(dataDir);
  if (await readFile(join(asked, POINTER), 'utf8').catch(() => undefined)) {
    await stopLeftBehind(join(elsewhere(asked), 'cluster'));
    await rm(elsewhere(asked), { recursive: true, force: true });
  }
  await stopLeftBehind(join(asked, 'cluster'));
  await rm(asked, { recursive: true, force: true });
}
