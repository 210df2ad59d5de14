import type { SbardDraft } from '#contracts';
import { alertsOfStay, knownStay, stayHeadOf, type Database } from '#records';
import { clock } from '#runtime';
import { stayReadings } from '../admissions/stay-readings.ts';
import { sbardFrom } from './sbard-words.ts';

const DAY = 24 * 3_600_000;

/** What the record says of a stay now, as it is told to others; null when there is no such stay on the ward. */
export async function toldOfStay(
  database: Database,
  { admissionId, wardId, zone }: { admissionId: string; wardId: string; zone: string },
): Promise<SbardDraft | null> {
  const of = { admissionId, wardIds: [wardId] };
  const now = clock.now().getTime();
  const [head, alerts, stay] = await Promise.all([
    stayHeadOf(database, of),
    alertsOfStay(database, { ...of, before: null }),
    knownStay(database, of),
  ]);
  if (!head || !alerts || !stay) return null;
  const readings = await stayReadings(database, stay, { from: now - DAY, to: now + 1, now });
  return sbardFrom({ head, alerts: alerts.alerts, readings, zone });
}
