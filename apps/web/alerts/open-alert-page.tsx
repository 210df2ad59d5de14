import { useEffect, useState } from 'react';
import { hub, whyNot } from '../hub.ts';
import { Link } from '../page/link.tsx';
import { alertsPath, go } from '../page/location.ts';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';

/** Where the link of a message leads: says that it was opened, and goes on to the alert on the ward's board. */
export default function OpenAlertPage({ params, who, onSignOut, onSessionEnded }: PageProps) {
  const alertId = params['alertId'] ?? '';
  const [trouble, setTrouble] = useState<string | null>(null);
  const mayAnswer = who.role !== 'administrator';

  useEffect(() => {
    if (!mayAnswer) return;
    void hub.openAlert(alertId).then((answer) => {
      if (answer.kind === 'signed-out') return onSessionEnded();
      if (answer.kind !== 'done') return setTrouble(whyNot(answer));
      go(alertsPath(answer.body.wardId, answer.body.admissionId), 'replace');
    });
  }, [alertId, mayAnswer, onSessionEnded]);

  if (!mayAnswer) {
    return (
      <NoticePage heading="An alert that nobody can answer" who={who} onSignOut={onSignOut}>
        <p>
          Nobody on its ward may answer alerts, so it was put to you. Give somebody the role: they are asked from then
          on. You see no patients.
        </p>
        <p>
          <Link to="/">Go to the wards</Link>
        </p>
      </NoticePage>
    );
  }
  return (
    <NoticePage
      heading={trouble === null ? 'Opening the alert' : 'The alert cannot be opened'}
      who={who}
      onSignOut={onSignOut}
    >
      {trouble !== null && (
        <>
          <p role="alert">{trouble}</p>
          <p>
            <Link to="/">Go to your wards</Link>
          </p>
        </>
      )}
    </NoticePage>
  );
}
