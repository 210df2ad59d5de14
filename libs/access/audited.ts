import type { AuditedAct } from '#contracts';
import type { ROUTE_PERMISSIONS } from './permissions.ts';

/**
 * What each route tells the audit trail, before it answers or in the transaction that it changes something in. A route
 * that names nothing here shows no patient and does nothing to one. A new route does not compile until it is named.
 */
export const ROUTE_AUDIT: Readonly<Record<keyof typeof ROUTE_PERMISSIONS, readonly AuditedAct[]>> = {
  'GET /health/live': [],
  'GET /health/ready': [],

  'POST /api/session': ['signed-in', 'sign-in-refused'],
  'GET /api/session': [],
  'DELETE /api/session': ['signed-out'],
  // Names of wards, and how many beds are taken.
  'GET /api/wards': [],
  'GET /api/wards/:id/board': ['viewed-board'],
  'GET /api/wards/:id/alarm-burden': ['viewed-alarm-burden'],
  'POST /api/alerts/:id/acceptance': ['accepted-alert'],
  'POST /api/alerts/:id/rejection': ['rejected-alert'],
  'POST /api/alerts/:id/pause': ['paused-alert'],
  'POST /api/alerts/:id/hand-over': ['handed-over-alert'],
  'POST /api/alerts/:id/take-over': ['took-over-alert'],
  'POST /api/alerts/:id/resolution': ['resolved-alert'],
  'POST /api/alerts/:id/comments': ['commented-alert'],
  'GET /api/alerts/:id/history': ['viewed-alert'],
  // Names of staff.
  'GET /api/wards/:id/colleagues': [],
  // Ids and times of messages, which name nobody.
  'GET /api/alerts/:id/deliveries': [],
  'POST /api/alerts/:id/opening': [],
  'GET /api/wards/:id/route': [],
  'PUT /api/wards/:id/route': ['changed-route'],
  'GET /api/wards/:id/route/versions': [],
  'GET /api/wards/:id/accept-times': [],
  'PUT /api/wards/:id/accept-times': ['changed-accept-times'],
  'GET /api/wards/:id/webhooks': [],
  'POST /api/wards/:id/webhooks': ['added-webhook'],
  'DELETE /api/wards/:id/webhooks/:webhookId': ['ended-webhook'],
  // Ids and times of messages, which name nobody.
  'GET /api/wards/:id/webhooks/:webhookId/deliveries': [],
  'POST /api/wards/:id/webhooks/:webhookId/test-messages': ['tested-webhook'],
  'GET /api/account/contact': [],
  'PUT /api/account/contact': ['changed-contact'],
  'POST /api/account/devices': ['added-device'],
  'DELETE /api/account/devices/:id': ['removed-device'],
  'GET /api/account/test-messages': [],
  'POST /api/account/test-messages': [],
  'POST /api/receipts/push': [],
  'POST /api/receipts/notify': [],
  // Names of care homes, and whether their hub is open.
  'GET /api/homes': [],
  'GET /api/admissions/:id': ['viewed-patient'],
  'POST /api/admissions/:id/spo2-scale-orders': ['ordered-spo2-scale'],
  'GET /api/admissions/:id/spo2-scale-orders': ['viewed-spo2-scale-orders'],
  'GET /api/admissions/:id/plan': ['viewed-plan'],
  'PUT /api/admissions/:id/plan': ['changed-plan'],
  'GET /api/admissions/:id/alerts': ['viewed-alerts-of-stay'],
  'GET /api/admissions/:id/notes': ['viewed-notes'],
  'POST /api/admissions/:id/notes': ['wrote-note'],
  'GET /api/admissions/:id/timeline': ['viewed-timeline'],
  'GET /api/homes/:id/residents': ['viewed-residents'],
  // Counts and keys' first characters.
  'GET /api/sources': [],
  'GET /api/sources/:id': [],
  'POST /api/sources': ['registered-source'],
  'PUT /api/sources/:id': ['changed-source'],
  'PUT /api/sources/:id/switch': ['switched-source-off', 'switched-source-on'],
  'POST /api/sources/:id/keys': ['gave-source-key'],
  'POST /api/sources/:id/keys/:keyId/rotation': ['rotated-source-key'],
  'POST /api/sources/:id/keys/:keyId/revocation': ['revoked-source-key'],
  'GET /api/unmatched': ['viewed-unmatched-readings'],
  // A number.
  'GET /api/unmatched/count': [],
  'GET /api/unmatched/stays': ['viewed-identities'],
  'POST /api/unmatched/attachments': ['attached-readings'],
  'POST /api/unmatched/dismissals': ['dismissed-readings'],
  'GET /api/openapi.json': [],
  'GET /asyncapi.json': [],
  'GET /*': [],

  'GET /v1/openapi.json': [],
  'GET /v1/docs': [],
  'GET /v1/docs/:file': [],
  // Readings are told of by the record itself: each keeps its source, its reference and when it came.
  'POST /v1/observations': [],
  'POST /v1/observations/csv': [],
  'POST /v1/homes/:id/round-sheet': ['viewed-residents', 'sent-round-sheet'],
  'GET /v1/homes/:id/round-sheet/template': ['viewed-residents'],
  // A Bundle may read, and a conditional create may find what somebody else sent.
  'POST /fhir': ['read-over-fhir'],
  'POST /fhir/:type': ['read-over-fhir'],
  'GET /fhir/metadata': [],
  'GET /fhir/:type': ['read-over-fhir'],
  'POST /fhir/:type/_search': ['read-over-fhir'],
  'GET /fhir/:type/:id': ['read-over-fhir'],
  'GET /fhir/:type/:id/_history/:version': ['read-over-fhir'],
  'PUT /fhir/:type': [],
  'PUT /fhir/:type/:id': [],
  'PATCH /fhir/:type': [],
  'PATCH /fhir/:type/:id': [],
  'DELETE /fhir/:type': [],
  'DELETE /fhir/:type/:id': [],
};
