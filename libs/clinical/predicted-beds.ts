/** A calendar day of the ward, YYYY-MM-DD. */
export type Day = string;

export interface PlannedMove {
  /** A stay or a referral. */
  readonly id: string;
  readonly name: string;
  readonly on: Day;
}

export interface PredictedDay {
  readonly on: Day;
  readonly in: readonly PlannedMove[];
  readonly out: readonly PlannedMove[];
  /** At the end of the day. Below nothing: so many more are planned than there are beds. */
  readonly free: number;
}

/** The day so many days after. */
export function dayAfter(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/**
 * How many beds are free at the end of each of the next days, when everybody comes and goes as planned. Who was to come before today
 * and has not, comes today. Who was to go before today and is still there frees nothing until somebody says a new day: a bed
 * that was wrongly counted free is worse than one that was wrongly counted taken. [ours]
 */
export function predictBeds({
  today,
  days,
  freeNow,
  comings,
  goings,
}: {
  today: Day;
  days: number;
  freeNow: number;
  comings: readonly PlannedMove[];
  goings: readonly PlannedMove[];
}): readonly PredictedDay[] {
  let free = freeNow;
  return Array.from({ length: days }, (_, at): PredictedDay => {
    const on = dayAfter(today, at);
    const coming = comings.filter((one) => (at === 0 ? one.on <= on : one.on === on));
    const going = goings.filter((one) => one.on === on);
    free += going.length - coming.length;
    return { on, in: coming, out: going, free };
  });
}
