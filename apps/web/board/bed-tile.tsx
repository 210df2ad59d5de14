import { bandOf, showNhsNumber, type SignedIn, type Tile } from '#contracts';
import { memo, useMemo } from 'react';
import { aboutWhat, AcceptButton } from '../alerts/accept-button.tsx';
import { possibleActs } from '../alerts/acts.ts';
import { AlertLine } from '../alerts/alert-line.tsx';
import type { Begin } from '../alerts/alerts-dialog.tsx';
import type { AlertAnswers, AlertPlace, Refusal } from '../alerts/answers.ts';
import { RefusalNote } from '../alerts/refusal-note.tsx';
import { useWardTime } from '../page/ward-clock.ts';
import { allOf, callsFor, groupsOf, moreInWords, PRIORITY_NAMES, type Group } from '../words/alerts.ts';
import { bedInWords } from '../words/beds.ts';
import { againstOwnNormal } from '../words/news2.ts';
import { EscalationPlanIcon, PATHWAY_NAMES, PathwayIcon } from './icons.tsx';
import { CarerAway } from './carer-away.tsx';
import { FromHome } from './from-home.tsx';
import { IncompleteSet } from './incomplete-set.tsx';
import { NotTaken } from './not-taken.tsx';
import { ReadingTimes } from './reading-times.tsx';
import { ScoreBlock } from './score-block.tsx';
import { Sparkline } from './sparkline.tsx';
import { StatedOtherwise } from './stated-otherwise.tsx';
import { SubScoreStrip } from './sub-score-strip.tsx';

interface BedTileProps {
  tile: Tile;
  who: SignedIn;
  answers: AlertAnswers;
  /** What was asked for here and was not done. */
  refusal: Refusal | undefined;
  onPutAway: (refusal: Refusal) => void;
  onOpen: (admissionId: string, begin?: Begin) => void;
}

export const placeOf = ({ admissionId, patient }: Tile): AlertPlace => ({ key: admissionId, name: patient.name });

/** One patient on the board: a function of the tile, drawn again only when the tile changes. */
export const BedTile = memo(function BedTile({ tile, who, answers, refusal, onPutAway, onOpen }: BedTileProps) {
  const groups = useMemo(() => groupsOf(tile.alerts), [tile.alerts]);
  const [first, ...others] = groups;
  const calls = useWardTime((now) => callsFor(tile.alerts, now));
  const own = againstOwnNormal(tile);
  const open = (begin?: Begin): void => onOpen(tile.admissionId, begin);

  return (
    <article
      className={`tile tile--${bandOf(tile) ?? 'none'} ${calls === null ? '' : `tile--calling-${calls}`}`}
      aria-labelledby={`name-${tile.admissionId}`}
    >
      <div className="tile__score">
        <span className="tile__bed">{bedInWords(tile)}</span>
        <ScoreBlock tile={tile} />
        {own !== null && <span className="tile__own">{own}</span>}
      </div>
      <div className="tile__person">
        <h2 className="tile__heading">
          <button type="button" className="tile__name" id={`name-${tile.admissionId}`} onClick={() => open()}>
            {tile.patient.name}
          </button>
        </h2>
        <div className="tile__facts">
          <p className="tile__identity">
            <span>{tile.patient.ageYears} years</span>
            {tile.escalationPlan !== null && (
              <strong className="tile__plan">
                <EscalationPlanIcon /> <span className="tile__plan-word">Escalation plan</span>
              </strong>
            )}
            {tile.restricted === 'marked' && <strong className="tile__plan">Restricted</strong>}
            {tile.restricted !== 'hidden' && (
              <span className="tile__nhs">
                <abbr title="NHS number">NHS</abbr> {showNhsNumber(tile.patient.nhsNumber)}
              </span>
            )}
          </p>
          <p className="tile__place">
            <PathwayIcon pathway={tile.pathway} /> {PATHWAY_NAMES[tile.pathway]}
            <span className="tile__where">{tile.place.kind === 'home' ? 'Own home' : tile.place.name}</span>
          </p>
        </div>
        {tile.score !== null && tile.news2NotApplicable === null && (
          <SubScoreStrip score={tile.score} overtaken={tile.incomplete !== null} />
        )}
        {tile.news2NotApplicable !== null && <p className="tile__not-applicable">{tile.news2NotApplicable}</p>}
        {tile.news2NotApplicable === null && <Sparkline recent={tile.recent} level={tile.level} />}
        <ReadingTimes lastReadingAt={tile.lastReadingAt} nextDueAt={tile.nextDueAt} />
        {tile.score !== null && <StatedOtherwise score={tile.score} />}
        {tile.incomplete !== null && <IncompleteSet set={tile.incomplete} />}
        {tile.notTaken !== null && <NotTaken said={tile.notTaken} />}
        <FromHome tile={tile} />
        <CarerAway tile={tile} />
      </div>
      {(first !== undefined || refusal !== undefined) && (
        <div className="tile__alerts">
          {first && <FirstGroup tile={tile} group={first} others={others} who={who} answers={answers} open={open} />}
          {refusal && <RefusalNote refusal={refusal} alerts={tile.alerts} onPutAway={onPutAway} />}
        </div>
      )}
    </article>
  );
});

interface FirstGroupProps {
  tile: Tile;
  group: Group;
  others: readonly Group[];
  who: SignedIn;
  answers: AlertAnswers;
  open: (begin?: Begin) => void;
}

/** The alert that presses most, with what stands under it counted, and how many others there are. */
function FirstGroup({ tile, group, others, who, answers, open }: FirstGroupProps) {
  const { accept, resolve } = possibleActs(allOf(group), who);
  const [one, ...rest] = accept;
  const more = moreInWords(group);
  const { head } = group;
  return (
    <AlertLine
      alert={head}
      more={
        <span className="alert__others">
          {more !== null && (
            <button type="button" className="alert__more" onClick={() => open('more')}>
              {more}
              <span className="nhsuk-u-visually-hidden"> with the alert of {tile.patient.name}</span>
            </button>
          )}
          {others.length > 0 && (
            <button type="button" className="answer answer--more" onClick={() => open()}>
              +{others.length} {othersInWords(others)}
              <span className="nhsuk-u-visually-hidden">: every alert of {tile.patient.name}</span>
            </button>
          )}
        </span>
      }
    >
      {one && (
        <AcceptButton
          key={`${head.id} ${head.raisedAt}`}
          place={placeOf(tile)}
          alerts={[one, ...rest]}
          rest={accept.length < 1 + group.under.length}
          answers={answers}
        />
      )}
      {!one && others.length === 0 && resolve.length > 0 && (
        <button type="button" className="answer" onClick={() => open('resolve')}>
          Resolve
          <span className="nhsuk-u-visually-hidden"> {aboutWhat(resolve, placeOf(tile))}</span>
        </button>
      )}
    </AlertLine>
  );
}

/** What waits among the groups that do not fit: "urgent", or that somebody has all of them. */
function othersInWords(others: readonly Group[]): string {
  const waiting = others.flatMap(allOf).find((alert) => alert.status === 'raised');
  return waiting ? PRIORITY_NAMES[waiting.priority].toLowerCase() : 'accepted';
}

export const EmptyBed = memo(function EmptyBed({ bed }: { bed: number }) {
  return (
    <p className="empty-bed">
      <span className="empty-bed__number">Bed {bed}</span> empty
    </p>
  );
});
