import { extentOf, ROUTE_PERMISSIONS, SOCKET_PERMISSIONS, type Extent, type Who } from '#access';
import { ROLE_NAMES, ROLES } from '#contracts';
import { HUB_OPERATIONS } from './hub-operations.ts';
import { INGESTION_OPERATIONS } from './ingestion-operations.ts';
import type { Operations } from './operation.ts';

const OPERATIONS: Operations = { ...INGESTION_OPERATIONS, ...HUB_OPERATIONS };
const COLUMNS = [...ROLES, 'source', 'reading-source'] as const satisfies readonly Who[];
const COLUMN_NAMES = { ...ROLE_NAMES, source: 'Key that sends', 'reading-source': 'Key that reads' };

const CELLS: Readonly<Record<Extent, string>> = {
  'own-wards': 'own wards',
  'own-home': 'own home',
  'own-stay': 'own stay',
  themselves: 'themselves',
  everywhere: 'everywhere',
  beyond: 'another ward’s',
  'by-key': 'its limits',
  open: 'open',
};

/** What no OpenAPI description tells of. */
const NAMED_HERE: Readonly<Record<string, string>> = {
  'GET /*': 'The web app’s files',
  'GET /api/session/sign-on/return': 'Come back from the organisation’s sign-in',
  'GET /v1/docs': 'The page that describes ingestion',
  'GET /v1/docs/:file': 'Its style',
  'POST /fhir': 'Send and read a Bundle',
  'POST /fhir/:type': 'Send a resource',
  'POST /fhir/ServiceRequest': 'Refer somebody, with a key that may',
  'GET /fhir/metadata': 'What this FHIR server can do',
  'GET /fhir/:type': 'Search',
  'POST /fhir/:type/_search': 'Search, with nobody’s number in the address',
  'GET /fhir/:type/:id': 'Read a resource',
  'GET /fhir/:type/:id/_history/:version': 'Read a version of a resource',
  '/ward join': 'Follow a ward’s board live',
  '/ward shown': 'Say that alerts have been shown',
};

function nameOf(route: string): string {
  const described = OPERATIONS[route];
  const name = described?.summary ?? NAMED_HERE[route];
  if (name !== undefined) return name;
  if (/^(PUT|PATCH|DELETE) \/fhir\//.test(route)) return 'Refused to all, in words (405)';
  throw new Error(`nobody says in words what ${route} is`);
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function table(routes: readonly string[]): string {
  const head = ['what', 'route', ...COLUMNS.map((who) => COLUMN_NAMES[who])];
  return [
    row(head),
    row(head.map(() => '---')),
    ...routes.map((route) =>
      row([
        nameOf(route),
        `\`${route}\``,
        ...COLUMNS.map((who) => {
          const extent = extentOf(route, who);
          return extent === null ? '' : CELLS[extent];
        }),
      ]),
    ),
  ].join('\n');
}

/** The permission table as somebody reads it who answers for it: Markdown, made of what the guards ask. */
export function whoMayDoWhat(): string {
  const routes = Object.keys(ROUTE_PERMISSIONS);
  const isOpen = (route: string): boolean => extentOf(route, 'lead') === 'open';
  const signedIn = routes.filter((route) => !isOpen(route));
  const forSources = (route: string): boolean => extentOf(route, 'source') !== null || /\/fhir/.test(route);
  return `# Who may do what

Made of the permission table (\`libs/access\`) by \`npm run who-may-do-what\`; a test fails when it is another. Another test walks every line
of it at running servers, as each role, with things of their own and of somebody else's ward, home and stay
([walk](../test/service/who-may-do-what.test.ts)). What is not in it is refused.

- an empty cell: refused, whatever it is about
- **own wards**, **own home**, **own stay**: of anything else the answer is the one for what does not exist
- **themselves**: their own sign-in, sessions and messages
- **everywhere**: whatever the ward or home. An auditor reaches no patient by it
- **another ward’s**: one patient, by NHS number and date of birth, with a reason, for an hour, and reviewed (break-glass); what else is open to
  them then is in \`THROUGH_GLASS\`
- **its limits**: what the source's and its key's own wards, homes and NHS numbers leave

## People

${table(signedIn.filter((route) => !forSources(route)))}

## Live boards

Events of the socket \`/ward\`. Patients' pages, homes' tablets and wall screens have no others: a page asks anew when the ward's feed tells it to.

${table(Object.keys(SOCKET_PERMISSIONS))}

## Devices and other systems

${table(signedIn.filter(forSources))}

## Whoever has not signed in

Each shows in another way who it is (a password, a code, a provider's signature), or tells of nobody.

${routes
  .filter(isOpen)
  .map((route) => `- ${nameOf(route)} (\`${route}\`)`)
  .join('\n')}
`;
}
