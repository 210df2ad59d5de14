import { AT_HOME_ROLES, ROLES, type Role } from '#contracts';
import { hiddenFrom, type Account, type SessionKind } from '#records';

/**
 * Who may use a route: roles of people, a `source` whose key may send, a `reading-source` whose key may read, or `anyone`.
 * A key may have both rights.
 */
export type Who = Role | 'source' | 'reading-source' | 'anyone';

const HUB = ['hub-clinician', 'coordinator', 'lead'] as const satisfies Role[];
/** Who decides who is told. */
const CHANGES_ROUTES = ['lead', 'administrator'] as const satisfies Role[];
/** Who says which systems may send readings. An administrator sees no patient, and nothing of one in this. */
const MANAGES_SOURCES = ['lead', 'administrator'] as const satisfies Role[];
/** Source: [RCP] scale 2 is a clinician's decision. A care home, a coordinator or an administrator orders none. */
const ORDERS_SCALES = ['hub-clinician', 'lead'] as const satisfies Role[];
/** Whose decision a plan is, and who writes into the notes. */
const TREATS = ['hub-clinician', 'lead'] as const satisfies Role[];
/** Who signs in for one stay, from home. */
const AT_HOME = AT_HOME_ROLES;
/** Who signs in with a password. */
const STAFF = [...HUB, 'care-home', 'administrator', 'auditor'] as const satisfies Role[];
/** Who says that a record is not everybody's to see, and ends that. */
const RESTRICTS = ['coordinator', 'lead'] as const satisfies Role[];
/** Who says whether somebody was right to open a patient beyond their wards. */
const REVIEWS_GLASSES = ['lead', 'auditor'] as const satisfies Role[];
/** Everybody but a screen. */
const PEOPLE = [...STAFF, ...AT_HOME] as const satisfies Role[];
const ANSWERS_ALERTS = ['hub-clinician', 'lead'] as const satisfies Role[];

/**
 * Every route of every app, and who may use it. What is not named here is refused. Naming a role lets it in at the door
 * only: which wards, homes and alerts it reaches is asked of the record with the person's own scope. What each tells the
 * audit trail is beside it, in ROUTE_AUDIT.
 */
export const ROUTE_PERMISSIONS = {
  'GET /health/live': ['anyone'],
  'GET /health/ready': ['anyone'],

  // The hub
  'POST /api/session': ['anyone'],
  'POST /api/session/code': ['anyone'],
  'GET /api/session': ROLES,
  'DELETE /api/session': ROLES,
  // Signing in by the organisation's OpenID provider, where there is one. It shows who it is by what it signs.
  'GET /api/session/sign-on': ['anyone'],
  'POST /api/session/sign-on': ['anyone'],
  'GET /api/session/sign-on/return': ['anyone'],
  'POST /api/session/sign-on/back-channel-logout': ['anyone'],
  'DELETE /api/session/sign-on': PEOPLE,
  // Whoever recovers an account shows that they may by a code.
  'POST /api/session/recovery': ['anyone'],
  'GET /api/account/sessions': STAFF,
  'DELETE /api/account/sessions': STAFF,
  'DELETE /api/account/sessions/:id': STAFF,
  'PUT /api/account/password': STAFF,
  'GET /api/account/second-factor': STAFF,
  'POST /api/account/second-factor': STAFF,
  'POST /api/account/second-factor/confirmation': STAFF,
  'POST /api/account/second-factor/removal': STAFF,
  'GET /api/accounts': ['administrator'],
  'POST /api/accounts/:id/recovery': ['administrator'],
  // One patient beyond one's wards, with a reason and for an hour; and who says afterwards whether it was right.
  'POST /api/break-glass': HUB,
  'GET /api/break-glass': HUB,
  'GET /api/break-glass/reviews': REVIEWS_GLASSES,
  'GET /api/break-glass/reviews/count': REVIEWS_GLASSES,
  'POST /api/break-glass/:id/review': REVIEWS_GLASSES,
  // Who saw whom and did what. Nothing of a patient is in it but that they were seen.
  'POST /api/audit/search': ['auditor'],
  'GET /api/audit/people': ['auditor'],
  'POST /api/audit/verification': ['auditor'],
  // Counts alone. Who decides that care records end answers for the organisation.
  'GET /api/retention': ['administrator', 'auditor'],
  'POST /api/retention/decisions': ['administrator'],
  'POST /api/retention/decisions/:id/withdrawal': ['administrator'],
  // A wall screen may be opened by who may see its board, and ended by who opened it, a lead or an administrator.
  'GET /api/wards/:id/wall-screens': [...HUB, 'administrator'],
  'POST /api/wards/:id/wall-screens': HUB,
  'DELETE /api/wards/:id/wall-screens/:screenId': [...HUB, 'administrator'],
  'GET /api/wards': [...HUB, 'administrator'],
  'GET /api/wards/:id/board': HUB,
  'GET /api/wards/:id/handover': HUB,
  'GET /api/wards/:id/readiness': HUB,
  'GET /api/wards/:id/round-list': HUB,
  'POST /api/admissions/:id/reviews': HUB,
  'GET /api/wards/:id/alarm-burden': ['lead'],
  'POST /api/alerts/:id/acceptance': ANSWERS_ALERTS,
  'POST /api/alerts/:id/rejection': ANSWERS_ALERTS,
  'POST /api/alerts/:id/pause': ANSWERS_ALERTS,
  'POST /api/alerts/:id/hand-over': ANSWERS_ALERTS,
  'POST /api/alerts/:id/take-over': ANSWERS_ALERTS,
  'POST /api/alerts/:id/resolution': ANSWERS_ALERTS,
  'POST /api/alerts/:id/comments': HUB,
  'GET /api/alerts/:id/history': HUB,
  'GET /api/wards/:id/colleagues': HUB,
  'GET /api/alerts/:id/deliveries': HUB,
  'POST /api/alerts/:id/opening': HUB,
  'GET /api/wards/:id/route': [...HUB, 'administrator'],
  'PUT /api/wards/:id/route': CHANGES_ROUTES,
  'GET /api/wards/:id/route/versions': CHANGES_ROUTES,
  'GET /api/wards/:id/accept-times': [...HUB, 'administrator'],
  'PUT /api/wards/:id/accept-times': CHANGES_ROUTES,
  'GET /api/wards/:id/webhooks': CHANGES_ROUTES,
  'POST /api/wards/:id/webhooks': CHANGES_ROUTES,
  'DELETE /api/wards/:id/webhooks/:webhookId': CHANGES_ROUTES,
  'GET /api/wards/:id/webhooks/:webhookId/deliveries': CHANGES_ROUTES,
  'POST /api/wards/:id/webhooks/:webhookId/test-messages': CHANGES_ROUTES,
  'GET /api/account/contact': [...HUB, 'administrator'],
  'PUT /api/account/contact': [...HUB, 'administrator'],
  'POST /api/account/devices': [...HUB, 'administrator'],
  'DELETE /api/account/devices/:id': [...HUB, 'administrator'],
  'GET /api/account/test-messages': [...HUB, 'administrator'],
  'POST /api/account/test-messages': [...HUB, 'administrator'],
  // Whoever tells what became of a message shows that it may by what it was given with it.
  'POST /api/receipts/push': ['anyone'],
  'POST /api/receipts/notify': ['anyone'],
  'GET /api/homes': ['care-home', ...HUB],
  'GET /api/admissions/:id': HUB,
  'GET /api/admissions/:id/readings': HUB,
  // A record that colleagues must not read out of curiosity: who sees it, and opening it with a reason.
  'GET /api/admissions/:id/restriction': HUB,
  'PUT /api/admissions/:id/restriction': RESTRICTS,
  'POST /api/admissions/:id/break-glass': HUB,
  // What they said about their record going to others.
  'GET /api/admissions/:id/sharing-choices': HUB,
  'POST /api/admissions/:id/sharing-choices': HUB,
  'POST /api/admissions/:id/round-decisions': HUB,
  'POST /api/admissions/:id/spo2-scale-orders': ORDERS_SCALES,
  'GET /api/admissions/:id/spo2-scale-orders': HUB,
  'GET /api/admissions/:id/plan': HUB,
  'PUT /api/admissions/:id/plan': TREATS,
  'PUT /api/admissions/:id/level': HUB,
  'GET /api/admissions/:id/alerts': HUB,
  'GET /api/admissions/:id/notes': HUB,
  'POST /api/admissions/:id/notes': TREATS,
  'GET /api/admissions/:id/timeline': HUB,
  // What people agree on around a stay: goals, carers, meetings, tasks, visits.
  'GET /api/admissions/:id/care': HUB,
  'POST /api/admissions/:id/care': HUB,
  'PUT /api/admissions/:id/care/:entryId': HUB,
  'GET /api/wards/:id/tasks': HUB,
  'GET /api/admissions/:id/replay': HUB,
  'GET /api/admissions/:id/summary.pdf': HUB,
  'GET /api/admissions/:id/welcome-pack.pdf': HUB,
  'GET /api/homes/:id/residents': ['care-home'],
  'PUT /api/homes/:id/rooms': ['care-home'],
  // By the home's lead, who types its password once more, or by the hub.
  'GET /api/homes/:id/carers': ['care-home', ...HUB],
  'POST /api/homes/:id/carers': ['care-home', ...HUB],
  'PUT /api/homes/:id/carers/:carerId': ['care-home', ...HUB],
  'PUT /api/homes/:id/tablet-lock': ['care-home', ...HUB],
  'POST /api/homes/:id/carers/:carerId/unlocking': ['care-home'],
  'PUT /api/homes/:id/carers/:carerId/pin': ['care-home'],
  'GET /api/sources': [...HUB, 'administrator'],
  'GET /api/sources/:id': [...HUB, 'administrator'],
  'POST /api/sources': MANAGES_SOURCES,
  'PUT /api/sources/:id': MANAGES_SOURCES,
  'PUT /api/sources/:id/switch': MANAGES_SOURCES,
  'POST /api/sources/:id/keys': MANAGES_SOURCES,
  'POST /api/sources/:id/keys/:keyId/rotation': MANAGES_SOURCES,
  'POST /api/sources/:id/keys/:keyId/revocation': MANAGES_SOURCES,
  'GET /api/unmatched': HUB,
  'GET /api/unmatched/count': HUB,
  'GET /api/unmatched/stays': HUB,
  'POST /api/unmatched/attachments': HUB,
  'POST /api/unmatched/dismissals': HUB,
  'GET /api/my-stay': AT_HOME,
  'POST /api/my-stay/messages-seen': AT_HOME,
  'GET /api/admissions/:id/access': HUB,
  'POST /api/admissions/:id/access': HUB,
  'POST /api/admissions/:id/access/:accessId/revocation': HUB,
  'POST /api/admissions/:id/patient-messages': HUB,
  'PUT /api/wards/:id/patient-phone': CHANGES_ROUTES,
  'GET /api/admissions/:id/discharge-bundle': HUB,
  'GET /api/wards/:id/beds': HUB,
  'POST /api/wards/:id/referrals': HUB,
  'PUT /api/referrals/:id/decision': HUB,
  'POST /api/referrals/:id/admission': HUB,
  'PUT /api/admissions/:id/bed': HUB,
  'POST /api/wards/:id/referral-sheets': HUB,
  'PUT /api/referrals/:id/planned-day': HUB,
  'PUT /api/admissions/:id/planned-day': HUB,
  'PUT /api/admissions/:id/ward': HUB,
  'PUT /api/admissions/:id/first-reading-check': TREATS,
  'GET /api/wards/:id/kits': HUB,
  'POST /api/wards/:id/kits': HUB,
  'PUT /api/kits/:id/state': HUB,
  'PUT /api/admissions/:id/end': HUB,
  'GET /api/admissions/:id/discharge-summary': HUB,
  // Who treated them answers for what their GP is told.
  'PUT /api/admissions/:id/discharge-summary': TREATS,
  'GET /api/admissions/:id/discharge-letters/:letter': HUB,
  'GET /api/wards/:id/after-discharge': HUB,
  'POST /api/admissions/:id/discharge-sendings': HUB,
  'GET /api/wards/:id/discharge-endpoints': CHANGES_ROUTES,
  'POST /api/wards/:id/discharge-endpoints': CHANGES_ROUTES,
  'DELETE /api/wards/:id/discharge-endpoints/:endpointId': CHANGES_ROUTES,
  'GET /api/admissions/:id/onward-transfers': HUB,
  'POST /api/admissions/:id/onward-transfers': TREATS,
  'GET /api/admissions/:id/onward-transfers/:transferId': HUB,
  'GET /api/admissions/:id/onward-transfers/:transferId/summary.pdf': HUB,
  'GET /api/wards/:id/home-phones': [...HUB, 'administrator'],
  'PUT /api/wards/:id/home-phones': CHANGES_ROUTES,
  'POST /api/admissions/:id/repeat-requests': TREATS,
  'GET /api/admissions/:id/sbards': HUB,
  'POST /api/admissions/:id/sbards/:sbardId/decision': TREATS,
  'POST /api/homes/:id/photos': ['care-home'],
  'GET /api/admissions/:id/photos': HUB,
  'GET /api/admissions/:id/photos/:photoId': HUB,
  'GET /api/homes/:id/residents/:admissionId/sbards': ['care-home'],
  'POST /api/homes/:id/residents/:admissionId/sbards': ['care-home'],
  'GET /api/pilot': ['lead'],
  'POST /api/pilot/areas': ['lead'],
  'POST /api/pilot/areas/:id/caps': ['lead'],
  'PUT /api/admissions/:id/arm': ['lead'],
  // Whoever tells of a concern shows that they may by their organisation's code.
  'POST /api/concerns': ['anyone'],
  'GET /api/concerns': HUB,
  'POST /api/concerns/:id/taking': ANSWERS_ALERTS,
  'POST /api/concerns/:id/match': HUB,
  'POST /api/concerns/:id/outcome': ANSWERS_ALERTS,
  'GET /api/partner-codes': MANAGES_SOURCES,
  'POST /api/partner-codes': MANAGES_SOURCES,
  'POST /api/partner-codes/:id/revocation': MANAGES_SOURCES,
  'GET /api/openapi.json': ['anyone'],
  'GET /asyncapi.json': ['anyone'],
  // The web app's files: no patient is in them.
  'GET /*': ['anyone'],

  // Ingestion
  'GET /v1/openapi.json': ['anyone'],
  'GET /v1/docs': ['anyone'],
  'GET /v1/docs/:file': ['anyone'],
  'POST /v1/observations': ['source'],
  'POST /v1/observations/csv': ['source'],
  // By staff at the bedside, or by the hub on the telephone.
  'POST /v1/homes/:id/observations': ['care-home', ...HUB],
  // Written down by the hub on the telephone, of whoever is on the ward; or by a patient or carer, of their own stay.
  'POST /v1/admissions/:id/observations': [...HUB, ...AT_HOME],
  'POST /v1/homes/:id/round-sheet': ['care-home', ...HUB],
  'GET /v1/homes/:id/round-sheet/template': ['care-home', ...HUB],
  // A Bundle may send and read: each entry asks for its own right.
  'POST /fhir': ['source', 'reading-source'],
  'POST /fhir/:type': ['source'],
  // The key has to have the right to refer beside.
  'POST /fhir/ServiceRequest': ['source', 'reading-source'],
  'GET /fhir/metadata': ['anyone'],
  'GET /fhir/:type': ['reading-source'],
  'POST /fhir/:type/_search': ['reading-source'],
  'GET /fhir/:type/:id': ['reading-source'],
  'GET /fhir/:type/:id/_history/:version': ['reading-source'],
  // Always 405, in words.
  'PUT /fhir/:type': ['source', 'reading-source'],
  'PUT /fhir/:type/:id': ['source', 'reading-source'],
  'PATCH /fhir/:type': ['source', 'reading-source'],
  'PATCH /fhir/:type/:id': ['source', 'reading-source'],
  'DELETE /fhir/:type': ['source', 'reading-source'],
  'DELETE /fhir/:type/:id': ['source', 'reading-source'],
} as const satisfies Readonly<Record<string, readonly Who[]>>;

/**
 * What of one stay is open to whoever broke the glass for it. All of it goes by the stay in its address, so the stay's ward may be
 * lent for it without any other patient of that ward coming with it. Neither where they lie and when they leave, nor who answers
 * for their alerts, nor who signs in for them, nor what leaves the house.
 */
export const THROUGH_GLASS = [
  'GET /api/admissions/:id',
  'GET /api/admissions/:id/readings',
  'GET /api/admissions/:id/alerts',
  'GET /api/admissions/:id/plan',
  'PUT /api/admissions/:id/plan',
  'GET /api/admissions/:id/notes',
  'POST /api/admissions/:id/notes',
  'GET /api/admissions/:id/timeline',
  'GET /api/admissions/:id/care',
  'GET /api/admissions/:id/replay',
  'GET /api/admissions/:id/spo2-scale-orders',
  'POST /api/admissions/:id/spo2-scale-orders',
  'GET /api/admissions/:id/sbards',
  'GET /api/admissions/:id/photos',
  'GET /api/admissions/:id/photos/:photoId',
  'GET /api/admissions/:id/onward-transfers',
  'POST /api/admissions/:id/onward-transfers',
  'POST /v1/admissions/:id/observations',
] as const satisfies (keyof typeof ROUTE_PERMISSIONS)[];

const GLASS_ROUTES: ReadonlySet<string> = new Set(THROUGH_GLASS);

/** Whose a request is, with the ward of a stay that they opened beyond their wards where it is about that stay and nothing else. */
export function throughGlass(account: Account, method: string, route: string | undefined, stay: unknown): Account {
  if (account.glasses.length === 0 || !GLASS_ROUTES.has(`${method === 'HEAD' ? 'GET' : method} ${route}`))
    return account;
  const glass = account.glasses.find(({ admissionId }) => admissionId === stay);
  return glass ? { ...account, wardIds: [...account.wardIds, glass.wardId] } : account;
}

/**
 * What of a restricted record is open to those on its ward who are not named for it: opening it with a reason, and what is done
 * from its tile, which says nothing back of the person. Their alerts are answered by everybody, as any other's.
 */
export const WHILE_RESTRICTED = [
  'POST /api/admissions/:id/break-glass',
  'POST /api/admissions/:id/round-decisions',
  'POST /api/admissions/:id/repeat-requests',
] as const satisfies (keyof typeof ROUTE_PERMISSIONS)[];

const OPEN_WHILE_RESTRICTED: ReadonlySet<string> = new Set(WHILE_RESTRICTED);
const OF_A_STAY = /^\/(api|v1)\/admissions\/:id(\/|$)/;

/** Whether a request is about a stay whose record is restricted, by somebody who is not named for it and has not opened it. */
export function isRestrictedTo(account: Account, method: string, route: string | undefined, stay: unknown): boolean {
  if (account.restricted.length === 0 || route === undefined || !OF_A_STAY.test(route)) return false;
  // An id may be written in capitals, and is the same.
  return (
    typeof stay === 'string' &&
    hiddenFrom(account).has(stay.toLowerCase()) &&
    !OPEN_WHILE_RESTRICTED.has(`${method} ${route}`)
  );
}

/** What a session may use that is for setting up a second factor alone. It has no sockets. */
const WHILE_SETTING_UP: ReadonlySet<string> = new Set<keyof typeof ROUTE_PERMISSIONS>([
  'GET /api/session',
  'DELETE /api/session',
  'DELETE /api/session/sign-on',
  'GET /api/account/second-factor',
  'POST /api/account/second-factor',
  'POST /api/account/second-factor/confirmation',
]);

/** Whether a session of this kind is good for a route that the role may use. */
export function sessionReaches(kind: SessionKind, method: string, route: string | undefined): boolean {
  switch (kind) {
    // A screen's role is its own, and the table gives it next to nothing.
    case 'wall':
    case 'full':
      return true;
    case 'setting-up':
      return WHILE_SETTING_UP.has(`${method} ${route}`);
  }
}

/** Every event that a browser may send on a socket, by namespace, and who may. */
export const SOCKET_PERMISSIONS: Readonly<Record<string, readonly Role[]>> = {
  // A wall screen hears of its one ward, with no more of a patient than it shows.
  '/ward join': [...HUB, 'wall'],
  '/ward shown': HUB,
};

/** Who may use a route; null when the table does not name it. A HEAD is its GET. */
export function rolesAt(method: string, route: string | undefined): readonly Who[] | null {
  if (route === undefined) return null;
  const key = `${method === 'HEAD' ? 'GET' : method} ${route}`;
  return isNamed(key) ? ROUTE_PERMISSIONS[key] : null;
}

function isNamed(route: string): route is keyof typeof ROUTE_PERMISSIONS {
  return Object.hasOwn(ROUTE_PERMISSIONS, route);
}

export function mayEmit(namespace: string, event: string, role: Role): boolean {
  const key = `${namespace} ${event}`;
  return Object.hasOwn(SOCKET_PERMISSIONS, key) && (SOCKET_PERMISSIONS[key]?.includes(role) ?? false);
}
