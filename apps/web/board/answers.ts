import { ROLES, type AlertOutcome, type OpenAlertView, type Role, type Tile } from '#contracts';

const ANSWERS_ALERTS: Record<Role, boolean> = {
  'hub-clinician': true,
  lead: true,
  coordinator: false,
  'care-home': false,
  administrator: false,
};

/** Whether this role may accept and resolve alerts. The hub decides; this only spares buttons that would be refused. */
export const answersAlerts = (role: Role): boolean => ROLES.includes(role) && ANSWERS_ALERTS[role];

/** What a person can do about an alert. Each resolves to true when the hub has done it. */
export interface AlertAnswers {
  accept(tile: Tile, alert: OpenAlertView): Promise<boolean>;
  resolve(tile: Tile, alert: OpenAlertView, outcome: AlertOutcome, note: string): Promise<boolean>;
}
