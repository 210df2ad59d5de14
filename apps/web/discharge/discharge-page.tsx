import type { DischargeSummaryDraft, DischargeSummaryView, SignedIn } from '#contracts';
import { useCallback, useState } from 'react';
import { answersAlerts } from '../alerts/answers.ts';
import { hub, type Answer } from '../hub.ts';
import { Link } from '../page/link.tsx';
import { patientPath } from '../page/location.ts';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { Sendings } from './sendings.tsx';
import { SummaryForm } from './summary-form.tsx';
import { SummaryShown } from './summary-shown.tsx';

/** A bundle is sent by the worker: what came of it is seen soon. */
const ASK_EVERY_MS = 10_000;

/** What goes to the GP and to the person when they leave, and whether it arrived. */
export default function DischargePage({ params, who, onSignOut, onSessionEnded }: PageProps) {
  const { wardId = '', admissionId = '' } = params;
  const { body, trouble, again } = useAsked(
    useCallback(() => hub.dischargeSummary(admissionId), [admissionId]),
    { onSessionEnded, everyMs: ASK_EVERY_MS },
  );
  return (
    <Discharge
      {...{ wardId, who, trouble, onSignOut, onSessionEnded }}
      view={body}
      onWrite={(draft) => hub.writeDischargeSummary(admissionId, draft)}
      onSend={() => hub.sendBundleAgain(admissionId)}
      onWritten={again}
    />
  );
}

export interface DischargeProps {
  wardId: string;
  who: SignedIn;
  /** Null until the hub has told it. */
  view: DischargeSummaryView | null;
  trouble: string | null;
  onWrite: (draft: DischargeSummaryDraft) => Promise<Answer<DischargeSummaryView>>;
  onSend: () => Promise<Answer<DischargeSummaryView>>;
  onWritten: () => void;
  onSignOut: () => void;
  onSessionEnded: () => void;
  /** For stories: whether the form is open. */
  writing?: boolean;
}

export function Discharge(props: DischargeProps) {
  const { wardId, who, view, trouble, onWrite, onWritten, onSignOut, onSessionEnded } = props;
  const [writing, setWriting] = useState(props.writing ?? false);
  const [told, setTold] = useState<string | null>(null);
  const mayWrite = answersAlerts(who.role);
  return (
    <NoticePage heading="Discharge" who={who} onSignOut={onSignOut}>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {view === null ? (
        trouble === null && <output className="notice">Looking…</output>
      ) : (
        <>
          <p>
            <strong>{view.name}</strong>{' '}
            <Link to={patientPath(wardId, view.admissionId)}>Back to the patient’s page</Link>
          </p>
          <output>{told !== null && <span className="step-down__told">{told}</span>}</output>
          {writing ? (
            <SummaryForm
              view={view}
              send={onWrite}
              onDone={() => {
                setWriting(false);
                setTold('The summary is kept. Both letters can be read and printed.');
                onWritten();
              }}
              onCancel={() => setWriting(false)}
              onSessionEnded={onSessionEnded}
            />
          ) : (
            <>
              <SummaryShown view={view} mayWrite={mayWrite} onWrite={() => setWriting(true)} />
              <Sendings
                view={view}
                send={props.onSend}
                onSent={() => {
                  setTold('The bundle is on its way.');
                  onWritten();
                }}
                onSessionEnded={onSessionEnded}
              />
            </>
          )}
        </>
      )}
    </NoticePage>
  );
}
