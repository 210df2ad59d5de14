import type { StayHead } from '#contracts';
import { useCallback, useState } from 'react';
import { thisMoment } from '../clock.ts';
import { hub, whyNot } from '../hub.ts';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import type { KeyGroup } from '../page/keys-button.tsx';
import { FindPerson } from './find-person.tsx';
import { TelephoneForm } from './telephone-form.tsx';

/** Somebody on the telephone, and how far the hub's clock was ahead of this computer's when they were looked up. */
interface Caller {
  readonly head: StayHead;
  readonly aheadMs: number;
}

const KEYS_OF_TELEPHONE: readonly KeyGroup[] = [
  {
    where: 'In the readings',
    keys: [
      ['0 – 9', 'A number that is whole leads on to the next field'],
      ['A O', 'Air, oxygen'],
      ['A C V P U', 'How alert they are'],
      ['Tab', 'Next field, and with Shift the one before'],
      ['Enter', 'Send what was said'],
    ],
  },
];

/** Readings by telephone, of people who have no device that sends: by keyboard alone, one caller after the other. */
export default function TelephonePage({ who, onSignOut, onSessionEnded }: PageProps) {
  const { body: known, trouble } = useAsked(
    useCallback(() => hub.stayIdentities(), []),
    { onSessionEnded },
  );
  const [caller, setCaller] = useState<Caller | null>(null);
  const [notFound, setNotFound] = useState<string | null>(null);

  const choose = (admissionId: string): void => {
    setNotFound(null);
    void hub.patient(admissionId).then((answer) => {
      if (answer.kind === 'signed-out') return onSessionEnded();
      if (answer.kind !== 'done') return setNotFound(whyNot(answer));
      setCaller({ head: answer.body, aheadMs: answer.body.at - thisMoment().wall });
    });
  };

  return (
    <NoticePage heading="Readings by telephone" who={who} keys={KEYS_OF_TELEPHONE} onSignOut={onSignOut}>
      {caller === null ? (
        <>
          {(trouble ?? notFound) !== null && <p role="alert">{trouble ?? notFound}</p>}
          {known === null ? (
            <output className="notice">Looking up who is on the ward…</output>
          ) : (
            <FindPerson stays={known.stays} onChosen={choose} />
          )}
        </>
      ) : (
        <TelephoneForm
          key={caller.head.tile.admissionId}
          tile={caller.head.tile}
          birthDate={
            known?.stays.find(({ admissionId }) => admissionId === caller.head.tile.admissionId)?.birthDate ?? null
          }
          aheadMs={caller.aheadMs}
          onNext={() => setCaller(null)}
          onSessionEnded={onSessionEnded}
        />
      )}
    </NoticePage>
  );
}
