import { HOUR, implausibleInARow, MINUTE, silentDevice, type Finding, type RuleSet } from '#clinical';
import { alertOfDevices, doubtfulDevices, type Database, type DoubtfulDevice } from '#records';

const RULE_IDS = ['device-silent', 'implausible'];

/** No layer of the rules can make it shorter. */
const SHORTEST_SILENCE = 6 * HOUR;
/** Heard in so many rounds, a device is known to be used again and again. */
const ROUNDS_UNTIL_KNOWN = 4;
/** A scale that is used once a week is not silent after two days. */
const GAPS_UNTIL_SILENT = 3;
/** A patient who was heard so long after the device, in ms, was measured without it. */
const ANOTHER_ROUND = 30 * MINUTE;

/** Alerts wards of devices that have fallen silent, and of those that measure what cannot be. */
export async function watchDevices(database: Database, ruleSet: RuleSet, now: Date): Promise<void> {
  const devices = await doubtfulDevices(database, SHORTEST_SILENCE);
  const troubles = devices.flatMap((device) =>
    [silenceOf(device, ruleSet), nonsenseOf(device, ruleSet)].flatMap((finding) =>
      finding === null ? [] : [{ admissionId: device.admissionId, finding }],
    ),
  );
  await alertOfDevices(database, { ruleIds: RULE_IDS, troubles, at: now.getTime() });
}

/**
 * A device that normally speaks and does not, while other readings of its patient come. When nothing at all comes of a
 * patient, the ladder of the late set tells it: a second alarm for the same silence would be one too many.
 */
function silenceOf(device: DoubtfulDevice, ruleSet: RuleSet): Finding | null {
  const { lastHeardAt, lastReadingAt, rounds, usualGap, now } = device;
  if (rounds < ROUNDS_UNTIL_KNOWN || usualGap === null || now - lastHeardAt < GAPS_UNTIL_SILENT * usualGap) return null;
  if (lastReadingAt === null || lastReadingAt < lastHeardAt + ANOTHER_ROUND) return null;
  return silentDevice(nameOf(device), { since: lastHeardAt, now, place: device }, ruleSet);
}

function nonsenseOf(device: DoubtfulDevice, ruleSet: RuleSet): Finding | null {
  const { implausibleInARow: count, lastImplausible: last, now } = device;
  return last === null
    ? null
    : implausibleInARow(
        Array.from({ length: count }, () => last),
        now,
        ruleSet,
        device,
      );
}

/** Its model and the end of its serial number, by which somebody can find it and nobody a person. */
function nameOf({ model, identifier }: DoubtfulDevice): string {
  const end = identifier.slice(-4);
  return model === null ? `…${end}` : `${model} …${end}`;
}
