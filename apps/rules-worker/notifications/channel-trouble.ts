import { MINUTE } from '#clinical';
import type { ChannelFacts } from '#records';

/** So many failures of the channel itself, without a success between them, are a failing channel. [ours] */
export const FAILURES_IN_A_ROW = 5;
/** An emergency that a channel has not taken for this long is a failing channel, however few its failures. [ours] */
export const EMERGENCY_WAITS_FOR = MINUTE;

/** Why a channel counts as failing, in a sentence; null when it works. */
export function channelTrouble({ failuresInARow, lastFailure, oldestEmergencyUnsentFor }: ChannelFacts): string | null {
  if (failuresInARow >= FAILURES_IN_A_ROW)
    return `${failuresInARow} attempts in a row failed. ${lastFailure ?? ''}`.trimEnd();
  if (oldestEmergencyUnsentFor !== null && oldestEmergencyUnsentFor > EMERGENCY_WAITS_FOR)
    return `An emergency message has waited for longer than ${EMERGENCY_WAITS_FOR / MINUTE} min to be sent.`;
  return null;
}
