import type { KeptReading } from '#records';
import type { StoredReading } from '#contracts';
import type { GroupCommit } from '../group-commit/group-commit.ts';
import type { Admitted } from './admit-reading.ts';

/** The way in for every format: what it admits goes into the group commit, and is answered when it is durable. */
export class Intake {
  constructor(private readonly commits: GroupCommit) {}

  /** Resolves after the commit, one answer per reading in the order given. */
  async store(admitted: readonly Admitted[], traceId: string): Promise<StoredReading[]> {
    const kept = await this.commits.commit(
      admitted.map((one) => one.reading),
      traceId,
    );
    return kept.map((one, i) => answer(one, admitted[i]?.pleaseRepeat ?? []));
  }
}

function answer(kept: KeptReading, pleaseRepeat: Admitted['pleaseRepeat']): StoredReading {
  return { ...kept, ...(pleaseRepeat.length === 0 ? {} : { pleaseRepeat }) };
}
