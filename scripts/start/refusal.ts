/** Homeward cannot be started like this, and the message says all there is to say: no stack trace. */
export class Refusal extends Error {
  readonly isRefusal = true;
}
