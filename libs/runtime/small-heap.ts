import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * By how many hundredths the heap may grow before all of it is swept. Left alone, V8 waits until it is up to four times what
 * lives, which under a long load is most of what a process holds (`npm run bench -- memory`).
 */
const GROWS_PERCENT = 40;

/**
 * Keeps this process' heap near to what lives in it, from now on. To be called once everything is loaded: V8 reckons from its
 * last full sweep, and puts the first one off until far more has piled up, so one is made here.
 */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWS_PERCENT}`);
  setFlagsFromString('--expose-gc');
  const sweep = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  sweep();
}
