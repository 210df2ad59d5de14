import { z } from 'zod';
import { plainText } from './plain-text.ts';

const moment = z.number().describe('Epoch milliseconds.');

export const KIT_KINDS = {
  'pulse-oximeter': 'Pulse oximeter',
  'blood-pressure-monitor': 'Blood pressure monitor',
  thermometer: 'Thermometer',
  scales: 'Scales',
  tablet: 'Tablet',
} as const;
export type KitKind = keyof typeof KIT_KINDS;

export const KIT_STATES = {
  'in-stock': 'In stock',
  out: 'Out',
  cleaning: 'At cleaning',
  lost: 'Lost',
  broken: 'Broken',
} as const;
export type KitState = keyof typeof KIT_STATES;

/** Nothing that was with a patient is lent again before it was cleaned, nor what was found or repaired. */
const MAY_BECOME: Readonly<Record<KitState, readonly KitState[]>> = {
  'in-stock': ['out', 'lost', 'broken'],
  out: ['cleaning', 'lost', 'broken'],
  cleaning: ['in-stock', 'lost', 'broken'],
  lost: ['cleaning'],
  broken: ['cleaning'],
};

export const kitMayBecome = (from: KitState): readonly KitState[] => MAY_BECOME[from];
export const mayKitBecome = (from: KitState, to: KitState): boolean => MAY_BECOME[from].includes(to);

/** So few of a kind in stock are too few to admit with. [ours] */
const LOW = 2;

/** Kinds that the ward has, of which fewer than two are in stock. */
export function lowStock(
  kits: readonly { readonly kind: KitKind; readonly state: KitState }[],
): { kind: KitKind; inStock: number }[] {
  const kinds = [...new Set(kits.map(({ kind }) => kind))];
  return kinds
    .map((kind) => ({ kind, inStock: kits.filter((kit) => kit.kind === kind && kit.state === 'in-stock').length }))
    .filter(({ inStock }) => inStock < LOW);
}

const kinds = Object.keys(KIT_KINDS) as [KitKind, ...KitKind[]];
const kind = z.enum(kinds, { error: `expected one of: ${kinds.join(', ')}` });
const states = Object.keys(KIT_STATES) as [KitState, ...KitState[]];
const battery = z
  .int('expected a whole number from 0 to 100, or null')
  .min(0, 'expected at least 0')
  .max(100, 'expected at most 100')
  .nullable()
  .describe('%, as it was seen; null where it was not looked at.');

export const kitDraft = z.strictObject({ kind, serial: plainText(60), battery }).meta({ id: 'KitDraft' });
export type KitDraft = z.output<typeof kitDraft>;

export const kitMove = z
  .strictObject({
    version: z.int('expected the version that you saw').min(1).describe('As you saw it.'),
    to: z.enum(states, { error: `expected one of: ${states.join(', ')}` }),
    admissionId: z
      .uuid('expected a stay, or null')
      .nullable()
      .describe('To whom it is lent; null for everything else.'),
    battery,
  })
  .refine(({ to, admissionId }) => (to === 'out') === (admissionId !== null), {
    message: 'is said when a kit is lent, and only then',
    path: ['admissionId'],
  })
  .meta({ id: 'KitMove' });
export type KitMove = z.output<typeof kitMove>;

export const kitView = z
  .object({
    id: z.uuid(),
    kind,
    serial: z.string(),
    battery: z.int().nullable(),
    version: z.int(),
    state: z.enum(states),
    loan: z
      .object({
        admissionId: z.uuid(),
        name: z.string(),
        since: moment,
        by: z.string(),
        isHere: z.boolean().describe('Whether the stay goes on, on this ward.'),
      })
      .nullable(),
  })
  .meta({ id: 'Kit' });
export type KitView = z.infer<typeof kitView>;

const low = z.array(z.object({ kind, inStock: z.int() })).describe('Kinds of which fewer than two are in stock.');

export const wardKits = z
  .object({
    at: moment,
    ward: z.object({ id: z.string(), name: z.string() }),
    kits: z.array(kitView),
    low,
    stays: z.array(z.object({ admissionId: z.uuid(), name: z.string() })).describe('To whom one may be lent.'),
  })
  .meta({ id: 'WardKits' });
export type WardKits = z.infer<typeof wardKits>;
export { low as lowKits };
