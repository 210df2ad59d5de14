import type { Pathway } from './vitals.ts';

/**
 * What somebody who leaves the ward is told to look for, by pathway: what a clinician begins with and changes. For the person to read:
 * a test holds it to the reading age of everything that patients are shown. [ours, for a safety officer to sign]
 */
export const LOOK_FOR: Readonly<Record<Pathway, readonly string[]>> = {
  respiratory: [
    'You are more out of breath than when you left our care.',
    'You cough up more, or it turns green, brown or red.',
    'You feel hot and shivery.',
    'You can not walk as far as you could.',
    'You feel muddled, or sleep far more than you did.',
  ],
  cardiac: [
    'You put on 2 kg or more in 3 days.',
    'Your legs or your tummy swell up more.',
    'You are more out of breath, or wake up at night short of breath.',
    'You need more pillows to sleep.',
    'You feel dizzy or faint.',
  ],
  frailty: [
    'You fall, or do not feel safe on your feet.',
    'You are more muddled or sleepy than is normal for you.',
    'You eat or drink much less than you did.',
    'It hurts to pass water, or you pass much more or much less.',
    'Your skin is sore, red or broken.',
  ],
};

/** Whom somebody who has left rings, the most urgent first. */
export const RING: readonly string[] = [
  'Ring 999 now if you can not get your breath, your chest hurts or your lips turn blue.',
  'Ring 111, day or night, if you get worse. They will tell you what to do.',
  'Ring your GP if one of these signs comes on slowly.',
];
