import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DAY, HOUR, MINUTE, type Instant } from '#clinical';
import { deliveriesBetween, repeatedSet, type Delivery, type Passage } from './demo/deliveries.ts';
import { newestReadingAt } from './demo/newest-reading.ts';
import { DEMO_PEOPLE, type DemoPerson } from './demo/people.ts';
import { Sender, type Log } from './demo/sender.ts';
import { keepTime, keptTime, WardClock } from './demo/ward-clock.ts';
import { readDemoWard } from './start/demo-ward.ts';

/*
 * Lets the demo ward live: posts its patients' readings to HOMEWARD_URL as their devices and homes would, until it is told to
 * stop. --speed: simulated minutes in a real second; at 20 a day passes in 72 s, so that patients get worse and better
 * within minutes. Readings carry real times. Needs $HOMEWARD_DATA/demo.json.
 */
const DEFAULT_SPEED = 20;
const FASTEST = 500;
const TICK_MS = 250;
/** A ward that has been heard of since needs no past made up for it. */
const RECENT = 2 * HOUR;
const HUB_PATIENCE_MS = 60_000;
const REPORT_EVERY_MS = 60_000;
const KEEP_TIME_EVERY_MS = 5_000;
/** Who is asked to repeat a measurement does so after about this long. */
const REPEAT_AFTER = { simulated: 3 * MINUTE, real: 3_000 };
const STEP_OF_SEPARATE_DEVICES_MS = 2_500;

const log: Log = (level, msg, fields = {}) =>
  console.log(JSON.stringify({ level, time: new Date().toISOString(), name: 'simulator', msg, ...fields }));

const { values: flags } = parseArgs({ options: { speed: { type: 'string', default: String(DEFAULT_SPEED) } } });
const speed = Number(flags.speed);
if (!(speed > 0 && speed <= FASTEST)) {
  console.error(
    `--speed takes simulated minutes in a second, above 0 and at most ${FASTEST}, as in --speed ${DEFAULT_SPEED}.`,
  );
  process.exit(2);
}
const { HOMEWARD_DATA: data = '.homeward', HOMEWARD_URL } = process.env;

const stop = new AbortController();
const stopping = stop.signal;
for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(signal, () => stop.abort());
// A terminal that was closed takes stdout with it; that is no reason for a stack trace.
process.stdout.on('error', () => stop.abort());

const demo = await readDemoWard(data);
const url = HOMEWARD_URL ?? demo.url;
const people = DEMO_PEOPLE.filter(({ nhsNumber }) =>
  demo.patients.some((patient) => patient.nhsNumber === nhsNumber.replaceAll(' ', '')),
);
const personOf = (nhsNumber: string): DemoPerson | undefined =>
  people.find((person) => person.nhsNumber.replaceAll(' ', '') === nhsNumber);

const scheduled: Delivery[] = [];
const senders = new Map(
  demo.sources.map(({ name }) => [
    name,
    new Sender({
      source: name,
      url,
      key: async () => (await readDemoWard(data)).sources.find((source) => source.name === name)?.key ?? '',
      stopping,
      log,
      pleaseRepeat: (set) => {
        const person = personOf(set.patient.nhsNumber);
        // Of what was measured long ago nothing can be measured again.
        if (!person || Date.parse(set.effectiveAt) < Date.now() - 10 * MINUTE) return;
        const at = Date.now() + REPEAT_AFTER.real;
        scheduled.push(repeatedSet(person, ward.now() + REPEAT_AFTER.simulated, at));
      },
    }),
  ]),
);

const { ward, past } = await wardAt(Date.now());
if (past.length > 0) log('info', 'filling in what the ward measured meanwhile', { deliveries: past.length });
scheduled.push(...past);
log('info', 'the ward lives', { patients: people.length, speed });

let keptAt = 0;
let reportedAt = Date.now();
while (!stopping.aborted) {
  const before = ward.now();
  const real = Date.now();
  const simulated = ward.advanceTo(real);
  const passage: Passage = {
    realTimeOf: (at) => Math.round(real - (simulated - at) / ward.rate),
    leastStep: STEP_OF_SEPARATE_DEVICES_MS,
  };
  scheduled.push(...deliveriesBetween(people, before, simulated, passage));
  scheduled.sort((a, b) => a.sendAt - b.sendAt);
  while (scheduled[0] !== undefined && scheduled[0].sendAt <= real) {
    const delivery = scheduled.shift()!;
    senders.get(delivery.source)?.add(delivery);
  }
  if (real - keptAt >= KEEP_TIME_EVERY_MS) {
    keptAt = real;
    await keepTime(data, simulated);
  }
  if (real - reportedAt >= REPORT_EVERY_MS) {
    reportedAt = real;
    const all = [...senders.values()];
    log('info', 'sent', {
      stored: all.reduce((sum, { stored }) => sum + stored, 0),
      backlog: all.reduce((sum, { backlog }) => sum + backlog, 0),
    });
  }
  await pause(TICK_MS, undefined, { signal: stopping }).catch(() => undefined);
}
process.exit(0);

/**
 * The ward's clock, and what it sends of the time before. A ward that nobody has heard of lately lived its last day, or what
 * is missing of it, at the pace of our own clock; one that was heard of goes on where it stood.
 */
async function wardAt(real: Instant): Promise<{ ward: WardClock; past: Delivery[] }> {
  const stoodAt = await keptTime(data);
  const newest = await newestKnown(real);
  if (newest === 'unknown' || (newest !== null && newest > real - RECENT)) {
    return { ward: new WardClock(stoodAt ?? real, speed), past: [] };
  }
  const missing = Math.min(real - (newest ?? 0) - 1, DAY);
  const now = stoodAt === null ? real : stoodAt + missing;
  const passage: Passage = { realTimeOf: (at) => Math.min(Math.round(real - (now - at)), real), leastStep: 0 };
  return { ward: new WardClock(now, speed), past: deliveriesBetween(people, now - missing, now, passage) };
}

async function newestKnown(real: Instant): Promise<Instant | null | 'unknown'> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await newestReadingAt({ ...demo, url }, AbortSignal.any([stopping, AbortSignal.timeout(5_000)]));
    } catch (error) {
      if (stopping.aborted) process.exit(0);
      if (Date.now() - real > HUB_PATIENCE_MS) {
        log('warn', 'the hub cannot be asked what it knows', {
          why: error instanceof Error ? error.message : 'unknown',
        });
        return 'unknown';
      }
      await pause(Math.min(250 * 2 ** attempt, 4_000), undefined, { signal: stopping }).catch(() => process.exit(0));
    }
  }
}
