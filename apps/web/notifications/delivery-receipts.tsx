import { CHANNEL_NAMES, type AlertDeliveries, type DeliveryView } from '#contracts';
import { timeOfDay } from '../words/times.ts';
import { byRecipient, receiptInWords } from './receipt-words.ts';

interface DeliveryReceiptsProps {
  readonly told: AlertDeliveries;
  /** The ward's time, epoch ms. */
  readonly now: number;
}

/** Who was told of an alert away from the board, over which channel, when, and what became of it. */
export function DeliveryReceipts({ told, now }: DeliveryReceiptsProps) {
  const { boardAt, deliveries, waiting, boardOnly } = told;
  const nobody = deliveries.length === 0 && waiting.length === 0 && boardOnly.length === 0;
  return (
    <div className="receipts">
      <p className="receipts__board">
        {boardAt === null
          ? 'No live board has confirmed showing it yet.'
          : `A live board has shown it since ${timeOfDay(boardAt, now)}.`}
      </p>
      {nobody && <p>Nobody has been sent a message about it.</p>}
      <ul className="receipts__people">
        {byRecipient(deliveries).map(([name, messages]) => (
          <li key={name}>
            <strong>{name}</strong>
            <ul className="receipts__messages">
              {messages.map((delivery) => (
                <Receipt key={delivery.id} delivery={delivery} now={now} />
              ))}
            </ul>
          </li>
        ))}
        {waiting.map(({ to, until }) => (
          <li key={`waiting ${to}`}>
            <strong>{to}</strong> is told at {timeOfDay(until, now)}, unless somebody has it by then.
          </li>
        ))}
        {boardOnly.map((name) => (
          <li key={`board ${name}`}>
            <strong>{name}</strong> can be told on the board only: no other way is set up.
          </li>
        ))}
      </ul>
    </div>
  );
}

function Receipt({ delivery, now }: { delivery: DeliveryView; now: number }) {
  const { standing, words } = receiptInWords(delivery, now);
  return (
    <li className={`receipts__message receipts__message--${standing}`}>
      <span className="receipts__channel">{CHANNEL_NAMES[delivery.channel]}</span>
      <span className="receipts__became">{words}</span>
    </li>
  );
}
