import type { RepeatAsked } from '#contracts';
import { countdown, lengthOfTime, timeOfDay } from './times.ts';

const MINUTE = 60_000;

/** Where readings are taken, to the second: "in 6 min 12 s", "4 min late". */
export function repeatCountdown({ dueAt }: RepeatAsked, now: number): string {
  const left = dueAt - now;
  if (left > 0) return `in ${countdown(left)}`;
  return left > -MINUTE ? 'now' : `${lengthOfTime(-left)} late`;
}

/** At the hub: "Repeat asked for by Dr Mina Rao, due 14:42", "…, 4 min late". */
export function repeatInWords(repeat: RepeatAsked, now: number): string {
  const late = now - repeat.dueAt;
  return `Repeat asked for by ${repeat.by}, ${late < MINUTE ? `due ${timeOfDay(repeat.dueAt, now)}` : `${lengthOfTime(late)} late`}`;
}
