import { auditPage, auditPeople, auditQuestion, auditVerified } from '#contracts';
import { answer, JSON_DOCUMENT, type Operations } from './operation.ts';

/** Who saw whom and did what, for an auditor. */
export const AUDIT_OPERATIONS = {
  'POST /api/audit/search': {
    id: 'searchAuditTrail',
    group: 'Audit',
    summary: 'Who saw whom and did what',
    description:
      'The newest first. It names stays, alerts and accounts, and nothing that was measured or written of a patient.',
    accepts: {
      [JSON_DOCUMENT]: {
        schema: auditQuestion,
        examples: {
          act: { summary: 'Every patient’s page that was opened', value: { act: 'viewed-patient' }, answered: 200 },
        },
      },
    },
    answers: { 200: answer('A page of the trail.', auditPage) },
    refuses: ['invalid-document'],
  },
  'GET /api/audit/people': {
    id: 'listAuditPeople',
    group: 'Audit',
    summary: 'Whom can be asked about',
    answers: { 200: answer('By name.', auditPeople) },
  },
  'POST /api/audit/verification': {
    id: 'verifyAuditTrail',
    group: 'Audit',
    summary: 'Whether the trail is what was written',
    answers: { 200: answer('What was found.', auditVerified) },
  },
} satisfies Operations;
