import type { ReactNode } from 'react';
import { CareView } from '../care/care-view.tsx';
import { AlertsView } from './happened/alerts-view.tsx';
import { TimelineView } from './happened/timeline-view.tsx';
import { ObservationsView } from './observations-view.tsx';
import { PlanView } from './plan/plan-view.tsx';
import type { ViewProps } from './view-props.ts';

interface View {
  readonly id: string;
  readonly name: string;
  readonly Show: (props: ViewProps) => ReactNode;
}

/** The views of a patient's page in the order of their navigation: the first is shown where the address names none. */
export const VIEWS = [
  { id: 'observations', name: 'Observations', Show: ObservationsView },
  { id: 'alerts', name: 'Alerts', Show: AlertsView },
  { id: 'plan', name: 'Plan', Show: PlanView },
  { id: 'people', name: 'People and tasks', Show: CareView },
  { id: 'timeline', name: 'Timeline', Show: TimelineView },
] as const satisfies readonly [View, ...View[]];

export const viewOf = (search: URLSearchParams): View => VIEWS.find(({ id }) => id === search.get('view')) ?? VIEWS[0];
