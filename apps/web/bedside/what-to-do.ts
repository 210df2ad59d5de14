import type { FormResult, News2 } from '#clinical';
import { isRedFlag, layLong, mayBeInjured, type Sign } from './what-was-noticed.ts';

/** What the carer does now, said by the tablet itself: no network is waited for. */
export interface WhatToDo {
  readonly urgency: 'emergency' | 'urgent';
  readonly words: string;
}

/**
 * Of a red-flag answer, and of a score or of the least that it can be. Source: [RCP] NEWS2 chart 4 (7 or more is an emergency; 5
 * and 6, or a single 3, are urgent); docs/CLINICAL, section 3 (red-flag-answer, fall).
 */
export function whatToDo(noticed: ReadonlySet<Sign>, score: News2 | null, lay: number | null = null): WhatToDo | null {
  return gravest([ofAnswers(noticed, lay), score === null ? null : ofScore(score)]);
}

function ofAnswers(noticed: ReadonlySet<Sign>, lay: number | null): WhatToDo | null {
  if (isRedFlag(noticed)) {
    return { urgency: 'emergency', words: 'Call 999 now. Then ring the hub. Stay with them.' };
  }
  if (mayBeInjured(noticed)) {
    return {
      urgency: 'emergency',
      words: 'They may be injured: do not move them. Call 999 now. Then ring the hub. Stay with them.',
    };
  }
  if (layLong(noticed, lay)) {
    return {
      urgency: 'urgent',
      words: 'They lay on the floor for long: this is urgent. Ring the hub now, and do not leave them alone for long.',
    };
  }
  return null;
}

function ofScore(score: News2): WhatToDo | null {
  const [total, sure] = score.kind === 'complete' ? [score.total, ''] : [score.least, 'at least '];
  switch (score.band) {
    case 'high':
      return {
        urgency: 'emergency',
        words: `NEWS2 is ${sure}${total}: this is an emergency. Ring the hub now; call 999 if nobody answers or they get worse. Stay with them.`,
      };
    case 'medium':
      return {
        urgency: 'urgent',
        words: `NEWS2 is ${sure}${total}: this is urgent. Ring the hub now, and do not leave them alone for long.`,
      };
    case 'low-medium':
      return {
        urgency: 'urgent',
        words: 'One reading is far out: this is urgent. Measure it again, then ring the hub.',
      };
    case 'low':
      return null;
  }
}

/** Of a form that was gone through: what presses of it stays on the screen. */
export function ofForm({ finding, meaning, todo, urgency }: FormResult): WhatToDo | null {
  if (urgency !== 'emergency' && urgency !== 'urgent') return null;
  return { urgency, words: `${finding}. ${meaning} ${todo}` };
}

const GRAVITY = { emergency: 2, urgent: 1 } as const;

/** Of all that is to be done the gravest; of two that are alike the first. */
export const gravest = (all: readonly (WhatToDo | null)[]): WhatToDo | null =>
  all.reduce(
    (worst, one) =>
      one !== null && GRAVITY[one.urgency] > (worst === null ? 0 : GRAVITY[worst.urgency]) ? one : worst,
    null,
  );
