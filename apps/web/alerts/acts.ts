import type { AlertOutcome, OpenAlertView, SignedIn } from '#contracts';
import { answersAlerts } from './answers.ts';

/** What a person does to an alert, or to a group of them at once. */
export type AlertAct =
  | { readonly kind: 'accept' }
  | { readonly kind: 'take-over' }
  | { readonly kind: 'reject'; readonly reason: string }
  | { readonly kind: 'give-back'; readonly reason: string }
  | { readonly kind: 'pause'; readonly minutes: number }
  | { readonly kind: 'hand-over'; readonly to: string }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'resolve'; readonly outcome: AlertOutcome; readonly note: string };
export type ActKind = AlertAct['kind'];

interface ActTerms {
  /** On its button. */
  readonly name: string;
  /** What is said first when the hub refused it. */
  readonly notDone: string;
  /** On the focused bed, and in the dialog. */
  readonly key: string;
}

/** Every act, in the order of its buttons. */
export const ACTS: Readonly<Record<ActKind, ActTerms>> = {
  accept: { name: 'Accept', notDone: 'Not accepted', key: 'A' },
  'take-over': { name: 'Take over', notDone: 'Not taken over', key: 'T' },
  resolve: { name: 'Resolve', notDone: 'Not resolved', key: 'E' },
  'hand-over': { name: 'Hand over', notDone: 'Not handed over', key: 'H' },
  reject: { name: 'Turn down', notDone: 'Not turned down', key: 'D' },
  'give-back': { name: 'Give back', notDone: 'Not given back', key: 'G' },
  pause: { name: 'Pause', notDone: 'Not paused', key: 'P' },
  comment: { name: 'Comment', notDone: 'No comment made', key: 'C' },
};

export const ACT_KINDS = Object.keys(ACTS) as ActKind[];

/**
 * Which of these alerts each act would be about, for this person as things stand; an act without any is not offered. What
 * nobody has is accepted, turned down and paused; what somebody has is theirs to hand on, and anybody's to end.
 */
export function possibleActs(
  alerts: readonly OpenAlertView[],
  who: Pick<SignedIn, 'id' | 'role'>,
): Readonly<Record<ActKind, readonly OpenAlertView[]>> {
  const mayAnswer = answersAlerts(who.role);
  const raised = mayAnswer ? alerts.filter(({ status }) => status === 'raised') : [];
  const held = mayAnswer ? alerts.filter(({ status }) => status === 'accepted') : [];
  const mine = held.filter((alert) => isHeldBy(alert, who.id));
  return {
    accept: raised,
    'take-over': held.filter((alert) => !mine.includes(alert)),
    resolve: mayAnswer ? alerts : [],
    'hand-over': mine,
    reject: raised,
    'give-back': mine,
    pause: raised,
    comment: alerts.slice(0, 1),
  };
}

export const isHeldBy = ({ responsible }: OpenAlertView, accountId: string): boolean =>
  responsible.kind === 'person' && responsible.id === accountId;

/** Whether this person has it, or is asked for it by name. */
export const isMine = (alert: OpenAlertView, accountId: string): boolean =>
  isHeldBy(alert, accountId) ||
  (alert.responsible.kind === 'accounts' && alert.responsible.accounts.some(({ id }) => id === accountId));
