import { accountVouchedFor, appendAudit, endSessionsOfProvider, idTokenOf, type Database } from '#records';
import { enter, signOut, tokenHash, type StartedSession } from './sessions.ts';
import type { From } from './sign-in-tries.ts';
import type { Identified, SingleSignOn } from './single-sign-on.ts';
import { whatClaimsGrant } from './what-claims-grant.ts';

/** What became of somebody whom the provider vouches for. */
type SignOnOutcome =
  { kind: 'in'; session: StartedSession } | { kind: 'refused'; why: 'no-role' | 'switched-off'; code: string };

/** Signs somebody in whom the provider vouches for, as what their claims make them now. Always with a new session. */
export function signInVouchedFor(
  database: Database,
  { who, from, signOn }: { who: Identified; from: From; signOn: SingleSignOn },
  now: Date,
): Promise<SignOnOutcome> {
  const granted = whatClaimsGrant(who.claims, signOn.table);
  return database.transaction(async (transaction) => {
    const found =
      granted === null
        ? ({ kind: 'nothing-granted' } as const)
        : await accountVouchedFor(transaction, { ...granted, issuer: who.issuer, subject: who.subject });
    if (found.kind !== 'account') {
      await appendAudit(transaction, [
        { act: 'sign-in-refused', actor: { kind: 'person', id: null }, details: { why: found.kind } },
      ]);
      return { kind: 'refused', why: found.kind === 'switched-off' ? 'switched-off' : 'no-role', code: found.kind };
    }
    const { session } = await enter(transaction, {
      account: found.account,
      // Whether one factor was enough is the provider's to say.
      terms: { key: null, keyBefore: null, demandedOf: [] },
      from,
      cameWith: who.cameWith,
      now,
      vouchedFor: { providerSession: who.providerSession, idToken: who.idToken },
    });
    return { kind: 'in', session };
  });
}

/** Ends what a logout token of the provider's says is over; null when it is none. */
export async function endByLogoutToken(
  database: Database,
  { token, signOn }: { token: string; signOn: SingleSignOn },
  now: Date,
): Promise<number | null> {
  const ended = await signOn.loggedOut(token, now);
  return ended === null ? null : endSessionsOfProvider(database, ended);
}

/** Signs out here; resolves to where the provider ends its own session, or null. */
export async function signOutThereToo(
  database: Database,
  { token, signOn }: { token: string; signOn: SingleSignOn | null },
): Promise<string | null> {
  const idToken = await idTokenOf(database, tokenHash(token));
  await signOut(database, token);
  return idToken === null || signOn === null ? null : signOn.goodbye(idToken);
}
