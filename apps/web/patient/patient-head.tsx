import { LEVELS } from '#clinical';
import { SHARING_SCOPES, showNhsNumber, type SignedIn, type StayHead, type Tile } from '#contracts';
import { useEffect, useMemo, useRef } from 'react';
import { AcceptButton } from '../alerts/accept-button.tsx';
import { possibleActs } from '../alerts/acts.ts';
import { AlertLine } from '../alerts/alert-line.tsx';
import type { AlertAnswers, AlertPlace, Refusal } from '../alerts/answers.ts';
import { RefusalNote } from '../alerts/refusal-note.tsx';
import { placeOf } from '../board/bed-tile.tsx';
import { EscalationPlanIcon, PATHWAY_NAMES, PathwayIcon } from '../board/icons.tsx';
import { CarerAway } from '../board/carer-away.tsx';
import { FromHome } from '../board/from-home.tsx';
import { IncompleteSet } from '../board/incomplete-set.tsx';
import { NotTaken } from '../board/not-taken.tsx';
import { ReadingTimes } from '../board/reading-times.tsx';
import { ScoreBlock } from '../board/score-block.tsx';
import { StatedOtherwise } from '../board/stated-otherwise.tsx';
import { SubScoreStrip } from '../board/sub-score-strip.tsx';
import { wardPath } from '../page/location.ts';
import { allOf, groupsOf, moreInWords, type Group } from '../words/alerts.ts';
import { againstOwnNormal, capital } from '../words/news2.ts';

/** What is needed to answer this patient's alerts. */
export interface AlertsOfPlace {
  readonly who: SignedIn;
  readonly answers: AlertAnswers;
  /** What was asked for and was not done. */
  readonly refusal: Refusal | undefined;
  readonly onPutAway: (refusal: Refusal) => void;
}

interface PatientHeadProps {
  head: StayHead;
  tile: Tile;
  alerts: AlertsOfPlace;
  onBack: () => void;
}

const SEX_WORDS: Record<Tile['patient']['sex'], string> = {
  female: 'female',
  male: 'male',
  other: 'other sex',
  unknown: 'sex not known',
};

/** Who this is, how they stand now, and what nobody has answered yet. Stands above every view. */
export function PatientHead({ head, tile, alerts, onBack }: PatientHeadProps) {
  const name = useRef<HTMLHeadingElement>(null);
  useEffect(() => name.current?.focus({ preventScroll: true }), []);
  const change = againstOwnNormal(tile);
  const groups = useMemo(() => groupsOf(tile.alerts), [tile.alerts]);
  const { patient } = tile;
  return (
    <header className="patient-head">
      <a
        className="patient-head__back"
        href={wardPath(head.ward.id)}
        onClick={(click) => {
          if (click.metaKey || click.ctrlKey || click.shiftKey || click.altKey || click.button !== 0) return;
          click.preventDefault();
          onBack();
        }}
      >
        <span aria-hidden="true">‹</span> {head.ward.name}
        <kbd aria-hidden="true">Esc</kbd>
      </a>
      <div className="patient-head__who">
        <h1 className="patient-head__name" tabIndex={-1} ref={name}>
          {patient.name}
        </h1>
        <p className="patient-head__identity">
          <strong className="patient-head__nhs">
            <abbr title="NHS number">NHS</abbr> {showNhsNumber(patient.nhsNumber)}
          </strong>
          <span>
            {patient.ageYears} years, {SEX_WORDS[patient.sex]}
          </span>
          <span className="tile__bed">{tile.bed === null ? 'No bed' : `Bed ${tile.bed}`}</span>
        </p>
        <p className="patient-head__stay">
          <span className="tile__place">
            <PathwayIcon pathway={tile.pathway} /> {PATHWAY_NAMES[tile.pathway]}
          </span>
          <span>
            {capital(tile.level)}, {LEVELS[tile.level].title}
          </span>
          <span>{tile.place.kind === 'home' ? 'At own home' : tile.place.name}</span>
          <span>SpO2 scale {tile.spo2Scale}</span>
        </p>
        {head.objects !== undefined && (
          <p className="patient__plan">
            <strong>Objects to sharing with:</strong> {head.objects.map((scope) => SHARING_SCOPES[scope]).join('; ')}
          </p>
        )}
        {tile.escalationPlan !== null && (
          <p className="patient__plan">
            <EscalationPlanIcon /> <strong>Escalation plan:</strong> {tile.escalationPlan}
          </p>
        )}
      </div>
      <section className="patient-head__now" aria-label="NEWS2 now">
        <div className="patient-head__scores">
          <ScoreBlock tile={tile} />
        </div>
        <div className="patient-head__parts">
          {tile.score !== null && tile.news2NotApplicable === null && (
            <SubScoreStrip score={tile.score} overtaken={tile.incomplete !== null} />
          )}
          {tile.news2NotApplicable !== null && <p className="tile__not-applicable">{tile.news2NotApplicable}</p>}
          <ReadingTimes lastReadingAt={tile.lastReadingAt} nextDueAt={tile.nextDueAt} />
          {change !== null && <p>NEWS2 {change}, as the plan states it.</p>}
          {tile.score !== null && <StatedOtherwise score={tile.score} />}
          {tile.incomplete !== null && <IncompleteSet set={tile.incomplete} />}
          {tile.notTaken !== null && <NotTaken said={tile.notTaken} />}
          <FromHome tile={tile} />
          <CarerAway tile={tile} />
        </div>
      </section>
      {(groups.length > 0 || alerts.refusal !== undefined) && (
        <section className="patient-head__alerts" aria-label="Open alerts">
          {alerts.refusal && <RefusalNote refusal={alerts.refusal} alerts={tile.alerts} onPutAway={alerts.onPutAway} />}
          <ul className="patient__alerts">
            {groups.map((group) => (
              <li key={group.head.id}>
                <HeadAlert place={placeOf(tile)} group={group} alerts={alerts} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </header>
  );
}

/** One alert with what stands under it counted, who has it, and the button that takes all of it on. */
function HeadAlert({ place, group, alerts }: { place: AlertPlace; group: Group; alerts: AlertsOfPlace }) {
  const { head } = group;
  const [one, ...rest] = possibleActs(allOf(group), alerts.who).accept;
  return (
    <AlertLine alert={head} more={moreInWords(group)}>
      {one && (
        <AcceptButton
          key={`${head.id} ${head.raisedAt}`}
          place={place}
          alerts={[one, ...rest]}
          rest={1 + rest.length < 1 + group.under.length}
          answers={alerts.answers}
        />
      )}
    </AlertLine>
  );
}
