import { showNhsNumber, type Tile } from '#contracts';
import { useEffect, useRef, useState } from 'react';
import { mostPressingFirst } from '../words/alerts.ts';
import { AcceptButton } from './accept-button.tsx';
import { AlertLine } from './alert-line.tsx';
import type { AlertAnswers } from './answers.ts';
import { PATHWAY_NAMES, PathwayIcon } from './icons.tsx';
import { IncompleteSet } from './incomplete-set.tsx';
import { ReadingTimes } from './reading-times.tsx';
import { ResolveForm } from './resolve-form.tsx';
import { ScoreBlock } from './score-block.tsx';
import { StatedOtherwise } from './stated-otherwise.tsx';
import { SubScoreStrip } from './sub-score-strip.tsx';

interface PatientDialogProps {
  tile: Tile;
  answers: AlertAnswers | null;
  onClose: () => void;
}

/** One patient's open alerts, all of them, with what can be done about each. Goes on being live while it is open. */
export function PatientDialog({ tile, answers, onClose }: PatientDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [resolving, setResolving] = useState<string | null>(null);
  const alerts = mostPressingFirst(tile.alerts);

  useEffect(() => {
    dialog.current?.showModal();
  }, []);

  return (
    <dialog className="patient" ref={dialog} onClose={onClose} aria-labelledby="patient-heading">
      <div className="patient__head">
        <h2 className="patient__heading" id="patient-heading">
          {tile.bed !== null && <span className="tile__bed">Bed {tile.bed}</span>} {tile.patient.name}
        </h2>
        <button type="button" className="answer" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
      <p className="tile__identity">
        <span>{tile.patient.ageYears} years</span>
        <span>
          <abbr title="NHS number">NHS</abbr> {showNhsNumber(tile.patient.nhsNumber)}
        </span>
        <span className="tile__place">
          <PathwayIcon pathway={tile.pathway} /> {PATHWAY_NAMES[tile.pathway]}
        </span>
        <span>{tile.place.kind === 'home' ? 'Own home' : tile.place.name}</span>
        <span>SpO2 scale {tile.spo2Scale}</span>
      </p>
      <div className="patient__score">
        <ScoreBlock tile={tile} />
        {tile.score !== null && tile.news2NotApplicable === null && (
          <SubScoreStrip score={tile.score} overtaken={tile.incomplete !== null} />
        )}
      </div>
      <ReadingTimes lastReadingAt={tile.lastReadingAt} nextDueAt={tile.nextDueAt} />
      {tile.score !== null && <StatedOtherwise score={tile.score} />}
      {tile.incomplete !== null && <IncompleteSet set={tile.incomplete} />}
      <h3 className="patient__alerts-heading">{alerts.length === 0 ? 'No open alerts' : 'Open alerts'}</h3>
      <ul className="patient__alerts">
        {alerts.map((alert) => (
          <li key={alert.id}>
            <AlertLine alert={alert}>
              {answers && alert.status === 'raised' && <AcceptButton tile={tile} alert={alert} answers={answers} />}
              {answers && (
                <button
                  type="button"
                  className="answer"
                  aria-expanded={resolving === alert.id}
                  onClick={() => setResolving(resolving === alert.id ? null : alert.id)}
                >
                  Resolve
                  <span className="nhsuk-u-visually-hidden"> this alert: {alert.sentence}</span>
                </button>
              )}
            </AlertLine>
            {answers && resolving === alert.id && (
              <ResolveForm tile={tile} alert={alert} answers={answers} onDone={() => setResolving(null)} />
            )}
          </li>
        ))}
      </ul>
    </dialog>
  );
}
