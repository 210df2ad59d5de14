import { readFile } from 'node:fs/promises';
import type { UserIds } from './reachable.ts';

/** PostgreSQL refuses to run as root. Debian's name for its user first, then the one that every system has. */
const CANDIDATES = ['postgres', 'nobody'] as const;

/** The user in the text of an /etc/passwd that root should run PostgreSQL as. */
export function serverUserIn(passwd: string): UserIds | undefined {
  const entries = passwd.split('\n').map((line) => line.split(':'));
  for (const name of CANDIDATES) {
    const entry = entries.find(([login]) => login === name);
    if (entry) {
      // macOS writes its `nobody` as -2, which the system calls know as an unsigned number.
      return { uid: Number(entry[2]) >>> 0, gid: Number(entry[3]) >>> 0 };
    }
  }
  return undefined;
}

/** The user that PostgreSQL has to be run as, or undefined when it is the one who asks. */
export async function serverUser(): Promise<UserIds | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const user = serverUserIn(await readFile('/etc/passwd', 'utf8'));
  if (!user)
    throw new Error('PostgreSQL cannot run as root, and there is no user `postgres` or `nobody` to run it as.');
  return user;
}
