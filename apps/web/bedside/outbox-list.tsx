import type { HomeLook, Residents } from '#contracts';
import { useContext } from 'react';
import { HubLine } from '../care-home/hub-line.tsx';
import { clockTime } from '../words/times.ts';
import { FORM_NAMES } from './guided-forms.ts';
import { OutboxContext, useOutboxItems } from './outbox-context.ts';
import { isAtRisk, type OutboxItem } from './outbox.ts';

/** Who of the hub looked, in epoch ms of the hub's clock, and how far this tablet's is ahead of it. */
export interface Looks {
  readonly all: readonly HomeLook[];
  readonly aheadMs: number;
}

/** Who looked at it since the hub has it; null until somebody has. A look is at readings: of a photo it says nothing. */
export function lookAt(
  { admissionId, photo, state, since }: Pick<OutboxItem, 'admissionId' | 'photo' | 'state' | 'since'>,
  { all, aheadMs }: Looks,
): HomeLook | null {
  if (state !== 'received' || photo) return null;
  return all.find((look) => look.admissionId === admissionId && look.at + aheadMs >= since) ?? null;
}

/** What became of what this carer sent: what waits, what the hub has and who looked at it, what it would not have. `hub`: whom to ring, where that does not stand there already. */
export function OutboxList({
  only,
  hub,
  looks = NOBODY_LOOKED,
}: {
  only?: readonly string[];
  hub?: Residents['hub'] | undefined;
  looks?: Looks;
}) {
  const outbox = useContext(OutboxContext);
  const items = useOutboxItems().filter(({ id }) => only === undefined || only.includes(id));
  return (
    <>
      <OutboxItems items={items} looks={looks} onPutAway={(id) => void outbox?.putAway(id)} />
      {hub !== undefined && items.some(isAtRisk) && <HubLine hub={hub} />}
    </>
  );
}

const NOBODY_LOOKED: Looks = { all: [], aheadMs: 0 };

interface OutboxItemsProps {
  items: readonly OutboxItem[];
  looks?: Looks;
  onPutAway: (id: string) => void;
}

export function OutboxItems({ items, looks = NOBODY_LOOKED, onPutAway }: OutboxItemsProps) {
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
              {stateInWords(item, lookAt(item, looks))}
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

function stateInWords({ state, since, onItsWay, notKept, photo }: OutboxItem, look: HomeLook | null): string {
  if (state === 'received') {
    const looked = look === null ? '' : `, looked at by ${look.by} at ${clockTime(look.at)}`;
    return `received by the hub at ${clockTime(since)}${looked}.`;
  }
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
