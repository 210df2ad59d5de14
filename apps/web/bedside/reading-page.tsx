import type { ReadingSetInput } from '#contracts';
import { useContext, useMemo } from 'react';
import { dueFirst } from '../care-home/residents-page.tsx';
import { useResidents } from '../care-home/use-residents.ts';
import { thisMoment } from '../clock.ts';
import { go } from '../page/location.ts';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { OutboxContext } from './outbox-context.ts';
import { readingPath } from './reading-path.ts';
import { ReadingView } from './reading-view.tsx';

/** A resident's readings at the bedside: who, what is different today, the readings, sent. */
export default function ReadingPage({ params, who, onSignOut, onSessionEnded }: PageProps) {
  const homeId = who.careHome?.id ?? '';
  const { known, trouble } = useResidents(homeId, onSessionEnded);
  const outbox = useContext(OutboxContext);
  const tile = known?.residents.tiles.find(({ admissionId }) => admissionId === params['admissionId']);
  const next = useMemo(
    () =>
      dueFirst(known?.residents.tiles ?? []).find(({ admissionId }) => admissionId !== params['admissionId']) ?? null,
    [known, params],
  );

  if (!tile || outbox === null) {
    return (
      <NoticePage heading="Take readings" who={who} onSignOut={onSignOut}>
        <output className="notice">
          {known === null || outbox === null
            ? (trouble ?? 'Looking for your residents…')
            : 'They are not on your list of residents any more. Go back to the list.'}
        </output>
      </NoticePage>
    );
  }
  const aheadMs = known === null ? 0 : known.moment.wall - known.at;
  return (
    <ReadingView
      key={tile.admissionId}
      tile={tile}
      who={who}
      next={next}
      onSignOut={onSignOut}
      onNext={(admissionId) => go(readingPath(admissionId), 'replace')}
      onSend={(reading) => {
        const id = crypto.randomUUID();
        const set: ReadingSetInput = {
          ...reading,
          patient: { nhsNumber: tile.patient.nhsNumber },
          sourceRef: id,
          // By the hub's clock as it was last heard: a tablet's own may be wrong.
          effectiveAt: new Date(thisMoment().wall - aheadMs).toISOString(),
        };
        void outbox.add({ homeId, admissionId: tile.admissionId, name: tile.patient.name, set }, id);
        return id;
      }}
    />
  );
}
