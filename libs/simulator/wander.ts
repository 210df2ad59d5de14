import { MINUTE, type Duration, type Instant } from '#clinical';
import { bell } from './chance.ts';

/** How a vital wanders by itself: readings a `memory` apart have a correlation of 1/e. */
export interface Wander {
  readonly seed: number;
  readonly stream: number;
  readonly memory: Duration;
}

/** How many steps of the walk make one memory: fine enough that readings minutes apart are nearly the same. */
const STEPS_A_MEMORY = 6;
/** What lies further back than this many memories counts for less than 5 %. */
const MEMORIES_LOOKED_BACK = 3;
const REMAINS = Math.exp(-1 / STEPS_A_MEMORY);
const LOOKED_BACK = STEPS_A_MEMORY * MEMORIES_LOOKED_BACK;

const WEIGHTS = Array.from({ length: LOOKED_BACK }, (_, back) => REMAINS ** back);
const SCALE = 1 / Math.sqrt(WEIGHTS.reduce((sum, weight) => sum + weight * weight, 0));

function onGrid({ seed, stream }: Wander, step: number): number {
  let sum = 0;
  for (let back = 0; back < LOOKED_BACK; back++) sum += WEIGHTS[back]! * bell(seed, stream, step - back);
  return sum * SCALE;
}

/**
 * A first-order autoregressive walk at any moment after 1970: mean 0, standard deviation 1 on its grid and a little less
 * between. Pure: the walk is the weighted sum of the shocks before the moment, not a state that is carried along.
 */
export function wanderAt(wander: Wander, at: Instant): number {
  const position = at / Math.max(wander.memory / STEPS_A_MEMORY, MINUTE);
  const step = Math.floor(position);
  const before = onGrid(wander, step);
  return before + (position - step) * (onGrid(wander, step + 1) - before);
}
