import {
  ROUND_DECISIONS,
  type Handover,
  type RoundDecided,
  type RoundDecisionDraft,
  type RoundDecisionKind,
  type SignedIn,
  type Tile,
} from '#contracts';
import { useContext, useEffect, useMemo, useRef, useState } from 'react';
import { commandOf } from '../alerts/keys.ts';
import { FromHome } from '../board/from-home.tsx';
import { IncompleteSet } from '../board/incomplete-set.tsx';
import { NotTaken } from '../board/not-taken.tsx';
import { AlarmSoundControl } from '../alerts/sound-control.tsx';
import { KEY_OF_SOUND } from '../board/keys-of-board.ts';
import { LiveIndicator, NotLiveBanner } from '../board/live-indicator.tsx';
import { ReadingTimes } from '../board/reading-times.tsx';
import { ScoreBlock } from '../board/score-block.tsx';
import { Sparkline } from '../board/sparkline.tsx';
import { SubScoreStrip } from '../board/sub-score-strip.tsx';
import { useWardTitle } from '../board/use-ward-title.ts';
import { whyNot, type Answer } from '../hub.ts';
import type { Liveness } from '../live/liveness.ts';
import type { WardBoard } from '../live/ward-board.ts';
import { CopyButton } from '../page/copy-button.tsx';
import { KeyList } from '../page/key-list.tsx';
import type { KeyGroup } from '../page/keys-button.tsx';
import { Masthead } from '../page/masthead.tsx';
import { useWardTime, WardClockContext } from '../page/ward-clock.ts';
import { DECISION_NAMES, decisionInWords } from '../words/round.ts';
import { roundSentence, SBAR_PARTS, sbarOf, whoIs } from '../words/sbar.ts';
import { clockTime, timeOfDay } from '../words/times.ts';
import { decidedIn, goesTo, newestOf, placeIn, roundUnderWay, stepFrom } from './round-course.ts';

interface RoundViewProps {
  board: WardBoard;
  liveness: Liveness;
  told: Handover | null;
  trouble: string | null;
  /** When this round began; null before it has. */
  began: number | null;
  /** Whose turn it is, or `end`. */
  whose: string | null;
  onBegin: (began: number) => void;
  onGo: (whose: string) => void;
  onDecide: (admissionId: string, draft: RoundDecisionDraft) => Promise<Answer<RoundDecided>>;
  who: SignedIn;
  onSignOut: () => void;
}

/** A board round: one patient at a time, with keys alone, and what was decided for each. */
export function RoundView(props: RoundViewProps) {
  const { board, liveness, told, trouble, began, whose, onGo, onDecide, who, onSignOut } = props;
  const tiles = useMemo(() => [...board.tiles.values()], [board.tiles]);
  const order = useMemo(() => goesTo(tiles), [tiles]);
  const ward = board.ward?.name ?? 'Ward';
  const notLive = liveness.state === 'not-live';
  useWardTitle({ name: `Board round, ${ward}`, tiles, wardAlerts: board.wardAlerts, live: !notLive });
  const place = placeIn(order, whose);
  const tile = place.at === 'patient' ? order[place.index] : undefined;
  const decided = began === null ? 0 : order.filter((one) => decidedIn(told, one.admissionId, began) !== null).length;
  useRoundKeys(began !== null, (step) => onGo(stepFrom(order, place, step)));

  return (
    <div className="round">
      <Masthead title={`Board round: ${ward}`} who={who} keys={KEYS_OF_ROUND} onSignOut={onSignOut}>
        <LiveIndicator liveness={liveness} />
        <AlarmSoundControl tiles={tiles} wardAlerts={board.wardAlerts} />
      </Masthead>
      <main id="main" className="round__main">
        {notLive && <NotLiveBanner since={liveness.since} />}
        {trouble !== null && (
          <p className="refused" role="alert">
            Earlier decisions are not known. {trouble}
          </p>
        )}
        {board.ward === null ? (
          <output className="notice">
            {board.refusal === null ? 'Opening the ward…' : `This ward cannot be shown: ${board.refusal}`}
          </output>
        ) : began === null ? (
          <BeforeRound {...props} patients={order.length} />
        ) : (
          <>
            <div className="round__progress">
              <span>
                {place.at === 'patient' ? `Patient ${place.index + 1} of ${order.length}` : 'The end of the round'}
              </span>
              <progress className="round__bar" max={Math.max(1, order.length)} value={decided} aria-label="Decided" />
              <span>
                {decided} of {order.length} decided, begun {clockTime(began)}
              </span>
              <span className="round__steps">
                <button type="button" className="answer" onClick={() => onGo(stepFrom(order, place, -1))}>
                  <kbd aria-hidden="true">←</kbd> Previous
                </button>
                <button type="button" className="answer" onClick={() => onGo(stepFrom(order, place, 1))}>
                  Next <kbd aria-hidden="true">→</kbd>
                </button>
              </span>
            </div>
            {tile ? (
              <OnePatient
                key={tile.admissionId}
                tile={tile}
                told={told}
                began={began}
                onDecide={onDecide}
                onNext={() => onGo(stepFrom(order, place, 1))}
              />
            ) : (
              <EndOfRound order={order} told={told} began={began} ward={ward} by={who.displayName} onGo={onGo} />
            )}
          </>
        )}
      </main>
    </div>
  );
}

/** Something lies over the page, and keys are for that. */
const isCovered = (): boolean => document.querySelector('dialog[open], :popover-open') !== null;

/** Arrows go through the round, wherever the focus is but in a text. */
function useRoundKeys(under: boolean, onStep: (step: 1 | -1) => void): void {
  const latest = useRef(onStep);
  useEffect(() => {
    latest.current = onStep;
  });
  useEffect(() => {
    if (!under) return;
    const pressed = (event: KeyboardEvent): void => {
      const { key, target, ctrlKey, metaKey, altKey } = event;
      const writing = target instanceof HTMLElement && target.closest('textarea, input') !== null;
      if (writing || ctrlKey || metaKey || altKey || isCovered()) return;
      if (key !== 'ArrowRight' && key !== 'ArrowLeft') return;
      event.preventDefault();
      latest.current(key === 'ArrowRight' ? 1 : -1);
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [under]);
}

function BeforeRound({ told, onBegin, patients }: RoundViewProps & { patients: number }) {
  const clock = useContext(WardClockContext);
  const underWay = useWardTime((now) => roundUnderWay(told, now));
  return (
    <div className="round__before">
      <p>
        {patients === 1 ? 'One patient' : `${patients} patients`}, by bed. For each you choose a decision with a number,
        add a note if you want to, and go on with Enter.
      </p>
      <p className="round__acts">
        {underWay !== null && (
          <button type="button" className="nhsuk-button" onClick={() => onBegin(underWay)}>
            Go on with the round of {clockTime(underWay)}
          </button>
        )}
        <button
          type="button"
          className={`nhsuk-button ${underWay === null ? '' : 'nhsuk-button--secondary'}`}
          onClick={() => onBegin(clock.now())}
        >
          Begin the round
        </button>
      </p>
      <RoundKeyList />
    </div>
  );
}

const KEYS: readonly (readonly [key: string, does: string])[] = [
  ['→ ←', 'Next and previous patient'],
  [`1 – ${ROUND_DECISIONS.length}`, 'Choose a decision'],
  ['N', 'Write a note'],
  ['Enter', 'Keep it and go on'],
  ['Esc', 'Out of the note'],
  KEY_OF_SOUND,
];

const KEYS_OF_ROUND: readonly KeyGroup[] = [{ where: 'Anywhere on the round', keys: KEYS }];

function RoundKeyList() {
  return (
    <section aria-label="Keys" className="round__keys">
      <KeyList keys={KEYS} />
    </section>
  );
}

interface OnePatientProps {
  tile: Tile;
  told: Handover | null;
  began: number;
  onDecide: RoundViewProps['onDecide'];
  onNext: () => void;
}

function OnePatient({ tile, told, began, onDecide, onNext }: OnePatientProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const stay = told?.stays.find((one) => one.admissionId === tile.admissionId) ?? null;
  const since = told?.since ?? began;
  const words = useWardTime((now) => JSON.stringify(sbarOf(tile, stay, { since, now })));
  const sbar = useMemo(() => JSON.parse(words) as ReturnType<typeof sbarOf>, [words]);
  return (
    <article className="round-patient" aria-labelledby="round-patient">
      <div className="round-patient__known">
        <h2 className="round-patient__who" id="round-patient" ref={heading} tabIndex={-1}>
          {whoIs(tile)}
        </h2>
        <div className="patient__score">
          <ScoreBlock tile={tile} />
          {tile.score !== null && tile.news2NotApplicable === null && (
            <SubScoreStrip score={tile.score} overtaken={tile.incomplete !== null} />
          )}
        </div>
        {tile.news2NotApplicable === null && <Sparkline recent={tile.recent} level={tile.level} />}
        <ReadingTimes lastReadingAt={tile.lastReadingAt} nextDueAt={tile.nextDueAt} />
        {tile.incomplete !== null && <IncompleteSet set={tile.incomplete} />}
        {tile.notTaken !== null && <NotTaken said={tile.notTaken} />}
        <FromHome tile={tile} />
        {SBAR_PARTS.map(([part, name]) => (
          <section key={part} aria-label={name} className="sbar__part">
            <h3 className="sbar__name">{name}</h3>
            <div className="sbar__said">
              {sbar[part].map((sentence) => (
                <p key={sentence}>{sentence}</p>
              ))}
            </div>
          </section>
        ))}
      </div>
      <Decide tile={tile} told={told} began={began} onDecide={onDecide} onNext={onNext} />
    </article>
  );
}

function Decide({ tile, told, began, onDecide, onNext }: OnePatientProps) {
  const decisions = told?.stays.find((one) => one.admissionId === tile.admissionId)?.decisions ?? [];
  const inThisRound = decidedIn(told, tile.admissionId, began);
  const [chosen, setChosen] = useState<RoundDecisionKind | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const note = useRef<HTMLTextAreaElement>(null);
  const now = useWardTime((at) => Math.floor(at / 60_000) * 60_000);

  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (isCovered()) return;
      const letter = commandOf(event);
      const kind = letter === null ? undefined : ROUND_DECISIONS[Number(letter) - 1];
      if (kind !== undefined) setChosen(kind);
      else if (letter === 'N') note.current?.focus();
      else if (event.key === 'Escape' && event.target === note.current) note.current?.blur();
      else if (event.key === 'Enter' && isNobodys(event.target)) form.current?.requestSubmit();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);

  async function keep(): Promise<void> {
    if (sending) return;
    if (chosen === null) {
      // A decision that this round made already is not asked for twice.
      if (inThisRound === null) setWrong(`Choose a decision: 1 to ${ROUND_DECISIONS.length}.`);
      else onNext();
      return;
    }
    setSending(true);
    setWrong(null);
    const draft = {
      decision: chosen,
      note: note.current?.value ?? '',
      after: newestOf(told, tile.admissionId)?.id ?? null,
    };
    const answer = await onDecide(tile.admissionId, draft);
    setSending(false);
    if (answer.kind === 'done') onNext();
    else setWrong(whyNot(answer));
  }

  return (
    <form
      className="round-decide"
      ref={form}
      onSubmit={(submit) => {
        submit.preventDefault();
        void keep();
      }}
    >
      <fieldset className="round-decide__choices">
        <legend className="round-decide__legend">What is decided?</legend>
        {ROUND_DECISIONS.map((kind, index) => (
          <label key={kind} className={`round-decide__choice ${chosen === kind ? 'round-decide__choice--chosen' : ''}`}>
            <input type="radio" name="decision" checked={chosen === kind} onChange={() => setChosen(kind)} />
            <kbd aria-hidden="true">{index + 1}</kbd> {DECISION_NAMES[kind]}
          </label>
        ))}
      </fieldset>
      <label className="round-decide__note">
        <span>
          Note <kbd aria-hidden="true">N</kbd>
        </span>
        <textarea
          ref={note}
          rows={3}
          maxLength={500}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey) return;
            event.preventDefault();
            void keep();
          }}
        />
      </label>
      {wrong !== null && (
        <p className="nhsuk-error-message" role="alert">
          {wrong}
        </p>
      )}
      <button type="submit" className="nhsuk-button" aria-disabled={sending}>
        {sending ? 'Keeping…' : chosen === null && inThisRound !== null ? 'Go on' : 'Keep it and go on'}
      </button>
      {decisions.length > 0 && (
        <section aria-label="Decided before">
          <h3 className="sbar__name">Decided before</h3>
          <ul className="round-decide__before">
            {decisions.map((one) => (
              <li key={one.id} className={one.at >= began ? 'round-decide__this-round' : ''}>
                {roundSentence(one, now)}
                {one.at >= began && ' (this round)'}
              </li>
            ))}
          </ul>
        </section>
      )}
    </form>
  );
}

/** Not a button or a link, which Enter presses, nor a text. */
const isNobodys = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('button, a, textarea, [popover]') === null;

interface EndOfRoundProps {
  order: readonly Tile[];
  told: Handover | null;
  began: number;
  ward: string;
  by: string;
  onGo: (whose: string) => void;
}

/** Everybody with what was decided, and who was passed over. */
function EndOfRound({ order, told, began, ward, by, onGo }: EndOfRoundProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const lines = order.map((tile) => ({ tile, decided: decidedIn(told, tile.admissionId, began) }));
  const left = lines.filter(({ decided }) => decided === null).length;
  const text = (): string =>
    [
      `${ward}: board round of ${timeOfDay(began, 0)}, ${by}`,
      ...lines.map(
        ({ tile, decided }) =>
          `${whoIs(tile)}: ${decided === null ? 'nothing decided' : `${decisionInWords(decided)} (${decided.by}, ${clockTime(decided.at)})`}`,
      ),
    ].join('\n');
  return (
    <section className="round-end" aria-labelledby="round-end">
      <h2 className="round-patient__who" id="round-end" ref={heading} tabIndex={-1}>
        {left === 0
          ? 'Everybody has a decision'
          : `${left} ${left === 1 ? 'patient has' : 'patients have'} no decision yet`}
      </h2>
      <p className="round__acts">
        <CopyButton name="Copy as text" text={text} />
        <button type="button" className="answer" onClick={() => window.print()}>
          Print
        </button>
      </p>
      <ul className="round-end__list">
        {lines.map(({ tile, decided }) => (
          <li key={tile.admissionId} className={decided === null ? 'round-end__open' : ''}>
            <button type="button" className="round-end__who" onClick={() => onGo(tile.admissionId)}>
              {whoIs(tile)}
            </button>
            <span>
              {decided === null
                ? 'Nothing decided'
                : `${decisionInWords(decided)} ${decided.by}, ${clockTime(decided.at)}.`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
