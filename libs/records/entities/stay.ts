import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

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

  /** In their care home, as its staff wrote it. */
  @Column('text', { nullable: true })
  room!: string | null;

  /** In which arm of the pilot they are; null outside it. */
  @Column('text', { nullable: true })
  arm!: string | null;

  @Column('jsonb', { default: {} })
  plan!: object;

  @Column('timestamptz', { name: 'admitted_at' })
  admittedAt!: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  /** How it ended: home, hospital, died, withdrawn. */
  @Column('text', { nullable: true })
  ending!: string | null;

  @Column('text', { name: 'ending_reason', nullable: true })
  endingReason!: string | null;

  @Column('text', { name: 'ended_by_name', nullable: true })
  endedByName!: string | null;

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

/** A clinician's order of a SpO2 scale for a stay. Only ever added. */
@Entity('spo2_scale_order')
export class SpO2ScaleOrderRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('uuid', { name: 'admission_id' })
  admissionId!: string;

  @Column('smallint')
  scale!: number;

  @Column('timestamptz', { name: 'in_force_from' })
  inForceFrom!: Date;

  @Column('text', { name: 'authorised_by' })
  authorisedBy!: string;

  @Column('text')
  role!: string;

  @Column('text')
  reason!: string;

  @Column('uuid', { name: 'ordered_by', nullable: true })
  orderedBy!: string | null;
}
