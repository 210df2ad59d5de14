import type { DemoWard } from './demo-ward.ts';

/** The reading set of a patient who is getting worse: NEWS2 9 on the first SpO2 scale. */
const GETTING_WORSE = {
  respiration: 24,
  spo2: 93,
  onOxygen: false,
  systolic: 104,
  diastolic: 62,
  pulse: 112,
  consciousness: 'A',
  temperature: 38.6,
} as const;

function curlExample(url: string, demo: DemoWard): string[] {
  const [source] = demo.sources;
  const [patient] = demo.patients;
  if (!source || !patient) return [];
  const vitals = JSON.stringify(GETTING_WORSE).slice(1, -1);
  return [
    `  Post a reading, and see ${patient.name} (bed ${patient.bed}) move:`,
    '',
    `    curl -X POST ${url}/v1/observations \\`,
    `      -H 'Authorization: Bearer ${source.key}' -H 'Content-Type: application/json' \\`,
    `      -d '{"patient":{"nhsNumber":"${patient.nhsNumber}"},"sourceRef":"try-'$(date +%s)'",`,
    `           "effectiveAt":"'$(date -u +%Y-%m-%dT%H:%M:%SZ)'",`,
    `           ${vitals}}'`,
    '',
  ];
}

/** What a newcomer needs to know once everything runs. */
export function announcement(url: string, demo: DemoWard, data: string): string {
  const roleWidth = Math.max(...demo.accounts.map(({ role }) => role.length));
  const nameWidth = Math.max(...demo.accounts.map(({ username }) => username.length));
  return [
    '',
    `  Board     ${url}`,
    '',
    '  Sign in as',
    ...demo.accounts.map(
      ({ role, username, password }) =>
        `    ${role.padEnd(roleWidth)}   ${username.padEnd(nameWidth)}   password ${password}`,
    ),
    '',
    ...curlExample(url, demo),
    `  Data and logs are in ${data}. Ctrl-C stops everything.`,
    '',
  ].join('\n');
}
