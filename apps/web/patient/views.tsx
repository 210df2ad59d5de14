import type { ReactNode } from 'react';
import { ObservationsView } from './observations-view.tsx';
import type { ViewProps } from './view-props.ts';

interface View {
  readonly id: string;
  readonly name: string;
  readonly Show: (props: ViewProps) => ReactNode;
}

/** The views of a patient's page in the order of their navigation: the first is shown where the address names none. */
export const VIEWS = [
  { id: 'observations', name: 'Observations', Show: ObservationsView },
] as const satisfies readonly [View, ...View[]];

export const viewOf = (search: URLSearchParams): View => VIEWS.find(({ id }) => id === search.get('view')) ?? VIEWS[0];
