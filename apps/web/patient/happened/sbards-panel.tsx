import type { Sbard, Tile } from '#contracts';
import { useCallback } from 'react';
import { SentSbard } from '../../care-home/sbard-parts.tsx';
import { hub } from '../../hub.ts';
import { ChangeForm } from '../../page/change-form.tsx';
import { typedInto } from '../../page/form-text.ts';
import { useAsked } from '../../page/use-asked.ts';
import { TextArea } from '../../sources/fields.tsx';
import { useAgain } from '../use-again.ts';

interface SbardsOfHomeProps {
  tile: Tile;
  mayDecide: boolean;
  onSessionEnded: () => void;
}

/** What the home has told of this patient, asked for again whenever the ward’s feed tells of them. */
export function SbardsOfHome({ tile, mayDecide, onSessionEnded }: SbardsOfHomeProps) {
  const { admissionId } = tile;
  const { body, trouble, again } = useAsked(
    useCallback(() => hub.sbardsOfStay(admissionId), [admissionId]),
    { onSessionEnded },
  );
  useAgain(tile, again);
  if (trouble !== null) return <p role="alert">{trouble}</p>;
  if (body === null || body.sbards.length === 0) return null;
  return (
    <SbardsPanel
      admissionId={admissionId}
      sbards={body.sbards}
      mayDecide={mayDecide}
      onDecided={again}
      onSessionEnded={onSessionEnded}
    />
  );
}

interface SbardsPanelProps {
  admissionId: string;
  /** Newest first. */
  sbards: readonly Sbard[];
  mayDecide: boolean;
  onDecided: () => void;
  onSessionEnded: () => void;
}

export function SbardsPanel({ admissionId, sbards, mayDecide, onDecided, onSessionEnded }: SbardsPanelProps) {
  return (
    <section aria-labelledby="sbards-title">
      <h2 className="plan__title" id="sbards-title">
        From the home
      </h2>
      {sbards.map((sbard) => (
        <article key={sbard.id} className="sbard__one">
          <SentSbard sbard={sbard} />
          {mayDecide && sbard.decision === null && (
            <ChangeForm
              name="Send the decision to the home"
              faults={(form) => (typedInto(form, 'decision').trim() === '' ? ['Write what you decided'] : [])}
              send={(form) => hub.decideOnSbard(admissionId, sbard.id, typedInto(form, 'decision').trim())}
              onDone={onDecided}
              onSessionEnded={onSessionEnded}
            >
              <TextArea label="Your decision" name="decision" rows={2} />
            </ChangeForm>
          )}
        </article>
      ))}
    </section>
  );
}
