import type { SourceList } from '#contracts';
import { useEffect, useState } from 'react';
import { hub, whyNot } from '../hub.ts';
import { go } from '../page/location.ts';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { SourceForm } from './source-form.tsx';
import { useAct } from './use-act.ts';

/** Registers a source. Its keys are given on its own page. */
export default function NewSourcePage({ who, onSignOut, onSessionEnded }: PageProps) {
  const [wards, setWards] = useState<SourceList['wards'] | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const act = useAct(onSessionEnded);

  useEffect(() => {
    let left = false;
    void hub.sources().then((answer) => {
      if (left) return;
      if (answer.kind === 'signed-out') return onSessionEnded();
      if (answer.kind === 'done') setWards(answer.body.wards);
      else setTrouble(whyNot(answer));
    });
    return () => {
      left = true;
    };
  }, [onSessionEnded]);

  return (
    <NoticePage heading="Register a source" who={who} onSignOut={onSignOut}>
      <p>A device gateway, another system or a monitoring company that sends readings, or reads them.</p>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {wards !== null && (
        <SourceForm
          terms={null}
          wards={wards}
          act={act}
          submit="Register the source"
          onTerms={(terms) => void act.run(hub.registerSource(terms), ({ id }) => go(`/sources/${id}`))}
          onCancel={() => go('/sources')}
        />
      )}
    </NoticePage>
  );
}
