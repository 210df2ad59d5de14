import type { RoundList } from '#contracts';
import { useCallback, useState } from 'react';
import { hub } from '../hub.ts';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { RoundListView } from './round-list-view.tsx';

const ASK_EVERY_MS = 60_000;

/** Whom a board round talks about today, and why. */
export default function RoundListPage({ params, who, onSignOut, onSessionEnded }: PageProps) {
  const wardId = params['wardId'] ?? '';
  const ask = useCallback(() => hub.roundList(wardId), [wardId]);
  const { body, trouble, again } = useAsked<RoundList>(ask, { onSessionEnded, everyMs: ASK_EVERY_MS });
  const [told, setTold] = useState<string | null>(null);
  return (
    <RoundListView
      list={body}
      {...{ wardId, trouble, told, who, onSignOut, onSessionEnded }}
      onChanged={(sentence) => {
        setTold(sentence);
        again();
      }}
    />
  );
}
