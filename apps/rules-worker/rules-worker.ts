import { BROWSER_KNOWN_DAYS, guardRoutes } from '#access';
import { WARD_SOCKET_TERMS } from '#contracts';
import { openDoorbells, workOn } from '#jobs';
import {
  anythingToSend,
  anyUnevaluated,
  beat,
  endKeepingOfTheDay,
  nightOf,
  Database,
  forgetDevicesOfEnded,
  forgetExpiredSessions,
  forgetTriesAndBrowsers,
  forgetFeedBefore,
  forgetTrafficBefore,
  matchReadingsOfTheAdmitted,
  movePastKeys,
  openObservationPartitions,
  RecordClock,
} from '#records';
import {
  clock,
  nestLog,
  openHttpServer,
  sendProblem,
  serveHealth,
  ServerAdapter,
  UnusableSettings,
  type Logger,
  type RunningApp,
  type Settings,
} from '#runtime';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import { AlarmSweep } from './alarms/alarm-sweep.ts';
import { BundleSender } from './discharge/send-bundles.ts';
import { lookForAbsence } from './absence/look-for-absence.ts';
import { Outbox } from './evaluation/outbox.ts';
import { Messages } from './notifications/messages.ts';
import { tellOfGlasses } from './notifications/tell-of-glasses.ts';
import { remindOfTasks } from './notifications/remind-of-tasks.ts';
import { openChannels } from './notifications/open-channels.ts';
import { alertUnrepeated } from './repeats/alert-unrepeated.ts';
import { RulesInForce } from './rules/rules-in-force.ts';
import { watchConcerns } from './watch/watch-concerns.ts';
import { watchDevices } from './watch/watch-devices.ts';
import { SourceWatch } from './watch/watch-sources.ts';
import { startSweep } from './sweep/sweep.ts';
import { nightAt } from './retention/night-at.ts';

/** How soon a reading whose doorbell was lost is found, in ms. */
const LOOK_EVERY = 1_000;
/** How soon a clock of the database that was set is followed, in ms. */
const LOOK_AT_CLOCK_EVERY = 10_000;
/** How soon an alert that is due is found when no job comes for it, in ms. */
const SWEEP_ALARMS_EVERY = 2_000;
const MEND_ALARMS_EVERY = 10_000;
const BEAT_EVERY = 2_000;
/** How soon it is seen that a channel does not take an emergency, in ms. */
const LOOK_AT_CHANNELS_EVERY = 5_000;
/** How often the worker says what it can send with, in ms: another one may have had other settings. */
const ANNOUNCE_EVERY = 60_000;
/** How soon newly stored rules are followed, in ms. */
const READ_RULES_EVERY = 5_000;
/** How soon readings of somebody who has been admitted since find them, in ms. */
const MATCH_EVERY = 5_000;
/** What came of what sources sent is counted by the hour, and kept for this long, in ms. */
const KEEP_TRIES_FOR = 24 * 3_600_000;
const KEEP_BROWSERS_FOR = BROWSER_KNOWN_DAYS * 24 * 3_600_000;
const KEEP_TRAFFIC_FOR = 90 * 24 * 3_600_000;
/** Every step of the ladder of a late set is minutes from the next, in ms. */
const LOOK_FOR_ABSENCE_EVERY = 10_000;
const WATCH_SOURCES_EVERY = 15_000;
/** A device is silent after hours. */
const WATCH_DEVICES_EVERY = 60_000;
const WATCH_CONCERNS_EVERY = 2_000;
/** Nobody sends it anything. */
const LARGEST_BODY_BYTES = 1_024;
const HOUSEKEEPING_EVERY = 3_600_000;
const MOVE_KEYS_EVERY = 24 * 3_600_000;
/** How soon the night's end of keeping begins once it may, or is taken up where a worker left it, in ms. */
const LOOK_FOR_NIGHT_EVERY = 60_000;
const REMIND_OF_TASKS_EVERY = 10_000;
const TELL_OF_GLASSES_EVERY = 10_000;
/** A board that was away for longer gets the whole ward instead of the events, in ms. */
const KEEP_FEED_FOR = WARD_SOCKET_TERMS.keptForHours * 3_600_000;

@Module({})
class RulesWorkerModule {}

/** Evaluates what ingestion stored: woken by jobs, and by its own look into the outbox when they are lost. */
export async function startRulesWorker(settings: Settings, log: Logger): Promise<RunningApp> {
  const night = nightOf(settings.retention);
  if (night.wrong.length > 0) throw new UnusableSettings(night.wrong.join('; '));
  const database = await Database.open({
    url: settings.databaseUrl,
    poolSize: settings.databasePool,
    applicationName: 'homeward-rules-worker',
  });
  // Workers judge the same wards, on machines whose clocks may differ: they go by the database's.
  const recordClock = await RecordClock.open(database);
  const rules = new RulesInForce(database, log);
  await rules.open(recordClock.now());
  const channels = openChannels(settings, clock);
  const messages = new Messages({
    database,
    channels,
    mostPerHour: settings.channels.mostMessagesPerHour,
    publicUrl: settings.publicUrl,
    log,
    ruleSet: () => rules.current,
  });
  const bundles = new BundleSender({
    database,
    log,
    clock,
    key: settings.channels.webhookKey,
    keyBefore: settings.channels.webhookKeyBefore,
    privateAddresses: settings.channels.privateAddresses,
  });
  const alarms = new AlarmSweep(database, log);
  const jobStore = {
    ...settings,
    failed: (error: Error) =>
      log.warn({ err: { type: error.name } }, 'the job store cannot be reached; looking for work by itself meanwhile'),
  };
  const bells = openDoorbells(jobStore, ['send-notifications']);
  database.onCommit('messages-wait', () =>
    bells.ring('send-notifications', { traceId: randomUUID().replaceAll('-', '') }),
  );
  const outbox = new Outbox(database, rules, recordClock, log);
  const sources = new SourceWatch(database);
  const instance = randomUUID();

  const server = openHttpServer({
    largestBodyBytes: LARGEST_BODY_BYTES,
    log,
    sendError: (error, request, reply) => sendProblem(log, error, request, reply),
  });
  guardRoutes(server, {});
  serveHealth(server, {
    database: () => database.reachable(),
  });
  const app = await NestFactory.create<NestFastifyApplication>(RulesWorkerModule, new ServerAdapter(server), {
    logger: nestLog(log),
  });

  const jobs = workOn(jobStore, {
    'evaluate-readings': ({ traceId }) => outbox.empty(traceId),
    'send-notifications': () => messages.send(),
    'sweep-alarms': () => alarms.sweep(),
  });
  const sweeps = [
    startSweep('clock', LOOK_AT_CLOCK_EVERY, log, () => recordClock.look()),
    startSweep('outbox', LOOK_EVERY, log, async () => {
      if (await anyUnevaluated(database, recordClock.now())) await outbox.empty(randomUUID().replaceAll('-', ''));
    }),
    startSweep('notifications', LOOK_EVERY, log, async () => {
      if (await anythingToSend(database)) await messages.send();
    }),
    startSweep('channels', LOOK_AT_CHANNELS_EVERY, log, () => messages.lookAtChannels()),
    startSweep('channel announcement', ANNOUNCE_EVERY, log, () => messages.announce()),
    startSweep('alarms', SWEEP_ALARMS_EVERY, log, () => alarms.sweep()),
    startSweep('repeats that have not come', SWEEP_ALARMS_EVERY, log, async () => {
      while (await alertUnrepeated(database));
    }),
    startSweep('alarms that time alone leaves', MEND_ALARMS_EVERY, log, () => alarms.mend()),
    startSweep('heartbeat', BEAT_EVERY, log, () => beat(database, { service: 'rules-worker', instance })),
    startSweep('rules', READ_RULES_EVERY, log, () => rules.refresh()),
    startSweep('readings of the admitted', MATCH_EVERY, log, async () => {
      if ((await matchReadingsOfTheAdmitted(database, recordClock.now())) > 0) {
        await outbox.empty(randomUUID().replaceAll('-', ''));
      }
    }),
    startSweep('absence', LOOK_FOR_ABSENCE_EVERY, log, async () => {
      while (await lookForAbsence(database, rules.current));
    }),
    startSweep('sources', WATCH_SOURCES_EVERY, log, () => sources.look(rules.current)),
    startSweep('devices', WATCH_DEVICES_EVERY, log, () => watchDevices(database, rules.current, recordClock.now())),
    startSweep('welfare checks', WATCH_CONCERNS_EVERY, log, () => watchConcerns(database, rules.current)),
    startSweep('overdue tasks', REMIND_OF_TASKS_EVERY, log, () =>
      remindOfTasks(database, {
        channels: channels.map(({ name }) => name),
        mostPerHour: settings.channels.mostMessagesPerHour,
        now: recordClock.now(),
      }),
    ),
    startSweep('broken glasses', TELL_OF_GLASSES_EVERY, log, () =>
      tellOfGlasses(database, {
        channels: channels.map(({ name }) => name),
        mostPerHour: settings.channels.mostMessagesPerHour,
        now: recordClock.now(),
      }),
    ),
    startSweep('discharge bundles', LOOK_EVERY, log, () => bundles.send()),
    startSweep('retention', LOOK_FOR_NIGHT_EVERY, log, async () => {
      const now = recordClock.now();
      const day = nightAt(now, settings.retention.at);
      if (day === null) return;
      const runs = await endKeepingOfTheDay(database, { ...night, day, now, worker: instance });
      if (runs !== null)
        log.info({ day, classes: runs.map((run) => run.class) }, 'what was kept for long enough was removed');
    }),
    startSweep('housekeeping', HOUSEKEEPING_EVERY, log, async () => {
      const now = recordClock.now();
      await openObservationPartitions(database, now);
      await forgetFeedBefore(database, new Date(now.getTime() - KEEP_FEED_FOR));
      await forgetTrafficBefore(database, new Date(now.getTime() - KEEP_TRAFFIC_FOR));
      await forgetExpiredSessions(database, now);
      await forgetTriesAndBrowsers(database, {
        tries: new Date(now.getTime() - KEEP_TRIES_FOR),
        browsers: new Date(now.getTime() - KEEP_BROWSERS_FOR),
      });
      await forgetDevicesOfEnded(database);
    }),
    startSweep('past keys', MOVE_KEYS_EVERY, log, () => movePastKeys(database, recordClock.now())),
  ];

  await app.listen(settings.port, settings.host);
  return {
    url: await app.getUrl(),
    async close() {
      await jobs.close();
      await Promise.all(sweeps.map((sweep) => sweep.close()));
      await outbox.close();
      await messages.close();
      await alarms.close();
      await bells.close();
      await app.close();
      await database.close();
    },
  };
}
