import {
  ROLES,
  type AlertDeliveries,
  type AlertHistory,
  type Colleague,
  type OpenAlertView,
  type Role,
} from '#contracts';
import type { Answer } from '../hub.ts';
import type { AlertAct } from './acts.ts';

const ANSWERS_ALERTS: Record<Role, boolean> = {
  'hub-clinician': true,
  lead: true,
  coordinator: false,
  'care-home': false,
  administrator: false,
  auditor: false,
  patient: false,
  carer: false,
  wall: false,
};

/** Whether this role may accept and resolve alerts. The hub decides; this only spares buttons that would be refused. */
export const answersAlerts = (role: Role): boolean => ROLES.includes(role) && ANSWERS_ALERTS[role];

/** Whose alerts they are: a patient's or, by this name, the ward's own. */
export interface AlertPlace {
  /** The admission, or `WARD`. */
  readonly key: string;
  /** As it stands inside a sentence. */
  readonly name: string;
}

export const WARD = 'ward';

/** The alerts that something is done to, as they stood on the screen. */
export type ActedOn = readonly [OpenAlertView, ...OpenAlertView[]];

/** What a person can do about alerts and ask of them. */
export interface AlertAnswers {
  /** Resolves to true when the hub has done it to all of them; to false when to none, and the reason is told in its place. */
  act(place: AlertPlace, alerts: ActedOn, act: AlertAct): Promise<boolean>;
  history(alertId: string): Promise<Answer<AlertHistory>>;
  deliveries(alertId: string): Promise<Answer<AlertDeliveries>>;
  colleagues(): Promise<Answer<Colleague[]>>;
}

/** Something that the hub refused, told where it was asked for until it is put away. */
export interface Refusal {
  readonly id: number;
  readonly place: AlertPlace;
  readonly alertId: string;
  readonly sentence: string;
}
