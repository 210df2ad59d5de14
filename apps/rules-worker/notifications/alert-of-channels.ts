import { failingChannel, type RuleSet } from '#clinical';
import { CHANNEL_NAMES } from '#contracts';
import { alertOfTroubles, failingWaysOut, type Database, type FailingWayOut } from '#records';

const RULE_IDS = ['channel-failing'];
const WORKS = 'It works again.';
/** The channel may fail still. */
const NOT_USED = 'Nobody on this ward is told by it any more.';

/** Alerts every ward on which somebody is told by a channel that fails, or that has a webhook that does. */
export async function alertOfChannels(database: Database, ruleSet: RuleSet): Promise<void> {
  const { now, failing } = await failingWaysOut(database);
  const troubles = failing.map((one) => {
    const { wardId, why } = one;
    const finding = failingChannel(nameOf(one), { why, now, place: { wardId } }, ruleSet);
    return { wardId, subject: subjectOf(one), finding };
  });
  const stillFailing = new Set(failing.map(subjectOf));
  await alertOfTroubles(database, {
    ruleIds: RULE_IDS,
    troubles,
    at: now,
    over: ({ subject }) => (stillFailing.has(subject) ? NOT_USED : WORKS),
  });
}

const subjectOf = ({ channel, webhook }: FailingWayOut): string =>
  webhook === null ? `channel ${channel}` : `webhook ${webhook.id}`;

const nameOf = ({ channel, webhook }: FailingWayOut): string =>
  webhook === null ? CHANNEL_NAMES[channel] : `The webhook ${webhook.name}`;
