import type { Residents } from '#contracts';
import { useWardTime } from '../page/ward-clock.ts';
import { timeOfDay } from '../words/times.ts';

/** Whether somebody at the hub looks, and whom to ring: right without a network too, until the hours change a second time. */
export function HubLine({ hub }: { hub: Residents['hub'] }) {
  const { changesAt, phones } = hub;
  const open = useWardTime((now) => (changesAt !== null && now >= changesAt ? !hub.open : hub.open));
  const until = useWardTime((now) => (changesAt === null || now >= changesAt ? null : timeOfDay(changesAt, now)));
  if (open) {
    return (
      <p className="hub-line">
        The hub is open{until === null ? '' : ` until ${until}`}.{' '}
        {phones.open === null ? 'Ring it by the number that your home was given.' : <Ring number={phones.open} />}
      </p>
    );
  }
  return (
    <aside className="hub-line hub-line--closed" aria-label="The hub is closed">
      <strong>The hub is closed.</strong> Nobody there looks at what you send{until === null ? '' : ` before ${until}`}.
      If you are worried, ring {phones.closedWhom}: <Ring number={phones.closed} /> In an emergency ring{' '}
      <Ring number="999" />
    </aside>
  );
}

const Ring = ({ number }: { number: string }) => (
  <>
    <a className="hub-line__number" href={`tel:${number.replaceAll(' ', '')}`}>
      {number}
    </a>
    .
  </>
);
