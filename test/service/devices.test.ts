import { DEFAULT_RULE_SET } from '#clinical';
import { boardOf, Database, recordDevices } from '#records';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { watchDevices } from '../../apps/rules-worker/watch/watch-devices.ts';
import { openIngestion, stopAtTheEnd, until, type TestIngestion } from '../harness/index.ts';
import { aReadingSet, patientOf, post } from '../ward/people.ts';

let stack: TestIngestion;
let database: Database;
let wardId: string;
let patient = 0;
let admissionId: string;

beforeAll(async () => {
  stack = await openIngestion();
  database = await Database.open({ url: stack.database.url, poolSize: 4, applicationName: 'test' });
  stopAtTheEnd(() => database.close());
  wardId = stack.demo.wards[0]?.id ?? '';
});

// Everybody has a test of their own.
beforeEach(async () => {
  patient++;
  const [stay] = await stack.database.query<{ id: string }>(
    'SELECT a.id FROM admission a JOIN patient p ON p.id = a.patient_id WHERE p.nhs_number = $1',
    [patientOf(stack, patient).nhsNumber],
  );
  admissionId = stay?.id ?? '';
});

interface DeviceRow {
  identifier: string;
  model: string | null;
  rounds: number;
  usual_hours: number | null;
  implausible_in_a_row: number;
}

const devices = (): Promise<DeviceRow[]> =>
  stack.database.query<DeviceRow>(
    `SELECT identifier, model, rounds, extract(epoch FROM usual_gap)::float8 / 3600 AS usual_hours, implausible_in_a_row
     FROM device WHERE admission_id = $1 ORDER BY identifier`,
    [admissionId],
  );

/** Sends, and waits until what was heard is on record. */
async function send(device: object): Promise<void> {
  const heard = (): Promise<{ at: string }[]> =>
    stack.database.query('SELECT max(last_heard_at)::text AS at FROM device WHERE admission_id = $1', [admissionId]);
  const [before] = await heard();
  const answer = await post(stack, { ...aReadingSet(patientOf(stack, patient).nhsNumber), device });
  expect(answer.status).toBe(201);
  if ('serial' in device)
    await until(async () => (await heard())[0]?.at !== before?.at, { within: '10s', what: 'The device on record' });
}

/** As if this much time had passed for the devices. */
const later = (hours: number): Promise<object[]> =>
  stack.database.query(
    `UPDATE device SET last_heard_at = last_heard_at - make_interval(secs => $2), round_began_at = round_began_at - make_interval(secs => $2)
     WHERE admission_id = $1`,
    [admissionId, hours * 3_600],
  );

const OXIMETER = { model: 'Nonin 3230', serial: 'SN-0012345678' };

/** As ingestion writes it down: heard just now, with what it measured. */
function hear({ model = null, serial }: { model?: string | null; serial: string }, pulse = 72): Promise<void> {
  const bad = pulse > 250;
  const lastImplausible = bad ? { vital: 'pulse' as const, value: pulse, min: 20, max: 250 } : null;
  const heard = { sourceId: 1, identifier: serial, model, nhsNumber: patientOf(stack, patient).nhsNumber };
  return recordDevices(database, [
    { ...heard, heardAt: new Date(), implausibleInARow: bad ? 1 : 0, interrupted: !bad, lastImplausible },
  ]);
}

/** Four rounds, so many hours apart. */
async function inUse(device: { model?: string; serial: string }, hoursApart: number): Promise<void> {
  await hear(device);
  for (let round = 1; round < 4; round++) {
    await later(hoursApart);
    await hear(device);
  }
}

const patientHeard = (hoursAgo: number): Promise<object[]> =>
  stack.database.query('UPDATE admission SET last_reading_at = now() - make_interval(secs => $2) WHERE id = $1', [
    admissionId,
    hoursAgo * 3_600,
  ]);

const look = (): Promise<void> => watchDevices(database, DEFAULT_RULE_SET, new Date());

async function alerts() {
  const board = await boardOf(database, wardId);
  const open = board?.tiles.find((tile) => tile.admissionId === admissionId)?.alerts ?? [];
  return open.map(({ ruleId, priority, sentence, count, conditionPresent }) => ({
    ruleId,
    priority,
    sentence,
    count,
    conditionPresent,
  }));
}

describe('a device', () => {
  it('is known by its serial, in rounds, with what lies between them; a model alone is no device', async () => {
    await send({ model: 'Nonin 3230' });
    await send(OXIMETER);
    await send(OXIMETER);
    expect(await devices()).toMatchObject([
      { identifier: OXIMETER.serial, model: OXIMETER.model, rounds: 1, usual_hours: null },
    ]);
    await later(12);
    await send(OXIMETER);
    await later(22);
    await send(OXIMETER);
    const [device] = await devices();
    expect(device?.rounds).toBe(3);
    expect(device?.usual_hours).toBeCloseTo(0.7 * 12 + 0.3 * 22, 1);
  });

  it('that normally speaks and does not is told once, and eased when it speaks; the board names no whole serial number', async () => {
    await inUse(OXIMETER, 12);
    await later(35);
    await patientHeard(1);
    await look();
    expect(await alerts()).toEqual([]);

    await later(2);
    await look();
    await look();
    const told = {
      ruleId: 'device-silent',
      priority: 'technical',
      sentence: 'The device Nonin 3230 …5678 has sent nothing for 37 h.',
      count: 1,
    };
    expect(await alerts()).toEqual([{ ...told, conditionPresent: true }]);

    await hear(OXIMETER);
    await look();
    expect(await alerts()).toMatchObject([{ ...told, conditionPresent: false }]);
  });

  it('is not told of as long as nothing at all comes of its patient: the late set is', async () => {
    await inUse(OXIMETER, 12);
    await later(48);
    await patientHeard(48);
    await look();
    expect(await alerts()).toEqual([]);
    await patientHeard(47);
    await look();
    expect(await alerts()).toMatchObject([{ ruleId: 'device-silent' }]);
  });

  it('that is used once a week, or was used but once, is not silent after two days', async () => {
    await inUse(OXIMETER, 7 * 24);
    await hear({ serial: 'once' });
    await later(48);
    await patientHeard(1);
    await look();
    expect(await alerts()).toEqual([]);
    await later(20 * 24);
    await look();
    expect(await alerts()).toMatchObject([{ ruleId: 'device-silent', sentence: expect.stringContaining('22 days') }]);
  });

  it('that measures what cannot be, three times in a row, is told of; one good value ends it', async () => {
    const cuff = { model: 'Omron', serial: 'M7-1' };
    await hear(cuff, 300);
    await hear(cuff);
    await hear(cuff, 301);
    await hear(cuff, 302);
    await look();
    expect(await alerts()).toEqual([]);
    await hear(cuff, 303);
    await look();
    await look();
    const told = {
      ruleId: 'implausible',
      priority: 'technical',
      sentence: '3 implausible values in a row from one device; the last: pulse 303.',
    };
    expect(await alerts()).toMatchObject([{ ...told, count: 1, conditionPresent: true }]);
    await hear(cuff);
    await look();
    expect(await alerts()).toMatchObject([{ ...told, conditionPresent: false }]);
  });

  it('of a patient whose readings all came in one batch is counted reading by reading', async () => {
    const cuff = { serial: 'M7-2' };
    const sets = [300, 301, 302].map((pulse) => ({
      ...aReadingSet(patientOf(stack, patient).nhsNumber, { pulse }),
      device: cuff,
    }));
    expect((await post(stack, sets)).status).toBeLessThan(300);
    await until(async () => (await devices())[0]?.implausible_in_a_row === 3, {
      within: '10s',
      what: 'Three in a row',
    });
  });
});
