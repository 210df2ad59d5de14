import type { News2 } from '#clinical';
import { isRedFlag, mayBeInjured, type Sign } from '../bedside/what-was-noticed.ts';

/** What a clerk says to the caller now, and does then. */
export interface WhatToSay {
  readonly urgency: 'emergency' | 'urgent';
  readonly say: string;
  readonly doNext: string;
}

/**
 * Of a red-flag answer, and of a score or of the least that it can be. Nobody at the other end of a telephone can be seen: an
 * emergency score is 999 here as well. Source: [RCP] NEWS2 chart 4 (7 or more is an emergency; 5 and 6, or a single 3, are
 * urgent); docs/CLINICAL, section 3 (red-flag-answer, fall).
 */
export function whatToSay(noticed: ReadonlySet<Sign>, score: News2 | null): WhatToSay | null {
  if (isRedFlag(noticed)) {
    return {
      urgency: 'emergency',
      say: 'Put the phone down and call 999 now. Do not leave them alone.',
      doNext: 'Send this as it is. Tell a hub clinician now, and ring back to hear whether an ambulance is coming.',
    };
  }
  if (mayBeInjured(noticed)) {
    return {
      urgency: 'emergency',
      say: 'They may be injured: do not move them. Put the phone down and call 999 now. Do not leave them alone.',
      doNext: 'Send this as it is. Tell a hub clinician now, and ring back to hear whether an ambulance is coming.',
    };
  }
  switch (score?.band) {
    case 'high':
      return {
        urgency: 'emergency',
        say: 'These readings are worrying. Call 999 now, and then stay by the phone: a nurse will ring you.',
        doNext: 'Send this as it is. Tell a hub clinician now.',
      };
    case 'medium':
      return {
        urgency: 'urgent',
        say: 'A nurse will ring you soon about these readings. If anything gets worse, call 999.',
        doNext: 'Tell a hub clinician as soon as you have sent this.',
      };
    case 'low-medium':
      return {
        urgency: 'urgent',
        say: 'One reading is far out. Please measure it once more while I wait. If anything gets worse, call 999.',
        doNext:
          'Write down the second reading. If it is as far out, tell a hub clinician as soon as you have sent this.',
      };
    case 'low':
    case undefined:
      return null;
  }
}
