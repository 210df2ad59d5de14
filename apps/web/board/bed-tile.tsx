import { bandOf, showNhsNumber, type Tile } from '#contracts';
import { memo } from 'react';
import { mostPressingFirst, PRIORITY_NAMES } from '../words/alerts.ts';
import { AcceptButton } from './accept-button.tsx';
import { AlertLine } from './alert-line.tsx';
import type { AlertAnswers } from './answers.ts';
import { PATHWAY_NAMES, PathwayIcon } from './icons.tsx';
import { IncompleteSet } from './incomplete-set.tsx';
import { ReadingTimes } from './reading-times.tsx';
import { ScoreBlock } from './score-block.tsx';
import { StatedOtherwise } from './stated-otherwise.tsx';
import { SubScoreStrip } from './sub-score-strip.tsx';

interface BedTileProps {
  tile: Tile;
  /** Null when this person may not answer alerts. */
  answers: AlertAnswers | null;
  onOpen: (admissionId: string) => void;
}

/** One patient on the board: a pure function of the tile, drawn again only when the tile changes. */
export const BedTile = memo(function BedTile({ tile, answers, onOpen }: BedTileProps) {
  const [first, ...others] = mostPressingFirst(tile.alerts);
  const calling = first?.status === 'raised' && first.conditionPresent ? `tile--calling-${first.priority}` : '';
  const open = (): void => onOpen(tile.admissionId);
  return (
    <article className={`tile tile--${bandOf(tile) ?? 'none'} ${calling}`} aria-labelledby={`name-${tile.admissionId}`}>
      <div className="tile__score">
        <span className="tile__bed">{tile.bed === null ? 'No bed' : `Bed ${tile.bed}`}</span>
        <ScoreBlock tile={tile} />
      </div>
      <div className="tile__person">
        <h2 className="tile__heading">
          <button type="button" className="tile__name" id={`name-${tile.admissionId}`} onClick={open}>
            {tile.patient.name}
          </button>
        </h2>
        <p className="tile__identity">
          <span>{tile.patient.ageYears} years</span>
          <span>
            <abbr title="NHS number">NHS</abbr> {showNhsNumber(tile.patient.nhsNumber)}
          </span>
        </p>
        <p className="tile__place">
          <PathwayIcon pathway={tile.pathway} /> {PATHWAY_NAMES[tile.pathway]}
          <span className="tile__where">{tile.place.kind === 'home' ? 'Own home' : tile.place.name}</span>
        </p>
        {tile.score !== null && tile.news2NotApplicable === null && (
          <SubScoreStrip score={tile.score} overtaken={tile.incomplete !== null} />
        )}
        {tile.news2NotApplicable !== null && <p className="tile__not-applicable">{tile.news2NotApplicable}</p>}
        <ReadingTimes lastReadingAt={tile.lastReadingAt} nextDueAt={tile.nextDueAt} />
        {tile.score !== null && <StatedOtherwise score={tile.score} />}
        {tile.incomplete !== null && <IncompleteSet set={tile.incomplete} />}
      </div>
      {first && (
        <AlertLine alert={first}>
          {answers && first.status === 'raised' && (
            <AcceptButton key={first.id} tile={tile} alert={first} answers={answers} />
          )}
          {others.length > 0 ? (
            <button type="button" className="answer answer--more" onClick={open}>
              +{others.length} {moreInWords(others)}
              <span className="nhsuk-u-visually-hidden">: every alert of {tile.patient.name}</span>
            </button>
          ) : (
            answers &&
            first.status === 'accepted' && (
              <button type="button" className="answer" onClick={open}>
                Resolve
                <span className="nhsuk-u-visually-hidden"> the alert of {tile.patient.name}</span>
              </button>
            )
          )}
        </AlertLine>
      )}
    </article>
  );
});

/** What waits among the alerts that do not fit: "urgent", or that somebody has all of them. */
function moreInWords(others: readonly Tile['alerts'][number][]): string {
  const waiting = others.find((alert) => alert.status === 'raised');
  return waiting ? PRIORITY_NAMES[waiting.priority].toLowerCase() : 'accepted';
}

export const EmptyBed = memo(function EmptyBed({ bed }: { bed: number }) {
  return (
    <p className="empty-bed">
      <span className="empty-bed__number">Bed {bed}</span> empty
    </p>
  );
});
