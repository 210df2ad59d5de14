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
}
