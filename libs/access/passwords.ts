import { hash, verify } from '@node-rs/argon2';

/** The package's number for it: its enum cannot be read by a compiler that takes one file at a time. */
const ARGON2ID_ALGORITHM = 2;

/** OWASP's second recommended setting for argon2id: 19 MiB, 2 passes, 1 lane. Source: OWASP Password Storage Cheat Sheet. */
const ARGON2ID = { algorithm: ARGON2ID_ALGORITHM, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password, ARGON2ID);
}

let ofNobody: Promise<string> | null = null;

/** What a password is compared with where there is no account. */
export function nobodysHash(): Promise<string> {
  return (ofNobody ??= hashPassword('a password that nobody has'));
}

/** Whether the password is the account's. Without an account it takes as long and says no: usernames cannot be timed out of it. */
export async function isPasswordOf(passwordHash: string | null, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await nobodysHash()), password);
  return passwordHash !== null && matches;
}
