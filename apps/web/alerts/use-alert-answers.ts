import { useCallback, useMemo, useRef, useState } from 'react';
import { hub, whyNot, type Answer, type SeenAlerts } from '../hub.ts';
import { ACTS, type AlertAct } from './acts.ts';
import type { AlertAnswers, Refusal } from './answers.ts';

/** As many refusals as are told at once. */
const MOST_TOLD = 4;

interface Answering {
  readonly answers: AlertAnswers;
  readonly refusals: readonly Refusal[];
  readonly putAway: (refusal: Refusal) => void;
}

/** Acts through the hub. The board changes when the ward's feed says so, not before. */
export function useAlertAnswers(wardId: string, onSessionEnded: () => void): Answering {
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const count = useRef(0);

  const answers = useMemo((): AlertAnswers => {
    async function asked<T>(asking: Promise<Answer<T>>): Promise<Answer<T>> {
      const answer = await asking;
      if (answer.kind === 'signed-out') onSessionEnded();
      return answer;
    }
    return {
      act: async (place, alerts, act) => {
        const clear = (before: readonly Refusal[]) => before.filter((one) => one.place.key !== place.key);
        setRefusals(clear);
        const answer = await asked(send(alerts, act));
        if (answer.kind === 'done') return true;
        const sentence = `${ACTS[act.kind].notDone}. ${whyNot(answer)}`;
        const refusal = { id: ++count.current, place, alertId: alerts[0].id, sentence };
        setRefusals((before) => [...clear(before), refusal].slice(-MOST_TOLD));
        return false;
      },
      history: (alertId) => asked(hub.alertHistory(alertId)),
      deliveries: (alertId) => asked(hub.deliveriesOfAlert(alertId)),
      colleagues: () => asked(hub.colleagues(wardId)),
    };
  }, [wardId, onSessionEnded]);
  const putAway = useCallback(
    (refusal: Refusal) => setRefusals((before) => before.filter(({ id }) => id !== refusal.id)),
    [],
  );
  return { answers, refusals, putAway };
}

function send(alerts: SeenAlerts, act: AlertAct): Promise<Answer<unknown>> {
  switch (act.kind) {
    case 'accept':
      return hub.actOnAlerts('acceptance', alerts);
    case 'take-over':
      return hub.actOnAlerts('take-over', alerts);
    case 'reject':
    case 'give-back':
      return hub.actOnAlerts('rejection', alerts, { reason: act.reason });
    case 'pause':
      return hub.actOnAlerts('pause', alerts, { minutes: act.minutes });
    case 'hand-over':
      return hub.actOnAlerts('hand-over', alerts, { to: act.to });
    case 'resolve': {
      const { outcome, note } = act;
      return hub.actOnAlerts('resolution', alerts, { outcome, ...(note && { note }) });
    }
    case 'comment':
      return hub.commentOnAlert(alerts[0].id, act.text);
  }
}
