import { v7 as newId } from 'uuid';
import { hashPassword, keyHash, keyPrefix, newKey } from '#access';
import { DAY, news2, type Plan } from '#clinical';
import { parseNhsNumber, type Role } from '#contracts';
import {
  AccountRow,
  AdmissionRow,
  BedRow,
  boardOf,
  CareHomeRow,
  Database,
  openObservationPartitions,
  PatientRow,
  SourceKeyRow,
  SourceRow,
  SpO2ScaleOrderRow,
  WardRow,
} from '#records';
import { earlierDemoWard, writeDemoWard } from './demo-file.ts';
import { readablePassword } from './password.ts';
import { CARE_HOMES, DEMO_PEOPLE, DEMO_WARD, SOURCE_NAMES, type CareHomeId, type DemoPerson } from './people.ts';

/*
 * Opens the demo ward in the database at DATABASE_URL and writes its sign-ins and keys to $HOMEWARD_DATA/demo.json. Running it
 * again keeps everything that is there, stays that were changed or ended included. Every password and key in the file works
 * afterwards; those that the file lost are made anew.
 */
const { DATABASE_URL: databaseUrl, HOMEWARD_DATA: data = '.homeward', HOMEWARD_URL: url } = process.env;
if (!databaseUrl || !url) {
  console.error(`${databaseUrl ? 'HOMEWARD_URL' : 'DATABASE_URL'} is not set.`);
  process.exit(2);
}

const ACCOUNTS: readonly { role: Role; username: string; displayName: string; careHomeId: CareHomeId | null }[] = [
  { role: 'hub-clinician', username: 'clinician', displayName: 'Morwenna Encombe', careHomeId: null },
  { role: 'coordinator', username: 'coordinator', displayName: 'Tunde Ringstead', careHomeId: null },
  { role: 'lead', username: 'lead', displayName: 'Saoirse Holworth', careHomeId: null },
  { role: 'care-home', username: 'carehome', displayName: 'Marisol Shapwick', careHomeId: CARE_HOMES[0].id },
  { role: 'administrator', username: 'admin', displayName: 'Anton Gussage', careHomeId: null },
  { role: 'auditor', username: 'auditor', displayName: 'Ottoline Purbeck', careHomeId: null },
];

/** A care home's key reaches its own residents. */
const SENDERS: readonly { name: string; careHomeId: CareHomeId | null }[] = [
  ...Object.values(SOURCE_NAMES).map((name) => ({ name, careHomeId: null })),
  ...CARE_HOMES.map((home) => ({ name: home.name, careHomeId: home.id })),
];

/** The demo's sources are what benchmarks send with: at the machine's speed, and not at a ward's. */
const UNHINDERED = { readingsPerSecond: 100_000, burst: 200_000 } as const;

function planOf(person: DemoPerson): Plan {
  const { pathway, oxygenFlow, spo2Scale, usual, escalation } = person;
  const score = news2({ ...usual, onOxygen: oxygenFlow > 0, consciousness: 'A' }, spo2Scale);
  if (score.kind !== 'complete') throw new Error('a usual set has every vital');
  return {
    baseline: { ...usual, spo2: Math.round(usual.spo2), news2: score.total, ...(oxygenFlow > 0 && { oxygenFlow }) },
    ...(escalation !== undefined && { escalation }),
    ...(oxygenFlow > 0 && { prescribedOxygenFlow: oxygenFlow }),
    ...(spo2Scale === 2 && { spo2Target: { low: 88, high: 92 } }),
    ...(pathway === 'cardiac' && { targetWeight: usual.weight }),
  };
}

/** Ten digits. A number of ours that is not valid would make a ward that nobody can send readings to. */
function nhsNumberOf(person: DemoPerson): string {
  const digits = parseNhsNumber(person.nhsNumber);
  if (digits === null) throw new Error(`the demo person in bed ${person.bed} has no valid NHS number`);
  return digits;
}

const now = new Date();
const earlier = await earlierDemoWard(data);
const accounts = ACCOUNTS.map(({ role, username }) => ({
  role,
  username,
  password: earlier?.accounts.find((account) => account.username === username)?.password ?? readablePassword(),
}));
const passwordHashes = await Promise.all(accounts.map(({ password }) => hashPassword(password)));
const numbers = new Map(DEMO_PEOPLE.map((person) => [nhsNumberOf(person), person]));

const database = await Database.open({ url: databaseUrl, poolSize: 2, applicationName: 'homeward-demo' });
try {
  await openObservationPartitions(database, now);
  const withdrawn = new Set(
    (await database.entities(SourceKeyRow).find()).filter((key) => key.revokedAt !== null).map((key) => key.prefix),
  );
  const sources = SENDERS.map((sender) => {
    const key = earlier?.sources.find((source) => source.name === sender.name)?.key;
    return { ...sender, key: key === undefined || withdrawn.has(keyPrefix(key)) ? newKey().key : key };
  });
  await database.entities(WardRow).manager.transaction(async (manager) => {
    const addMissing = (row: new () => object, rows: object[]) =>
      manager.createQueryBuilder().insert().into(row).values(rows).orIgnore().updateEntity(false).execute();

    await addMissing(WardRow, [DEMO_WARD]);
    await addMissing(
      BedRow,
      Array.from({ length: DEMO_WARD.capacity }, (_, i) => ({ wardId: DEMO_WARD.id, number: i + 1 })),
    );
    await addMissing(
      CareHomeRow,
      CARE_HOMES.map((home) => ({ ...home, wardId: DEMO_WARD.id })),
    );
    await addMissing(
      PatientRow,
      [...numbers].map(([nhsNumber, { givenName, familyName, birthDate, sex }]) => ({
        id: newId(),
        nhsNumber,
        givenName,
        familyName,
        birthDate,
        sex,
      })),
    );

    // Somebody who was on the ward before is left as they are now: changed, moved, or gone home.
    const patients = await manager.find(PatientRow, { where: [...numbers.keys()].map((nhsNumber) => ({ nhsNumber })) });
    const stays = await manager.find(AdmissionRow, { where: patients.map(({ id }) => ({ patientId: id })) });
    const known = new Set(stays.map((stay) => stay.patientId));
    const arriving = patients.filter((patient) => !known.has(patient.id));
    if (arriving.length > 0) {
      const admitted = arriving.map((patient) => {
        const person = numbers.get(patient.nhsNumber)!;
        return { patient, person, id: newId(), admittedAt: new Date(now.getTime() - person.daysOnWard * DAY) };
      });
      await addMissing(
        AdmissionRow,
        admitted.map(({ patient, person, id, admittedAt }) => {
          return {
            id,
            patientId: patient.id,
            wardId: DEMO_WARD.id,
            bed: person.bed,
            status: 'active',
            pathway: person.pathway,
            level: person.level,
            careHomeId: person.reporting.by === 'round' ? person.reporting.careHome : null,
            plan: planOf(person),
            admittedAt,
          };
        }),
      );
      // A bed that somebody else took meanwhile let nobody in.
      const present = await manager.find(AdmissionRow, { where: admitted.map(({ id }) => ({ id })) });
      const orders = admitted.flatMap(({ id, person: { spo2Scale, spo2ScaleOrder }, admittedAt }) =>
        spo2ScaleOrder !== undefined && present.some((stay) => stay.id === id)
          ? [
              {
                admissionId: id,
                scale: spo2Scale,
                inForceFrom: admittedAt,
                authorisedBy: 'Saoirse Holworth',
                role: 'lead clinician',
                reason: spo2ScaleOrder,
              },
            ]
          : [],
      );
      if (orders.length > 0) await addMissing(SpO2ScaleOrderRow, orders);
    }

    await addMissing(
      AccountRow,
      ACCOUNTS.map((account, i) => ({
        ...account,
        id: newId(),
        passwordHash: passwordHashes[i]!,
        wardIds: [DEMO_WARD.id],
      })),
    );
    for (const [i, { username }] of accounts.entries()) {
      await manager.update(AccountRow, { username }, { passwordHash: passwordHashes[i]! });
    }
    await addMissing(
      SourceRow,
      sources.map(({ name }) => ({ name, wardIds: [DEMO_WARD.id], registeredBy: 'demo', ...UNHINDERED })),
    );
    const registered = await manager.find(SourceRow);
    await addMissing(
      SourceKeyRow,
      sources.map(({ name, key, careHomeId }) => ({
        sourceId: registered.find((source) => source.name === name)!.id,
        keyHash: keyHash(key),
        prefix: keyPrefix(key),
        ...(careHomeId !== null && { careHomeIds: [careHomeId] }),
        maySend: true,
        mayRead: name === SOURCE_NAMES.fhirGateway,
        createdAt: now,
        createdBy: 'demo',
      })),
    );
  });

  const board = await boardOf(database, DEMO_WARD.id);
  const patients = (board?.tiles ?? []).flatMap(({ patient, bed, pathway }) =>
    bed !== null && numbers.has(patient.nhsNumber)
      ? [{ nhsNumber: patient.nhsNumber, name: patient.name, wardId: DEMO_WARD.id, bed, pathway }]
      : [],
  );
  await writeDemoWard(data, {
    url,
    accounts,
    sources: sources.map(({ name, key }) => ({ name, key })),
    wards: [{ id: DEMO_WARD.id, name: DEMO_WARD.name }],
    patients: patients.toSorted((a, b) => a.bed - b.bed),
  });
  console.log(`${DEMO_WARD.name}: ${patients.length} patients on ${DEMO_WARD.capacity} beds`);
} finally {
  await database.close();
}
