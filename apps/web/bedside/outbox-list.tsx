import type { Residents } from '#contracts';
import { useContext } from 'react';
import { HubLine } from '../care-home/hub-line.tsx';
import { clockTime } from '../words/times.ts';
import { FORM_NAMES } from './guided-forms.ts';
import { OutboxContext, useOutboxItems } from './outbox-context.ts';
import { isAtRisk, type OutboxItem } from './outbox.ts';

/** What became of what this carer sent: what waits, what the hub has, what it would not have. `hub`: whom to ring, where that does not stand there already. */
export function OutboxList({ only, hub }: { only?: readonly string[]; hub?: Residents['hub'] | undefined }) {
  const outbox = useContext(OutboxContext);
  const items = useOutboxItems().filter(({ id }) => only === undefined || only.includes(id));
  return (
    <>
      <OutboxItems items={items} onPutAway={(id) => void outbox?.putAway(id)} />
      {hub !== undefined && items.some(isAtRisk) && <HubLine hub={hub} />}
    </>
  );
}

export function OutboxItems({ items, onPutAway }: { items: readonly OutboxItem[]; onPutAway: (id: string) => void }) {
  if (items.length === 0) return null;
  return (
    <section className="outbox" aria-label="Readings that you sent">
      <ul className="outbox__list" aria-live="polite">
        {items.map((item) => (
          <li key={item.id} className={`outbox__item outbox__item--${isAtRisk(item) ? 'at-risk' : item.state}`}>
            <p className="outbox__state">
              <strong>{item.name === '' ? 'A resident' : item.name}</strong>
              {item.form !== null && `, ${FORM_NAMES[item.form]}`}
              {item.photo && ', photo'}
              {item.by !== null && `, taken by ${item.by}`}: {isAtRisk(item) && <strong>NOT KEPT. </strong>}
              {stateInWords(item)}
            </p>
            {item.remarks.map((remark) => (
              <p key={remark} className="outbox__remark">
                {remark}
              </p>
            ))}
            {item.state === 'refused' && (
              <button type="button" className="outbox__put-away" onClick={() => onPutAway(item.id)}>
                I have read this<span className="nhsuk-u-visually-hidden"> about {item.name}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function stateInWords({ state, since, onItsWay, notKept, photo }: OutboxItem): string {
  if (state === 'received') return `received by the hub at ${clockTime(since)}.`;
  if (state === 'refused') return 'not stored. Ring the hub if it is urgent.';
  if (notKept !== null) return `${WHY_NOT_KEPT[notKept]} ${photo ? 'It' : 'Write it on paper now: it'} ${LOST_IF}`;
  if (onItsWay) return 'sent. The hub has not answered yet; it is safe on this tablet until it has.';
  return 'waiting to be sent. It is safe on this tablet and goes by itself.';
}

const WHY_NOT_KEPT = {
  full: 'This tablet is full: delete something else from it.',
  unable: 'This tablet keeps nothing.',
} as const;
const LOST_IF =
  'is lost if this page closes. Leave the page open: it sends by itself. If it does not say “received” soon, ring the hub.';
