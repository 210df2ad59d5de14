import type { StayHead, StayReadings, Tile } from '#contracts';
import type { Answer } from '../hub.ts';
import type { AlertsOfPlace } from './patient-head.tsx';

/** What the views ask of the hub. */
export interface PatientAsks {
  /** What was measured from one moment to another; without an end up to now. */
  readings(admissionId: string, bounds: { from: number; to: number | null }): Promise<Answer<StayReadings>>;
}

/** What every view of a patient's page is given. */
export interface ViewProps {
  readonly wardId: string;
  readonly head: StayHead;
  /** How the patient stands now: live while they are on the ward. A new object whenever anything about them was evaluated or changed. */
  readonly tile: Tile;
  readonly alerts: AlertsOfPlace;
  readonly asks: PatientAsks;
  /** What stands in the address behind the question mark, `view` among it. */
  readonly search: URLSearchParams;
  readonly onSessionEnded: () => void;
}
