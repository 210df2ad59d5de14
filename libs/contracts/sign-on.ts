import { z } from 'zod';

/** Whether there is a provider to sign in with, before anybody has signed in. */
export const signOnOffer = z
  .object({ name: z.string().nullable().describe('What the button says; null where there is none.') })
  .meta({ id: 'SignOnOffer' });
export type SignOnOffer = z.infer<typeof signOnOffer>;

export const signOnBegun = z
  .object({ address: z.url().describe('Where the browser goes to sign in.') })
  .meta({ id: 'SignOnBegun' });
export type SignOnBegun = z.infer<typeof signOnBegun>;

export const signedOff = z
  .object({ address: z.url().nullable().describe('Where the provider ends its own session; null where it does not.') })
  .meta({ id: 'SignedOff' });
export type SignedOff = z.infer<typeof signedOff>;

/** Source: OpenID Connect Back-Channel Logout 1.0, 2.5. */
export const backChannelLogout = z.strictObject({ logout_token: z.string().min(1).max(20_000) });

/** Why somebody who came back from the provider was not let in. */
export const SIGN_ON_REFUSALS = ['no-role', 'switched-off', 'cancelled', 'too-late', 'unreachable', 'failed'] as const;
export type SignOnRefusal = (typeof SIGN_ON_REFUSALS)[number];
