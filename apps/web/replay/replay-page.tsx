import type { StayReplay } from '#contracts';
import { useCallback } from 'react';
import { hub, type ReplayWish } from '../hub.ts';
import { go, useSearch } from '../page/location.ts';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { ReplayView } from './replay-view.tsx';

/** A stay day by day, as it was known then. The address has the day or the moment, so that it can be sent to a colleague. */
export default function ReplayPage({ params, who, onSignOut, onSessionEnded }: PageProps) {
  const { wardId = '', admissionId = '' } = params;
  const asked = new URLSearchParams(useSearch());
  const [day, at] = [asked.get('day'), asked.get('at')];
  const question = useCallback(
    () => hub.replay(admissionId, day !== null ? { day } : at !== null ? { at } : null),
    [admissionId, day, at],
  );
  const { body, trouble } = useAsked<StayReplay>(question, { onSessionEnded });
  return (
    <ReplayView
      replay={body}
      {...{ wardId, trouble, who, onSignOut }}
      onGo={(wish) => go(pathTo(wish), 'replace')}
      onBack={() => go(location.pathname.replace(/\/days$/, ''))}
    />
  );
}

function pathTo(wish: ReplayWish): string {
  const search = new URLSearchParams(wish === null ? [] : Object.entries(wish));
  return search.size === 0 ? location.pathname : `${location.pathname}?${search.toString()}`;
}
