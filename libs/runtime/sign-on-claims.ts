import { z } from 'zod';

/** Whom an OpenID provider can make somebody: staff. Patients and carers sign in by the hub's code. */
const SIGN_ON_ROLES = ['hub-clinician', 'coordinator', 'lead', 'care-home', 'administrator'] as const;

export type Wanted = string | boolean | Wanted[] | { [name: string]: Wanted };
const wanted: z.ZodType<Wanted> = z.lazy(() =>
  z.union([z.string().min(1), z.boolean(), z.array(wanted).min(1), z.record(z.string().min(1), wanted)]),
);

/** A claim by its name, or by the way to it: `realm_access.roles`. */
const claim = z.string().min(1);
const grant = z
  .strictObject({
    when: z
      .record(claim, wanted)
      .refine((when) => Object.keys(when).length > 0, 'expected at least one claim: an empty one fits everybody'),
    role: z.enum(SIGN_ON_ROLES, `expected one of ${SIGN_ON_ROLES.join(', ')}`),
    wards: z.union([z.array(z.string().min(1)).min(1), z.strictObject({ claim })]).exactOptional(),
    home: z.union([z.string().min(1), z.strictObject({ claim })]).exactOptional(),
  })
  .superRefine(({ role, wards, home }, context) => {
    const ofHome = role === 'care-home';
    const say = (message: string): void => void context.issues.push({ code: 'custom', input: role, message });
    if (ofHome && (home === undefined || wards !== undefined)) say('care-home needs a home, and no wards');
    if (!ofHome && (wards === undefined || home !== undefined)) say(`${role} needs wards, and no home`);
  });

/**
 * How what an OpenID provider says of somebody becomes a role and its wards. The first grant that fits decides the role; others of
 * that role that fit add their wards. Whom none fits is nobody here.
 */
export const signOnClaims = z.strictObject({
  username: claim.default('preferred_username'),
  name: claim.default('name'),
  grants: z.array(grant).min(1, 'expected at least one: without, nobody can sign in'),
});
export type SignOnClaims = z.output<typeof signOnClaims>;
