import type { WardReadiness } from '#contracts';
import { useCallback, useState } from 'react';
import { hub } from '../hub.ts';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { StepDownView } from './step-down-view.tsx';

const ASK_EVERY_MS = 60_000;

/** Who of a ward could be watched less closely, and the step itself. */
export default function StepDownPage({ params, who, onSignOut, onSessionEnded }: PageProps) {
  const wardId = params['wardId'] ?? '';
  const ask = useCallback(() => hub.readiness(wardId), [wardId]);
  const { body, trouble, again } = useAsked<WardReadiness>(ask, { onSessionEnded, everyMs: ASK_EVERY_MS });
  const [told, setTold] = useState<string | null>(null);
  return (
    <StepDownView
      {...{ trouble, told, who, onSignOut, onSessionEnded }}
      readiness={body}
      wardId={wardId}
      onChanged={(sentence) => {
        setTold(sentence);
        again();
      }}
    />
  );
}
