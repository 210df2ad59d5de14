import { Buffer } from 'node:buffer';
import { createHash, randomBytes } from 'node:crypto';
import { compactDecrypt, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { CarerKeys } from '#contracts';
import {
  carerOfProof,
  carerToUnlock,
  changeEnvelopeKey,
  changeOwnPin,
  envelopeKeysOf,
  forgetTries,
  keepCarerProof,
  takeTry,
  tellUnlock,
  type Account,
  type Database,
  type HomeTablet,
  type Patience,
} from '#records';
import { hashPassword, isPasswordOf } from './passwords.ts';

const KEY_BYTES = 32;
const ALGORITHM = { alg: 'ECDH-ES', enc: 'A256GCM' } as const;

/** A home's envelope key that was made so long ago is followed by another at the next unlocking, in days. [ours] */
const ENVELOPE_KEY_DAYS = 90;
const DAY_MS = 86_400_000;

/** A PIN is short: guessing is slow, and nobody is kept out for longer than five minutes. */
const OF_CARER: Patience = { free: 5, firstWaitMs: 15_000, longestWaitMs: 300_000, forgottenAfterMs: 3_600_000 };

/** For a home that has none yet. */
export async function newHomeTablet(): Promise<HomeTablet> {
  return { keptUnder: randomBytes(KEY_BYTES), envelopeKey: await newEnvelopeKey() };
}

/** A private JWK. */
async function newEnvelopeKey(): Promise<string> {
  const { privateKey } = await generateKeyPair(ALGORITHM.alg, { crv: 'P-256', extractable: true });
  return JSON.stringify(await exportJWK(privateKey));
}

/** What a tablet is given for a carer's PIN; tries are counted by carer, before it is known whether they are right. */
export async function unlockTablet(
  database: Database,
  wish: { account: Account; careHomeId: string; carerId: string; pin: string; now: Date },
): Promise<CarerKeys | 'wrong' | { until: Date }> {
  const found = await carerOfPin(database, wish);
  if (found === 'wrong' || 'until' in found) return found;
  const { account, careHomeId, carerId, now } = wish;
  await tellUnlock(database, { careHomeId, carerId, actorId: account.id, right: true });
  const madeBefore = new Date(now.getTime() - ENVELOPE_KEY_DAYS * DAY_MS);
  if (found.envelopeMadeAt >= madeBefore) return keysOf(database, found, { carerId, now });
  await changeEnvelopeKey(database, { careHomeId, envelopeKey: await newEnvelopeKey(), madeBefore, now });
  // Another tablet of the home may have been first: what stands is given.
  const [envelopeKey = found.tablet.envelopeKey] = await envelopeKeysOf(database, careHomeId);
  return keysOf(database, { ...found, tablet: { ...found.tablet, envelopeKey } }, { carerId, now });
}

/** A carer's own new PIN, for the one that they have: what the tablet keeps under it from now on. A wrong one counts as it does at the lock. */
export async function changePinOf(
  database: Database,
  wish: { account: Account; careHomeId: string; carerId: string; pin: string; newPin: string; now: Date },
): Promise<CarerKeys | 'wrong' | { until: Date }> {
  const found = await carerOfPin(database, wish);
  if (found === 'wrong' || 'until' in found) return found;
  const { account, careHomeId, carerId, newPin, now } = wish;
  const pinVersion = await changeOwnPin(database, {
    careHomeId,
    carerId,
    actorId: account.id,
    pinHash: await hashPassword(newPin),
    pinVersion: found.pinVersion,
    now,
  });
  return pinVersion === null ? 'wrong' : keysOf(database, { ...found, pinVersion }, { carerId, now });
}

type Found = NonNullable<Awaited<ReturnType<typeof carerToUnlock>>>;

async function carerOfPin(
  database: Database,
  wish: { account: Account; careHomeId: string; carerId: string; pin: string; now: Date },
): Promise<Found | 'wrong' | { until: Date }> {
  const { account, careHomeId, carerId, pin, now } = wish;
  const counted = hashOf(`carer ${carerId}`);
  const until = await takeTry(database, { key: counted, patience: OF_CARER, now });
  if (until) return { until };
  const found = await carerToUnlock(database, { careHomeId, carerId });
  if ((await isPasswordOf(found?.pinHash ?? null, pin)) && found) {
    await forgetTries(database, [counted]);
    return found;
  }
  await tellUnlock(database, { careHomeId, carerId, actorId: account.id, right: false });
  return 'wrong';
}

async function keysOf(
  database: Database,
  { pinVersion, tablet }: Found,
  { carerId, now }: { carerId: string; now: Date },
): Promise<CarerKeys> {
  const proof = randomBytes(KEY_BYTES).toString('base64url');
  await keepCarerProof(database, { tokenHash: hashOf(proof), carerId, now });
  const { d: _private, ...envelopeKey } = JSON.parse(tablet.envelopeKey) as JWK;
  return { pinVersion, keptUnder: tablet.keptUnder.toString('base64'), envelopeKey, proof };
}

/** What a tablet of this home sealed, with the proof of who did; null where it cannot be opened. */
export async function openSealed(
  database: Database,
  { careHomeId, sealed }: { careHomeId: string; sealed: string },
): Promise<{ content: unknown; proof: string | null } | null> {
  for (const key of await envelopeKeysOf(database, careHomeId)) {
    const opened = await openedWith(key, sealed);
    if (opened !== null) return opened;
  }
  return null;
}

async function openedWith(key: string, sealed: string): Promise<{ content: unknown; proof: string | null } | null> {
  try {
    const { plaintext } = await compactDecrypt(sealed, await importJWK(JSON.parse(key) as JWK, ALGORITHM.alg), {
      keyManagementAlgorithms: [ALGORITHM.alg],
      contentEncryptionAlgorithms: [ALGORITHM.enc],
    });
    const said: unknown = JSON.parse(Buffer.from(plaintext).toString('utf8'));
    if (typeof said !== 'object' || said === null || !('content' in said)) return null;
    return { content: said.content, proof: 'proof' in said && typeof said.proof === 'string' ? said.proof : null };
  } catch {
    return null;
  }
}

/** The carer of this home whose PIN was right when this proof was given; null when it is nobody's. */
export function whoseProof(
  database: Database,
  { careHomeId, proof, at }: { careHomeId: string; proof: string; at: Date },
): Promise<{ id: string; name: string } | null> {
  return carerOfProof(database, { tokenHash: hashOf(proof), careHomeId, at });
}

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
