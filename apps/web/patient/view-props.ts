import type { StayHead, Tile } from '#contracts';
import type { AlertsOfPlace } from './patient-head.tsx';

/** What every view of a patient's page is given. */
export interface ViewProps {
  readonly wardId: string;
  readonly head: StayHead;
  /** How the patient stands now: live while they are on the ward. A new object whenever anything about them was evaluated or changed. */
  readonly tile: Tile;
  readonly alerts: AlertsOfPlace;
  /** What stands in the address behind the question mark, `view` among it. */
  readonly search: URLSearchParams;
  readonly onSessionEnded: () => void;
}
