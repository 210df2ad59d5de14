import type { DemoWard } from '../../scripts/start/demo-ward.ts';
import type { TestApp } from './apps.ts';
import type { TestDatabase } from './postgres.ts';

/** Everybody whom a run knew: on a ward, referred to it, or whose readings fitted nobody. */
const PEOPLE = `
  SELECT nhs_number AS "nhsNumber", given_name || ' ' || family_name AS name FROM patient
  UNION SELECT nhs_number, given_name || ' ' || family_name FROM referral
  UNION SELECT nhs_number, NULL FROM unmatched_reading`;

interface Person {
  readonly nhsNumber: string;
  readonly name: string | null;
}

/**
 * Throws when what the apps of a run wrote names a patient, or has an NHS number, a password or a key in it. Asked at the end of every
 * test file that has a whole Homeward, so that each of them is a run whose logs are looked through.
 */
export async function logsNameNobody(
  apps: readonly TestApp[],
  { database, demo }: { database: TestDatabase; demo: DemoWard },
): Promise<void> {
  // A test may have taken the database away: the demo's own people are known without it.
  const known = await database.query<Person & Record<string, unknown>>(PEOPLE).catch((): Person[] => []);
  const people: Person[] = [...known, ...demo.patients];
  const secrets = new Set(
    [
      ...people.flatMap(({ nhsNumber, name }) => {
        const digits = nhsNumber.replaceAll(/\D/g, '');
        return [digits, digits.replace(/(\d{3})(\d{3})(\d{4})/, '$1 $2 $3'), name ?? ''];
      }),
      ...demo.accounts.map(({ password }) => password),
      ...demo.sources.map(({ key }) => key),
    ].filter((secret) => secret.length > 5),
  );
  const told = apps.flatMap((app) => {
    const logs = app.logs();
    return [...secrets].filter((secret) => logs.includes(secret)).map((secret) => `${app.name}: ${secret}`);
  });
  if (told.length > 0) throw new Error(`The logs name what they must not: ${told.slice(0, 5).join(', ')}`);
}
