import type { Priority } from '#clinical';
import type { ClaimedDelivery } from '#records';

/**
 * What a message says: how much it presses, that there is an alert on a ward, when, and a link that opens after signing in. Who
 * it is about and what was measured never leave Homeward. Source: docs/CLINICAL, section 6.
 */
export interface Words {
  readonly title: string;
  readonly body: string;
  readonly link: string;
}

const ALERT: Readonly<Record<Priority, string>> = {
  emergency: 'Emergency alert',
  urgent: 'Urgent alert',
  routine: 'Routine alert',
  technical: 'Technical alert',
};
const AN: Readonly<Record<Priority, string>> = {
  emergency: 'an emergency',
  urgent: 'urgent',
  routine: 'routine',
  technical: 'technical',
};

/** Why somebody is told, where the alert itself does not say it. */
const BECAUSE: Readonly<Record<string, string>> = {
  escalated: ': nobody has accepted it yet',
  'handed-over': ' handed over to you',
};

type Told = Pick<ClaimedDelivery, 'kind' | 'priority' | 'reason' | 'messageAt' | 'ward' | 'alertIds'>;

export function wordsOf({ kind, priority, reason, messageAt, ward, alertIds }: Told, publicUrl: string): Words {
  const base = publicUrl.replace(/\/$/, '');
  const [first] = alertIds;
  if (kind === 'task' && ward !== null) {
    const one = reason === 'overdue-task';
    return {
      title: one ? 'A task of yours is overdue' : 'Tasks of yours are overdue',
      body: `On ${ward.name}. Sign in to see ${one ? 'it' : 'them'}.`,
      link: `${base}/wards/${encodeURIComponent(ward.id)}/tasks`,
    };
  }
  if (kind === 'glass' && ward !== null) {
    return {
      title: 'Somebody broke the glass',
      body: `A patient of ${ward.name} was opened by somebody who is not of the ward, or not named for a restricted record. Sign in to review it.`,
      link: `${base}/glass-reviews`,
    };
  }
  if (kind === 'test' || ward === null || first === undefined) {
    return {
      title: 'Test message from Homeward',
      body: 'Messages reach you here. Nothing needs to be done.',
      link: `${base}/account/notifications`,
    };
  }
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone: ward.timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(messageAt);
  const count = alertIds.length;
  return {
    title: count === 1 ? `${ALERT[priority]}${BECAUSE[reason] ?? ''}` : `${count} alerts, the gravest ${AN[priority]}`,
    body: `${count === 1 ? 'An alert' : `${count} alerts`} on ${ward.name}, ${time}. Sign in to see ${count === 1 ? 'it' : 'them'}.`,
    link: `${base}/alerts/${first}`,
  };
}
