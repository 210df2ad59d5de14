import { showNhsNumber, type Tile } from '#contracts';
import { useMemo } from 'react';
import { AlertsDialog, type AlertsDialogProps } from '../alerts/alerts-dialog.tsx';
import { answersAlerts } from '../alerts/answers.ts';
import { PAGE_KEY } from '../alerts/keys.ts';
import { patientPath } from '../page/location.ts';
import { AskToRepeat } from '../patient/ask-to-repeat.tsx';
import { openPatient } from '../patient/from-board.ts';
import { groupsOf } from '../words/alerts.ts';
import { againstOwnNormal, usualFrom } from '../words/news2.ts';
import { placeOf } from './bed-tile.tsx';
import { EscalationPlanIcon, PATHWAY_NAMES, PathwayIcon } from './icons.tsx';
import { FromHome } from './from-home.tsx';
import { IncompleteSet } from './incomplete-set.tsx';
import { NotTaken } from './not-taken.tsx';
import { ReadingTimes } from './reading-times.tsx';
import { ScoreBlock } from './score-block.tsx';
import { Sparkline } from './sparkline.tsx';
import { StatedOtherwise } from './stated-otherwise.tsx';
import { SubScoreStrip } from './sub-score-strip.tsx';

type PatientDialogProps = Omit<AlertsDialogProps, 'place' | 'heading' | 'groups' | 'alerts' | 'children'> & {
  tile: Tile;
  wardId: string;
};

/** One patient: what is known of them now, and all their open alerts. */
export function PatientDialog({ tile, wardId, ...props }: PatientDialogProps) {
  const change = againstOwnNormal(tile);
  const groups = useMemo(() => groupsOf(tile.alerts), [tile.alerts]);
  return (
    <AlertsDialog
      place={placeOf(tile)}
      heading={
        <>
          {tile.bed !== null && <span className="tile__bed">Bed {tile.bed}</span>} {tile.patient.name}
        </>
      }
      groups={groups}
      alerts={tile.alerts}
      {...props}
    >
      <PageLink wardId={wardId} tile={tile} />
      <p className="tile__identity">
        <span>{tile.patient.ageYears} years</span>
        {tile.restricted !== 'hidden' && (
          <span>
            <abbr title="NHS number">NHS</abbr> {showNhsNumber(tile.patient.nhsNumber)}
          </span>
        )}
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
      <Sparkline recent={tile.recent} level={tile.level} />
      {change !== null && (
        <p>
          NEWS2 {change}, {usualFrom(tile)}.
        </p>
      )}
      {tile.escalationPlan !== null && (
        <p className="patient__plan">
          <EscalationPlanIcon /> <strong>Escalation plan:</strong> {tile.escalationPlan}
        </p>
      )}
      <ReadingTimes lastReadingAt={tile.lastReadingAt} nextDueAt={tile.nextDueAt} />
      {tile.score !== null && <StatedOtherwise score={tile.score} />}
      {tile.incomplete !== null && <IncompleteSet set={tile.incomplete} />}
      {tile.notTaken !== null && <NotTaken said={tile.notTaken} />}
      <FromHome tile={tile} />
      {tile.place.kind === 'care-home' && answersAlerts(props.who.role) && <AskToRepeat tile={tile} />}
    </AlertsDialog>
  );
}

function PageLink({ wardId, tile: { admissionId, restricted } }: { wardId: string; tile: Tile }) {
  return (
    <p>
      <a
        className="patient__page"
        href={patientPath(wardId, admissionId)}
        aria-keyshortcuts={PAGE_KEY}
        onClick={(click) => {
          if (click.metaKey || click.ctrlKey || click.shiftKey || click.altKey) return;
          click.preventDefault();
          openPatient(wardId, admissionId);
        }}
      >
        {restricted === 'hidden' ? 'Open the restricted record, with a reason' : 'Chart and everything else'}{' '}
        <kbd aria-hidden="true">{PAGE_KEY}</kbd>
      </a>
    </p>
  );
}
