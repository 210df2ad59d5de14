import type { Sbard, SbardDraft } from '#contracts';
import { dateAndTime } from '../words/times.ts';

const PARTS = [
  ['situation', 'Situation'],
  ['background', 'Background'],
  ['assessment', 'Assessment'],
] as const;

/** What the record says, as the first three letters of an SBARD. */
export function SbardRecord({ draft }: { draft: Pick<SbardDraft, 'situation' | 'background' | 'assessment'> }) {
  return (
    <dl className="sbard__parts">
      {PARTS.map(([part, name]) => (
        <div key={part}>
          <dt>{name}</dt>
          <dd>
            {draft[part].map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** One that was sent, with what was decided. */
export function SentSbard({ sbard }: { sbard: Sbard }) {
  const { at, by, home, recommendation, decision } = sbard;
  return (
    <>
      <h3 className="sbard__heading">
        SBARD of {dateAndTime(at)}, {by}, {home}
      </h3>
      <SbardRecord draft={sbard} />
      <dl className="sbard__parts">
        <div>
          <dt>Recommendation</dt>
          <dd>{recommendation}</dd>
        </div>
        <div className={decision === null ? 'sbard__open' : 'sbard__decided'}>
          <dt>Decision</dt>
          <dd>
            {decision === null ? (
              'None yet.'
            ) : (
              <>
                <p>{decision.text}</p>
                <p>
                  {decision.by}, {dateAndTime(decision.at)}
                </p>
              </>
            )}
          </dd>
        </div>
      </dl>
    </>
  );
}
