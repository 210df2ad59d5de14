import { useState } from 'react';
import { whyNot, type Answer } from '../hub.ts';

/** Something that a form does: one at a time, with what stands in the way in sentences. */
export interface Act {
  readonly busy: boolean;
  readonly faults: readonly string[];
  refuse(faults: readonly string[]): void;
  run<Body>(doing: Promise<Answer<Body>>, done: (body: Body) => void): Promise<void>;
}

export function useAct(onSessionEnded: () => void): Act {
  const [busy, setBusy] = useState(false);
  const [faults, setFaults] = useState<readonly string[]>([]);
  return {
    busy,
    faults,
    refuse: setFaults,
    async run(doing, done) {
      setBusy(true);
      const answer = await doing;
      setBusy(false);
      if (answer.kind === 'signed-out') return onSessionEnded();
      if (answer.kind === 'done') {
        setFaults([]);
        return done(answer.body);
      }
      const named = answer.kind === 'refused' ? (answer.problem?.errors ?? []) : [];
      setFaults(named.length > 0 ? named.map(({ detail }) => detail) : [whyNot(answer)]);
    },
  };
}
