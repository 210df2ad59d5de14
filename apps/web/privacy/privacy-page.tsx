import type {
  RestrictionView,
  RestrictionWish,
  SharingChoiceDraft,
  SharingChoices,
  SignedIn,
  StayHead,
} from '#contracts';
import { useCallback } from 'react';
import { hub, type Answer } from '../hub.ts';
import { Link } from '../page/link.tsx';
import { patientPath } from '../page/location.ts';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { isoDay } from '../words/times.ts';
import { Sharing } from './sharing.tsx';
import { WhoSees } from './who-sees.tsx';

/** Who may see a patient's record, and with whom it is shared. */
export default function PrivacyPage({ params, who, onSignOut, onSessionEnded }: PageProps) {
  const { wardId = '', admissionId = '' } = params;
  const head = useAsked(
    useCallback(() => hub.patient(admissionId), [admissionId]),
    { onSessionEnded },
  );
  const restriction = useAsked(
    useCallback(() => hub.restriction(admissionId), [admissionId]),
    { onSessionEnded },
  );
  const sharing = useAsked(
    useCallback(() => hub.sharingChoices(admissionId), [admissionId]),
    { onSessionEnded },
  );
  return (
    <Privacy
      wardId={wardId}
      who={who}
      head={head.body}
      restriction={restriction.body}
      sharing={sharing.body}
      trouble={head.trouble ?? restriction.trouble ?? sharing.trouble}
      onRestrict={(wish) => hub.restrictRecord(admissionId, wish)}
      onRestricted={restriction.again}
      onSaid={(draft) => hub.keepSharingChoice(admissionId, draft)}
      onKept={sharing.again}
      onSignOut={onSignOut}
      onSessionEnded={onSessionEnded}
    />
  );
}

export interface PrivacyProps {
  wardId: string;
  who: SignedIn;
  head: StayHead | null;
  restriction: RestrictionView | null;
  sharing: SharingChoices | null;
  trouble: string | null;
  onRestrict: (wish: RestrictionWish) => Promise<Answer<unknown>>;
  onRestricted: () => void;
  onSaid: (draft: SharingChoiceDraft) => Promise<Answer<unknown>>;
  onKept: () => void;
  onSignOut: () => void;
  onSessionEnded: () => void;
}

export function Privacy(props: PrivacyProps) {
  const { wardId, who, head, restriction, sharing, trouble, onSignOut, onSessionEnded } = props;
  return (
    <NoticePage heading="Privacy" who={who} onSignOut={onSignOut}>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {head === null || restriction === null || sharing === null ? (
        trouble === null && <output className="notice">Looking…</output>
      ) : (
        <>
          <p>
            <strong>{head.tile.patient.name}</strong>{' '}
            <Link to={patientPath(wardId, head.tile.admissionId)}>Back to the patient’s page</Link>
          </p>
          <WhoSees
            key={restriction.inForce?.id}
            view={restriction}
            mayChange={who.role === 'lead' || who.role === 'coordinator'}
            send={props.onRestrict}
            onDone={props.onRestricted}
            onSessionEnded={onSessionEnded}
          />
          <Sharing
            choices={sharing}
            today={isoDay(head.at)}
            send={props.onSaid}
            onDone={props.onKept}
            onSessionEnded={onSessionEnded}
          />
        </>
      )}
    </NoticePage>
  );
}
