import type { AfterDischarge, WardBeds } from '#contracts';
import { useCallback, useState } from 'react';
import { hub } from '../hub.ts';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { BedsView } from './beds-view.tsx';

const ASK_EVERY_MS = 30_000;

/** A coordinator's day: who is to come, who lies in which bed, and who goes. */
export default function BedsPage({ params, who, onSignOut, onSessionEnded }: PageProps) {
  const wardId = params['wardId'] ?? '';
  const ask = useCallback(() => hub.beds(wardId), [wardId]);
  const { body, trouble, again } = useAsked<WardBeds>(ask, { onSessionEnded, everyMs: ASK_EVERY_MS });
  const after = useAsked<AfterDischarge>(
    useCallback(() => hub.afterDischarge(wardId), [wardId]),
    { onSessionEnded, everyMs: ASK_EVERY_MS },
  );
  const [told, setTold] = useState<string | null>(null);
  return (
    <BedsView
      {...{ told, who, onSignOut, onSessionEnded, wardId }}
      trouble={trouble ?? after.trouble}
      beds={body}
      after={after.body}
      onChanged={(sentence) => {
        setTold(sentence);
        again();
        after.again();
      }}
    />
  );
}
