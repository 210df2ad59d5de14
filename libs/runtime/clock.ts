/** The only place that asks what time it is. Everything else is told. */
export const clock = {
  now: (): Date => new Date(),
};

export type Clock = typeof clock;
