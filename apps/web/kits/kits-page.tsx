import type { WardKits } from '#contracts';
import { useCallback, useState } from 'react';
import { hub } from '../hub.ts';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { KitsView } from './kits-view.tsx';

const ASK_EVERY_MS = 30_000;

/** What a ward lends, and where each is. */
export default function KitsPage({ params, who, onSignOut, onSessionEnded }: PageProps) {
  const wardId = params['wardId'] ?? '';
  const ask = useCallback(() => hub.kits(wardId), [wardId]);
  const { body, trouble, again } = useAsked<WardKits>(ask, { onSessionEnded, everyMs: ASK_EVERY_MS });
  const [told, setTold] = useState<string | null>(null);
  return (
    <KitsView
      {...{ trouble, told, who, onSignOut, onSessionEnded }}
      kits={body}
      onChanged={(sentence) => {
        setTold(sentence);
        again();
      }}
    />
  );
}
