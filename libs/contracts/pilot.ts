import { z } from 'zod';
import { plainText } from './plain-text.ts';

const moment = z.number().describe('Epoch milliseconds.');

/** The arms that the programme compares. */
export const ARMS = {
  'admission-avoidance': 'Admission avoidance',
  'return-from-hospital': 'Return from hospital',
} as const;
export type Arm = keyof typeof ARMS;
const ARM_IDS = Object.keys(ARMS) as [Arm, ...Arm[]];
export const arm = z.enum(ARM_IDS, { error: `expected one of: ${ARM_IDS.join(', ')}` });

/** An area begins with one or two residents, and never has more than this. Source: the programme. */
export const FIRST_CAP = 2;
export const MOST_CAP = 15;

const cap = z
  .int(`expected a whole number from 1 to ${MOST_CAP}`)
  .min(1, 'expected at least 1')
  .max(MOST_CAP, `expected at most ${MOST_CAP}: no area of the pilot has more`);

const approval = {
  cap,
  approvedBy: plainText(200).describe('Who approved it, with their role.'),
  reason: plainText(1_000),
};

export const capGrowth = z.strictObject(approval).meta({ id: 'CapGrowth' });
export type CapGrowth = z.output<typeof capGrowth>;

export const areaTerms = z
  .strictObject({
    ...approval,
    cap: cap.max(FIRST_CAP, `expected 1 or ${FIRST_CAP}: an area begins small and grows by approval`),
    wardId: z.string('choose a ward').min(1, 'choose a ward').max(100),
    name: plainText(100),
    homeIds: z.array(z.string().max(100)).min(1, 'choose at least one home').max(100),
  })
  .meta({ id: 'AreaTerms' });
export type AreaTerms = z.output<typeof areaTerms>;

export const areaOpened = z.object({ id: z.uuid() });

export const armPlacing = z.strictObject({ arm: arm.nullable().describe('Null: not in the pilot any more.') });

const home = z.object({ id: z.string(), name: z.string() });

export const pilotView = z
  .object({
    at: moment,
    areas: z.array(
      z.object({
        id: z.uuid(),
        wardId: z.string(),
        wardName: z.string(),
        name: z.string(),
        homes: z.array(home),
        cap: z.int(),
        caps: z
          .array(
            z.object({ cap: z.int(), approvedBy: z.string(), reason: z.string(), recordedBy: z.string(), at: moment }),
          )
          .describe('Every growth, the last first.'),
        residents: z
          .array(z.object({ admissionId: z.uuid(), name: z.string(), home: z.string(), arm: arm.nullable() }))
          .describe('On the ward now, in homes of this area.'),
      }),
    ),
    homesWithout: z.array(home.extend({ wardId: z.string() })).describe('Homes of your wards that are in no area.'),
  })
  .meta({ id: 'Pilot' });
export type PilotView = z.infer<typeof pilotView>;
