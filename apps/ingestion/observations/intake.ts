import { storeReadings, type KeptReading, type Queryable } from '#records';
import type { StoredReading } from '#contracts';
import type { GroupCommit } from '../group-commit/group-commit.ts';
import type { Doorkeeper } from '../sources/doorkeeper.ts';
import type { Admitted } from './admit-reading.ts';

/** The way in for every format: what it admits goes into the group commit, and is answered when it is durable. */
export class Intake {
  constructor(
    private readonly commits: GroupCommit,
    private readonly doorkeeper: Doorkeeper,
  ) {}

  /**
   * Resolves after the commit, one answer per reading in the order given. Readings of one call are of one source.
   * `letIn`: how many of them were counted at the door already; the first, unless they come in a stream.
   */
  async store(admitted: readonly Admitted[], traceId: string, { letIn = 1 } = {}): Promise<StoredReading[]> {
    const readings = admitted.map((one) => one.reading);
    const [first] = readings;
    if (first) this.doorkeeper.charge(first.source.sourceId, readings.length - letIn);
    const kept = await this.commits.commit(readings, traceId);
    this.doorkeeper.stored(readings, kept);
    return kept.map((one, i) => answer(one, admitted[i]?.pleaseRepeat ?? []));
  }

  /** The same within a transaction of the caller's, who calls `committed` once it is. */
  async storeWithin(
    transaction: Queryable,
    admitted: readonly Admitted[],
  ): Promise<{ stored: StoredReading[]; committed: () => void }> {
    const readings = admitted.map((one) => one.reading);
    const [first] = readings;
    if (first) this.doorkeeper.charge(first.source.sourceId, readings.length - 1);
    const kept = await storeReadings(transaction, readings);
    return {
      stored: kept.map((one, i) => answer(one, admitted[i]?.pleaseRepeat ?? [])),
      committed: () => this.doorkeeper.stored(readings, kept),
    };
  }
}

function answer(kept: KeptReading, pleaseRepeat: Admitted['pleaseRepeat']): StoredReading {
  return { ...kept, ...(pleaseRepeat.length === 0 ? {} : { pleaseRepeat }) };
}
