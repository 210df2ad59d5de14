import { hashPassword, newHomeTablet, openSealed, unlockTablet } from '#access';
import type { CarerKeys } from '#contracts';
import { Database, type Account } from '#records';
import { describe, expect, it } from '@jest/globals';
import { CompactEncrypt, importJWK, type JWK } from 'jose';
import { randomUUID } from 'node:crypto';
import { openDatabase, stopAtTheEnd } from '../harness/index.ts';
import { anAccount, aWard } from '../ward/fixtures.ts';

const DAY_MS = 86_400_000;

/** As a tablet seals what a carer took. */
async function sealFor({ envelopeKey }: CarerKeys, content: object): Promise<string> {
  return new CompactEncrypt(Buffer.from(JSON.stringify({ content, proof: null })))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' })
    .encrypt(await importJWK(envelopeKey as JWK, 'ECDH-ES'));
}

describe('what a home’s tablets seal for the hub', () => {
  it('is opened while its key is changed and for as long again, and not by another home’s', async () => {
    const behind = await openDatabase();
    const database = await Database.open({ url: behind.url, poolSize: 2, applicationName: 'test' });
    stopAtTheEnd(() => database.close());
    const ward = await aWard(behind);
    const account = { id: await anAccount(behind, { wardIds: [ward] }) } as Account;
    const [home, elsewhere, carerId] = [randomUUID(), randomUUID(), randomUUID()];
    for (const one of [home, elsewhere]) {
      await behind.query('INSERT INTO care_home (id, ward_id, name) VALUES ($1, $2, $1)', [one, ward]);
      const { keptUnder, envelopeKey } = await newHomeTablet();
      await behind.query('INSERT INTO home_tablet (care_home_id, kept_under, envelope_key) VALUES ($1, $2, $3)', [
        one,
        keptUnder,
        envelopeKey,
      ]);
    }
    await behind.query(
      `INSERT INTO home_carer (id, care_home_id, name, pin_hash, pin_version, added_at) VALUES ($1, $2, 'Asha', $3, 1, now())`,
      [carerId, home, await hashPassword('482915')],
    );
    const unlocked = async (daysOn: number): Promise<CarerKeys> => {
      const now = new Date(Date.now() + daysOn * DAY_MS);
      const keys = await unlockTablet(database, { account, careHomeId: home, carerId, pin: '482915', now });
      if (keys === 'wrong' || 'until' in keys) throw new Error('the PIN is right');
      return keys;
    };
    const open = async (sealed: string, careHomeId = home) =>
      (await openSealed(database, { careHomeId, sealed }))?.content ?? null;

    const [first, again] = [await unlocked(0), await unlocked(89)];
    expect(again.envelopeKey).toEqual(first.envelopeKey);
    const sealed = await sealFor(first, { pulse: 71 });
    const next = await unlocked(91);
    expect(next.envelopeKey).not.toEqual(first.envelopeKey);
    // What lies on the tablet is kept under what it was.
    expect(next.keptUnder).toBe(first.keptUnder);
    expect(await open(sealed)).toEqual({ pulse: 71 });
    const later = await sealFor(next, { pulse: 72 });
    expect([await open(later), await open(later, elsewhere)]).toEqual([{ pulse: 72 }, null]);
    await unlocked(182);
    expect([await open(sealed), await open(later)]).toEqual([null, { pulse: 72 }]);
  });
});
