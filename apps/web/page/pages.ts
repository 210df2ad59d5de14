import type { Role } from '#contracts';

/**
 * The pages besides the board and the residents' list, in the order of the menu. With `:wardId` a page is one of a ward, and
 * offered where a ward is open; one without a name is reached from another. What each shows is in `shown-pages`; what it may
 * know, the hub decides.
 */
export const PAGES = [
  { path: '/all-wards', name: 'All wards', roles: ['hub-clinician', 'coordinator', 'lead'] },
  { path: '/wards/:wardId/wall', name: 'Wall', roles: ['hub-clinician', 'coordinator', 'lead'] },
  {
    path: '/wards/:wardId/wall-screens',
    name: 'Wall screens',
    roles: ['hub-clinician', 'coordinator', 'lead', 'administrator'],
  },
  { path: '/wards/:wardId/round', name: 'Board round', roles: ['hub-clinician', 'coordinator', 'lead'] },
  { path: '/wards/:wardId/round-list', name: 'Who to talk about', roles: ['hub-clinician', 'coordinator', 'lead'] },
  { path: '/wards/:wardId/beds', name: 'Beds and referrals', roles: ['hub-clinician', 'coordinator', 'lead'] },
  { path: '/wards/:wardId/kits', name: 'Kits', roles: ['hub-clinician', 'coordinator', 'lead'] },
  { path: '/wards/:wardId/step-down', name: 'Step-down', roles: ['hub-clinician', 'coordinator', 'lead'] },
  { path: '/wards/:wardId/tasks', name: 'Tasks', roles: ['hub-clinician', 'coordinator', 'lead'] },
  { path: '/wards/:wardId/handover', name: 'Handover', roles: ['hub-clinician', 'coordinator', 'lead'] },
  { path: '/wards/:wardId/alarm-burden', name: 'Alarm burden', roles: ['lead'] },
  {
    path: '/wards/:wardId/who-is-told',
    name: 'Who is told',
    roles: ['hub-clinician', 'coordinator', 'lead', 'administrator'],
  },
  { path: '/wards/:wardId/channels', name: 'Channels', roles: ['lead', 'administrator'] },
  { path: '/telephone', name: 'Telephone readings', roles: ['hub-clinician', 'coordinator', 'lead'] },
  { path: '/concerns', name: 'Community concerns', roles: ['hub-clinician', 'coordinator', 'lead'] },
  { path: '/partner-codes', name: 'Partner codes', roles: ['lead', 'administrator'] },
  { path: '/pilot', name: 'Two-area pilot', roles: ['lead'] },
  { path: '/unmatched', name: 'Unmatched readings', roles: ['hub-clinician', 'coordinator', 'lead'] },
  { path: '/round-sheets', name: 'Round sheets', roles: ['care-home', 'hub-clinician', 'coordinator', 'lead'] },
  { path: '/carers', name: 'Carers and PINs', roles: ['care-home', 'hub-clinician', 'coordinator', 'lead'] },
  { path: '/break-glass', name: 'Break the glass', roles: ['hub-clinician', 'coordinator', 'lead'] },
  { path: '/glass-reviews', name: 'Break-glass reviews', roles: ['lead', 'auditor'] },
  { path: '/audit', name: 'Audit trail', roles: ['auditor'] },
  { path: '/retention', name: 'What is kept', roles: ['administrator', 'auditor'] },
  // Reached from the list of residents.
  { path: '/residents/:admissionId/readings', roles: ['care-home'] },
  { path: '/residents/:admissionId/sbard', roles: ['care-home'] },
  { path: '/sources', name: 'Sources', roles: ['hub-clinician', 'coordinator', 'lead', 'administrator'] },
  { path: '/sources/new', roles: ['lead', 'administrator'] },
  { path: '/sources/:sourceId', roles: ['hub-clinician', 'coordinator', 'lead', 'administrator'] },
  { path: '/accounts', name: 'Accounts', roles: ['administrator'] },
  {
    path: '/account/sign-in',
    name: 'My sign-in',
    roles: ['care-home', 'hub-clinician', 'coordinator', 'lead', 'administrator', 'auditor'],
  },
  // Reached from the board.
  { path: '/wards/:wardId/patients/:admissionId', roles: ['hub-clinician', 'coordinator', 'lead'] },
  // Reached from a patient's page.
  { path: '/wards/:wardId/patients/:admissionId/discharge', roles: ['hub-clinician', 'coordinator', 'lead'] },
  {
    path: '/wards/:wardId/patients/:admissionId/transfers/:transferId',
    roles: ['hub-clinician', 'coordinator', 'lead'],
  },
  { path: '/wards/:wardId/patients/:admissionId/privacy', roles: ['hub-clinician', 'coordinator', 'lead'] },
  { path: '/wards/:wardId/patients/:admissionId/days', roles: ['hub-clinician', 'coordinator', 'lead'] },
  { path: '/wards/:wardId/patients/:admissionId/at-home', roles: ['hub-clinician', 'coordinator', 'lead'] },
  // Reached by one's own name in the bar.
  { path: '/account/notifications', roles: ['hub-clinician', 'coordinator', 'lead', 'administrator'] },
  // Where the link of a message leads.
  { path: '/alerts/:alertId', roles: ['hub-clinician', 'coordinator', 'lead', 'administrator'] },
] as const satisfies readonly PageTerms[];

interface PageTerms {
  readonly path: string;
  readonly name?: string;
  readonly roles: readonly Role[];
}

export type PagePath = (typeof PAGES)[number]['path'];

export interface Page extends PageTerms {
  readonly path: PagePath;
}
