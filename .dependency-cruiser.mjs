// Which way imports may point. Each rule says why it is there: see docs/DESIGN.md, "Layout", for the whole picture.

/** `#clinical` and its like are written with their alias and resolved to the library's index. */
const lib = (name) => `^libs/${name}/`;
const anyLib = '^libs/([^/]+)/';
/** Tests may look behind any door. */
const isTest = '\\.test\\.tsx?$';

/** @param {string[]} names packages */
const packages = (...names) => names.map((name) => `node_modules/${name}/`);

const OF_THE_CLIENT = ['ky', 'openapi-fetch', 'openapi-typescript-helpers'];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Modules in a circle cannot be understood, tested or loaded (ESM leaves holes) one at a time.',
      severity: 'error',
      from: {},
      // A circle of types alone is gone when the program runs.
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'clinical-stands-alone',
      comment:
        'The clinical rules are what clinicians sign off: pure functions over what they are handed, without clock, ' +
        'database or framework. A library of statistics is the one exception.',
      severity: 'error',
      from: { path: lib('clinical'), pathNot: [isTest, '\\.config\\.mjs$'] },
      to: { pathNot: [lib('clinical'), ...packages('simple-statistics')] },
    },
    {
      name: 'contracts-know-clinical-only',
      comment:
        'Contracts run in servers and browsers alike: zod and the words of the ward, nothing that needs a machine.',
      severity: 'error',
      from: { path: lib('contracts'), pathNot: isTest },
      to: { pathNot: [lib('contracts'), lib('clinical'), ...packages('zod', 'nhs-number-validator')] },
    },
    {
      name: 'libs-point-one-way',
      comment: 'records, jobs, access and runtime are side by side: access may read records, none may need the others.',
      severity: 'error',
      from: { path: '^libs/(records|jobs|runtime)/', pathNot: isTest },
      to: { path: anyLib, pathNot: ['^libs/$1/', lib('clinical'), lib('contracts')] },
    },
    {
      name: 'libs-know-no-app',
      comment: 'A library that knows who uses it is part of that app.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|bench|packages)/' },
    },
    {
      name: 'apps-are-strangers',
      comment: 'Each app is deployed, scaled and killed by itself. What two of them need is a library or a contract.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'web-knows-contracts-and-clinical-only',
      comment: 'Whatever the browser side imports is sent to every browser: no server code, no secrets, no weight.',
      severity: 'error',
      from: { path: '^apps/web/', pathNot: [isTest, 'vite\\.config\\.ts$'] },
      to: {
        pathNot: [
          '^apps/web/',
          lib('contracts'),
          lib('clinical'),
          ...packages(
            'react',
            'react-dom',
            '@types/react',
            '@types/react-dom',
            'i18next',
            'jose',
            'react-i18next',
            'socket.io-client',
            'nhsuk-frontend',
            'idb',
            'qr',
            'uplot',
            'workbox-precaching',
            'zod',
          ),
        ],
      },
    },
    {
      name: 'only-plots-know-who-draws',
      comment: 'What draws curves is fetched when curves are drawn, and may be another one day.',
      severity: 'error',
      from: { path: '^apps/web/', pathNot: ['^apps/web/patient/observations/vital-plots\\.tsx$'] },
      to: { path: packages('uplot') },
    },
    {
      name: 'only-the-worker-keeps-the-app',
      comment: 'What keeps the app for times without a network runs in the service worker, never in a page.',
      severity: 'error',
      from: { path: '^apps/web/', pathNot: ['^apps/web/service-worker/kept-shell\\.ts$'] },
      to: { path: packages('workbox-precaching') },
    },
    {
      name: 'only-records-knows-the-database',
      comment:
        'One place holds SQL, so that one place can be reviewed for it. Tests and benches look behind the scenes.',
      severity: 'error',
      from: { pathNot: [lib('records'), '^test/', '^bench/', isTest] },
      to: { path: packages('typeorm', 'pg', 'pg-copy-streams') },
    },
    {
      name: 'only-jobs-knows-the-queue',
      comment: 'Redis or PostgreSQL is decided in one place, and no other line may depend on which.',
      severity: 'error',
      from: { pathNot: [lib('jobs'), '^test/', '^bench/', isTest] },
      to: { path: packages('bullmq', 'ioredis') },
    },
    {
      name: 'only-channels-know-who-sends',
      comment: 'Each way out has one door: what leaves Homeward is looked at there, for what may not be in it.',
      severity: 'error',
      from: { pathNot: ['^apps/rules-worker/notifications/channels/', '^scripts/demo/', '^test/', isTest] },
      to: { path: packages('web-push', 'notifications-node-client', 'axios', 'nodemailer', 'request-filtering-agent') },
    },
    {
      name: 'tokens-and-seals-are-read-in-one-place-each',
      comment:
        'What a provider says is verified in one place; what a shared tablet seals is sealed in one and opened in one.',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: [isTest, '^libs/access/(single-sign-on|home-tablets)\\.ts$', '^apps/web/tablet/tablet-keys\\.ts$'],
      },
      to: { path: packages('openid-client', 'jose') },
    },
    {
      name: 'only-backups-are-sealed-so',
      comment: 'One place knows what a backup is encrypted and packed with: whoever restores looks there.',
      severity: 'error',
      from: { pathNot: ['^scripts/backup', isTest] },
      to: { path: packages('age-encryption', 'tar-stream') },
    },
    {
      name: 'only-pdf-draws-documents',
      comment: 'One place knows how a document is made that can be heard as well as seen, and nobody else draws one.',
      severity: 'error',
      from: { pathNot: [lib('pdf'), '^test/'] },
      to: { path: packages('pdfkit', '@expo-google-fonts/inter') },
    },
    {
      name: 'pdf-is-told-and-asks-nobody',
      comment: 'A document is made of what it is handed: it reads no record and knows no app.',
      severity: 'error',
      from: { path: lib('pdf'), pathNot: isTest },
      to: { path: anyLib, pathNot: [lib('pdf'), lib('clinical')] },
    },
    {
      name: 'only-round-sheets-know-csv',
      comment:
        'What a spreadsheet may do to a value is known in one place, and what we give out cannot become a formula.',
      severity: 'error',
      // The operator's own file of postcodes is no spreadsheet that anybody sends; a file of referrals has other columns and rules.
      from: {
        pathNot: [
          '^apps/ingestion/round-sheet/',
          '^apps/hub/referrals/referral-sheet',
          '^scripts/(deprivation|research|csv-exports)',
          '^test/',
        ],
      },
      to: { path: packages('papaparse') },
    },
    {
      name: 'openapi-describes-and-serves-nothing-else',
      comment: 'The description is made of contracts and permissions: whoever wants it need not take an app with it.',
      severity: 'error',
      from: { path: lib('openapi'), pathNot: isTest },
      to: { pathNot: [lib('openapi'), lib('contracts'), lib('access'), ...packages('zod', 'fastify')] },
    },
    {
      name: 'client-stands-alone',
      comment:
        'The client is installed by others: what it knows of us are the types that are made of our contracts, and it runs in browsers.',
      severity: 'error',
      from: { path: '^packages/client/', pathNot: isTest },
      to: { pathNot: ['^packages/client/', ...packages(...OF_THE_CLIENT)] },
    },
    {
      name: 'nobody-here-needs-the-client',
      comment: 'It is for others. Its libraries are its own, and what talks to itself over HTTP has gone astray.',
      severity: 'error',
      from: { pathNot: ['^packages/', '^test/', '^bench/', isTest] },
      to: { path: ['^packages/', ...packages(...OF_THE_CLIENT)] },
    },
    {
      name: 'nothing-leans-on-tests',
      comment: 'What is shipped must stand without its tests. Benches may start processes the way the tests do.',
      severity: 'error',
      from: { pathNot: ['^test/', '^bench/', isTest] },
      to: { path: ['^test/', isTest] },
    },
    {
      name: 'benches-use-the-harness-only',
      comment: 'A bench that shares a journey with the tests changes when the tests do.',
      severity: 'error',
      from: { path: '^bench/' },
      to: { path: '^test/', pathNot: '^test/(harness|ward)/' },
    },
    {
      name: 'nothing-unresolvable',
      comment: 'An import that cannot be found is found out here rather than at run time.',
      severity: 'error',
      from: {},
      // `fhir/r4` has types only, and `dist` is there after a build.
      to: { couldNotResolve: true, pathNot: ['^fhir/', '/dist/'] },
    },
    {
      name: 'shipped-code-needs-no-dev-dependency',
      comment: 'Production is installed with --omit=dev.',
      severity: 'error',
      from: { path: '^(apps/(hub|ingestion|rules-worker)|libs|scripts)/.*\\.ts$', pathNot: [isTest] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'], pathNot: packages('@types/[^/]+') },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(packages/client/)?(dist|coverage|reports)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['source', 'node', 'import', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
