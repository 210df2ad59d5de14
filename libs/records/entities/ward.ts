import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('ward')
export class WardRow {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  name!: string;

  @Column('smallint')
  capacity!: number;

  @Column('text', { name: 'time_zone', default: 'Europe/London' })
  timeZone!: string;

  /** The ward feed's newest number. Only `appendToFeed` moves it, inside the transaction that writes the event. */
  @Column('bigint', { name: 'feed_seq', default: 0 })
  feedSeq!: string;

  /** How soon alerts are to be accepted, in minutes; routine ones by a time of day, in minutes after midnight. */
  @Column('smallint', { name: 'accept_emergency_minutes', default: 15 })
  acceptEmergencyMinutes!: number;

  @Column('smallint', { name: 'accept_urgent_minutes', default: 120 })
  acceptUrgentMinutes!: number;

  @Column('smallint', { name: 'accept_technical_minutes', default: 60 })
  acceptTechnicalMinutes!: number;

  @Column('smallint', { name: 'accept_routine_by', default: 1200 })
  acceptRoutineBy!: number;

  /** What patients ring. */
  @Column('text', { name: 'patient_phone', nullable: true })
  patientPhone!: string | null;

  /** What the staff of care homes ring while the hub is open; and who is there, at which number, while it is closed. */
  @Column('text', { name: 'home_phone', nullable: true })
  homePhone!: string | null;

  @Column('text', { name: 'closed_whom', default: 'NHS 111' })
  closedWhom!: string;

  @Column('text', { name: 'closed_phone', default: '111' })
  closedPhone!: string;
}

@Entity('bed')
export class BedRow {
  @PrimaryColumn('text', { name: 'ward_id' })
  wardId!: string;

  @PrimaryColumn('smallint')
  number!: number;
}

@Entity('care_home')
export class CareHomeRow {
  @PrimaryColumn('text')
  id!: string;

  @Column('text', { name: 'ward_id' })
  wardId!: string;

  @Column('text')
  name!: string;

  @Column('uuid', { name: 'pilot_area_id', nullable: true })
  pilotAreaId!: string | null;
}
