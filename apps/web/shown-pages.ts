import { lazy, type ComponentType } from 'react';
import type { PageProps } from './page/page-props.ts';
import type { PagePath } from './page/pages.ts';

/** What each page of the table shows, loaded when it is first opened. */
export const SHOWN_PAGES: Readonly<Record<PagePath, ComponentType<PageProps>>> = {
  '/all-wards': lazy(() => import('./all-wards/all-wards-page.tsx')),
  '/wards/:wardId/wall': lazy(() => import('./wall/wall-page.tsx')),
  '/wards/:wardId/wall-screens': lazy(() => import('./wall/wall-screens-page.tsx')),
  '/wards/:wardId/round': lazy(() => import('./round/round-page.tsx')),
  '/wards/:wardId/beds': lazy(() => import('./beds/beds-page.tsx')),
  '/wards/:wardId/step-down': lazy(() => import('./step-down/step-down-page.tsx')),
  '/wards/:wardId/handover': lazy(() => import('./handover/handover-page.tsx')),
  '/wards/:wardId/alarm-burden': lazy(() => import('./burden/burden-page.tsx')),
  '/wards/:wardId/who-is-told': lazy(() => import('./who-is-told/who-is-told-page.tsx')),
  '/wards/:wardId/channels': lazy(() => import('./channels/channels-page.tsx')),
  '/wards/:wardId/patients/:admissionId': lazy(() => import('./patient/patient-page.tsx')),
  '/wards/:wardId/patients/:admissionId/at-home': lazy(() => import('./at-home/at-home-page.tsx')),
  '/wards/:wardId/patients/:admissionId/privacy': lazy(() => import('./privacy/privacy-page.tsx')),
  '/account/notifications': lazy(() => import('./account/account-page.tsx')),
  '/account/sign-in': lazy(() => import('./account/own-sign-in-page.tsx')),
  '/break-glass': lazy(() => import('./glass/break-glass-page.tsx')),
  '/glass-reviews': lazy(() => import('./glass/glass-reviews-page.tsx')),
  '/audit': lazy(() => import('./audit/audit-page.tsx')),
  '/accounts': lazy(() => import('./accounts/accounts-page.tsx')),
  '/alerts/:alertId': lazy(() => import('./alerts/open-alert-page.tsx')),
  '/telephone': lazy(() => import('./telephone/telephone-page.tsx')),
  '/concerns': lazy(() => import('./concerns/concerns-page.tsx')),
  '/partner-codes': lazy(() => import('./concerns/partner-codes-page.tsx')),
  '/pilot': lazy(() => import('./pilot/pilot-page.tsx')),
  '/unmatched': lazy(() => import('./unmatched/unmatched-page.tsx')),
  '/round-sheets': lazy(() => import('./round-sheets/round-sheets-page.tsx')),
  '/carers': lazy(() => import('./tablet/carers-page.tsx')),
  '/residents/:admissionId/readings': lazy(() => import('./bedside/reading-page.tsx')),
  '/residents/:admissionId/sbard': lazy(() => import('./care-home/sbard-page.tsx')),
  '/sources': lazy(() => import('./sources/sources-page.tsx')),
  '/sources/new': lazy(() => import('./sources/new-source-page.tsx')),
  '/sources/:sourceId': lazy(() => import('./sources/source-page.tsx')),
};
