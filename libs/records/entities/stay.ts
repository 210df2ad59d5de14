import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('patient')
export class PatientRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text', { name: 'nhs_number' })
  nhsNumber!: string;

  @Column('text', { name: 'given_name' })
  givenName!: string;

  @Column('text', { name: 'family_name' })
  familyName!: string;

  @Column('date', { name: 'birth_date' })
  birthDate!: string;

  @Column('text')
  sex!: string;

  @Column('boolean', { default: false })
  pregnant!: boolean;
}

@Entity('admission')
export class AdmissionRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'patient_id' })
  patientId!: string;

  @Column('text', { name: 'ward_id' })
  wardId!: string;

  @Column('smallint', { nullable: true })
  bed!: number | null;

  @Column('text')
  status!: string;

  @Column('text')
  pathway!: string;

  @Column('text')
  level!: string;

  @Column('text', { name: 'care_home_id', nullable: true })
  careHomeId!: string | null;

  @Column('smallint', { name: 'spo2_scale', default: 1 })
  spo2Scale!: number;

  @Column('jsonb', { default: {} })
  plan!: object;

  @Column('timestamptz', { name: 'admitted_at' })
  admittedAt!: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  /** Moves with every change by a person: a change that was made on an older one is refused. */
  @Column('integer', { default: 1 })
  version!: number;

  @Column('jsonb', { name: 'current_state', nullable: true })
  currentState!: object | null;

  @Column('timestamptz', { name: 'last_reading_at', nullable: true })
  lastReadingAt!: Date | null;

  @Column('timestamptz', { name: 'next_due_at', nullable: true })
  nextDueAt!: Date | null;
}
