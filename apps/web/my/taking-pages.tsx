import { RED_FLAGS } from '#clinical';
import type { MyStay, ReadingSetInput } from '#contracts';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isWhole, type Key } from '../bedside/entry.ts';
import { NumberPad } from '../bedside/number-pad.tsx';
import { whatToDo } from '../bedside/what-to-do.ts';
import { answersOf, isRedFlag, signsOf, type Sign } from '../bedside/what-was-noticed.ts';
import { everySecond, thisMoment } from '../clock.ts';
import { inNumbers } from './languages.ts';
import {
  averageOf,
  doubtfulRange,
  NOTHING_TAKEN,
  numberIn,
  scoreOf,
  setOf,
  vitalsAsked,
  type HomeField,
  type HomeVital,
  type Taken,
} from './taken.ts';

/** Between two measurements of the blood pressure, in ms. Source: NICE NG136, home blood pressure monitoring. */
const BETWEEN_MS = 60_000;

type Step = 'sit' | 'bp1' | 'wait' | 'bp2' | HomeVital | 'oxygen' | 'red' | 'signs' | 'check' | 'sent';

type OwnSet = Omit<ReadingSetInput, 'patient' | 'effectiveAt' | 'sourceRef'>;

interface TakingProps {
  stay: MyStay;
  onHome: () => void;
  /** Answers the reference of what was sent. */
  onSend: (set: OwnSet) => string;
  /** Of what was sent under this reference. */
  whatBecame: (id: string) => ReactNode;
}

/** One thing after the other: the blood pressure first, twice; then what else there is; then how they feel. */
export function Taking({ stay, onHome, onSend, whatBecame }: TakingProps) {
  const { t } = useTranslation();
  const { pathway } = stay;
  const [step, setStep] = useState<Step>('sit');
  const [taken, setTaken] = useState<Taken>(NOTHING_TAKEN);
  const [noticed, setNoticed] = useState<ReadonlySet<Sign>>(new Set());
  const [note, setNote] = useState('');
  const [sentId, setSentId] = useState<string | null>(null);
  const vitals = vitalsAsked(pathway);
  const todo = whatToDo(noticed, scoreOf(taken, stay));

  const afterVital = (vital: HomeVital | null): Step => vitals[vital === null ? 0 : vitals.indexOf(vital) + 1] ?? 'red';
  const keep = (vital: HomeVital, value: number): void => {
    setTaken({ ...taken, values: { ...taken.values, [vital]: value } });
    setStep(vital === 'spo2' ? 'oxygen' : afterVital(vital));
  };
  const pressure = (next: Step) => (values: Readonly<Partial<Record<HomeField, number>>>) => {
    const { systolic, diastolic } = values;
    if (systolic === undefined || diastolic === undefined) return;
    setTaken({ ...taken, pressures: [...taken.pressures, { systolic, diastolic }] });
    setStep(next);
  };
  const restart = (): void => {
    setTaken(NOTHING_TAKEN);
    setNoticed(new Set());
    setNote('');
    setStep('sit');
  };
  const send = (): void => {
    setSentId(
      onSend({
        ...setOf(taken),
        answers: answersOf({ asked: [...RED_FLAGS, ...signsOf(pathway)], noticed, note, lay: null }),
      }),
    );
    setStep('sent');
  };
  const average = averageOf(taken.pressures);
  const toldNow = isRedFlag(noticed)
    ? 'do.red'
    : todo?.urgency === 'emergency'
      ? 'do.emergency'
      : noticed.has('fell')
        ? 'do.fell'
        : todo !== null
          ? 'do.urgent'
          : null;

  return (
    <>
      {toldNow !== null && (
        <div className={`todo todo--${todo?.urgency ?? 'urgent'}`} role="alert">
          <p>
            <strong>{t(toldNow)}</strong>
          </p>
        </div>
      )}
      {step === 'sit' && (
        <Screen key={step} heading={t('bp.heading')}>
          <ol className="my__how">
            <li>{t('bp.sit1')}</li>
            <li>{t('bp.sit2')}</li>
            <li>{t('bp.sit3')}</li>
            <li>{t('bp.sit4')}</li>
          </ol>
          <MainButton onPress={() => setStep('bp1')}>{t('bp.ready')}</MainButton>
          <Quiet onPress={() => setStep(afterVital(null))}>{t('bp.none')}</Quiet>
        </Screen>
      )}
      {step === 'bp1' && (
        <Numbers
          key={step}
          heading={`${t('bp.heading')}: ${t('bp.first')}`}
          fields={['systolic', 'diastolic']}
          onDone={pressure('wait')}
          onSkip={() => setStep(afterVital(null))}
        />
      )}
      {step === 'wait' && <Wait key={step} onDone={() => setStep('bp2')} onOnlyOne={() => setStep(afterVital(null))} />}
      {step === 'bp2' && (
        <Numbers
          key={step}
          heading={`${t('bp.heading')}: ${t('bp.second')}`}
          fields={['systolic', 'diastolic']}
          onDone={pressure(afterVital(null))}
          onSkip={() => setStep(afterVital(null))}
        />
      )}
      {vitals.some((vital) => vital === step) && (
        <Numbers
          key={step}
          heading={t(`ask.${step as HomeVital}`)}
          before={
            step === afterVital(null) && taken.pressures.length === 2 && average !== null
              ? t('bp.average', { systolic: inNumbers(average.systolic), diastolic: inNumbers(average.diastolic) })
              : null
          }
          fields={[step as HomeVital]}
          onDone={(values) => {
            const value = values[step as HomeVital];
            if (value !== undefined) keep(step as HomeVital, value);
          }}
          onSkip={() => setStep(afterVital(step as HomeVital))}
        />
      )}
      {step === 'oxygen' && (
        <Screen key={step} heading={t('ask.oxygen')}>
          {([true, false] as const).map((on) => (
            <button
              key={String(on)}
              type="button"
              className="my__button"
              onClick={() => {
                setTaken({ ...taken, onOxygen: on });
                setStep(afterVital('spo2'));
              }}
            >
              {t(on ? 'yes' : 'no')}
            </button>
          ))}
        </Screen>
      )}
      {(step === 'red' || step === 'signs') && (
        <Signs
          key={step}
          heading={t(step === 'red' ? 'feel.now' : 'feel.changed')}
          carerOf={stay.who === 'carer' ? stay.patient.name : null}
          signs={step === 'red' ? RED_FLAGS : signsOf(pathway)}
          noticed={noticed}
          onNoticed={setNoticed}
          onDone={() => setStep(step === 'red' ? 'signs' : 'check')}
        >
          {step === 'signs' && (
            <label className="my__label">
              {t('feel.words')}
              <textarea rows={2} maxLength={500} value={note} onChange={(change) => setNote(change.target.value)} />
            </label>
          )}
        </Signs>
      )}
      {step === 'check' && (
        <Screen key={step} heading={t('check.heading')}>
          <ul className="my__check">
            {average !== null && (
              <li>
                {t('bp.heading')}: <strong>{`${inNumbers(average.systolic)}/${inNumbers(average.diastolic)}`}</strong>
              </li>
            )}
            {vitals.flatMap((vital) => {
              const value = taken.values[vital];
              return value === undefined
                ? []
                : [
                    <li key={vital}>
                      {t(`ask.${vital}`)}: <strong>{inNumbers(value)}</strong> {t(`unit.${vital}`)}
                    </li>,
                  ];
            })}
            {[...noticed].map((sign) => (
              <li key={sign}>{t(`sign.${sign}`)}</li>
            ))}
          </ul>
          <MainButton onPress={send}>{t('check.send')}</MainButton>
          <Quiet onPress={restart}>{t('check.change')}</Quiet>
        </Screen>
      )}
      {step === 'sent' && sentId !== null && (
        <Screen key={step} heading={t('sent.heading')}>
          {whatBecame(sentId)}
          <MainButton onPress={onHome}>{t('sent.home')}</MainButton>
        </Screen>
      )}
      {step !== 'sent' && <Quiet onPress={onHome}>{t('back')}</Quiet>}
    </>
  );
}

function Screen({ heading, children }: { heading: string; children: ReactNode }) {
  const top = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    top.current?.focus();
    window.scrollTo(0, 0);
  }, []);
  return (
    <>
      <h2 ref={top} tabIndex={-1}>
        {heading}
      </h2>
      {children}
    </>
  );
}

function MainButton({ onPress, children }: { onPress: () => void; children: ReactNode }) {
  return (
    <button type="button" className="my__main-button" onClick={onPress}>
      {children}
    </button>
  );
}

function Quiet({ onPress, children }: { onPress: () => void; children: ReactNode }) {
  return (
    <button type="button" className="my__quiet" onClick={onPress}>
      {children}
    </button>
  );
}

function Wait({ onDone, onOnlyOne }: { onDone: () => void; onOnlyOne: () => void }) {
  const { t } = useTranslation();
  const [until] = useState(() => thisMoment().monotonic + BETWEEN_MS);
  const [left, setLeft] = useState(BETWEEN_MS);
  useEffect(() => everySecond(() => setLeft(Math.max(0, until - thisMoment().monotonic))), [until]);
  return (
    <Screen heading={t('bp.wait')}>
      <p className="my__countdown" aria-hidden="true">
        {t('bp.left', { seconds: Math.ceil(left / 1_000) })}
      </p>
      <output>{left === 0 ? t('bp.again') : ''}</output>
      <MainButton onPress={onDone}>{t('bp.again')}</MainButton>
      <Quiet onPress={onOnlyOne}>{t('bp.onlyOne')}</Quiet>
    </Screen>
  );
}

const LONGEST = 5;

interface NumbersProps {
  heading: string;
  before?: string | null;
  fields: readonly HomeField[];
  onDone: (values: Readonly<Partial<Record<HomeField, number>>>) => void;
  onSkip: () => void;
}

/** One number, or the two of a blood pressure, by the pad or a keyboard. */
function Numbers({ heading, before = null, fields, onDone, onSkip }: NumbersProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<Readonly<Partial<Record<HomeField, string>>>>({});
  const [at, setAt] = useState(0);
  const [fault, setFault] = useState<string | null>(null);
  // A doubtful number was seen once, and stands as it is.
  const [seen, setSeen] = useState<string | null>(null);

  const put = (field: HomeField, text: string): void => {
    const grew = text.length > (typed[field] ?? '').length;
    setTyped({ ...typed, [field]: text.slice(0, LONGEST) });
    setFault(null);
    if (grew && field !== 'weight' && isWhole(field, text) && at < fields.length - 1) setAt(at + 1);
  };
  const key = (pressed: Key): void => {
    const field = fields[at];
    if (field === undefined) return;
    const before = typed[field] ?? '';
    put(field, pressed === 'delete' ? before.slice(0, -1) : before + pressed);
  };
  const next = (): void => {
    const read = fields.map((field) => [field, numberIn(field, typed[field] ?? '')] as const);
    const wrong = read.findIndex(([, value]) => value === null);
    if (wrong !== -1) {
      setAt(wrong);
      return setFault(t('wrong.number'));
    }
    const values = Object.fromEntries(read) as Readonly<Partial<Record<HomeField, number>>>;
    if (values.systolic !== undefined && values.diastolic !== undefined && values.systolic <= values.diastolic) {
      return setFault(t('wrong.order'));
    }
    const doubtful = read.flatMap(([field, value]) => {
      const range = value === null ? null : doubtfulRange(field, value);
      return range === null ? [] : [range];
    })[0];
    const words = JSON.stringify(values);
    if (doubtful !== undefined && seen !== words) {
      setSeen(words);
      return setFault(t('wrong.range', { min: inNumbers(doubtful.min), max: inNumbers(doubtful.max) }));
    }
    onDone(values);
  };

  return (
    <Screen heading={heading}>
      {before !== null && <p>{before}</p>}
      {fields.map((field, i) => (
        <label key={field} className={`my__number${at === i ? ' my__number--asked' : ''}`}>
          {field === 'systolic' || field === 'diastolic' ? t(`bp.${field}`) : t(`unit.${field}`)}
          <input
            inputMode="none"
            autoComplete="off"
            value={typed[field] ?? ''}
            aria-invalid={fault !== null || undefined}
            aria-describedby={fault === null ? undefined : 'my-number-fault'}
            onFocus={() => setAt(i)}
            onChange={(change) => put(field, change.target.value)}
          />
        </label>
      ))}
      {fault !== null && (
        <p className="my__fault" id="my-number-fault" role="alert">
          {fault}
        </p>
      )}
      <NumberPad onKey={key} legend={t('pad.name')} names={{ '.': t('pad.point'), delete: t('pad.delete') }} />
      <MainButton onPress={next}>{t('next')}</MainButton>
      <Quiet onPress={onSkip}>{t('skip')}</Quiet>
    </Screen>
  );
}

interface SignsProps {
  heading: string;
  carerOf: string | null;
  signs: readonly Sign[];
  noticed: ReadonlySet<Sign>;
  onNoticed: (noticed: ReadonlySet<Sign>) => void;
  onDone: () => void;
  children?: ReactNode;
}

function Signs({ heading, carerOf, signs, noticed, onNoticed, onDone, children }: SignsProps) {
  const { t } = useTranslation();
  const toggle = (sign: Sign): void => {
    const now = new Set(noticed);
    if (!now.delete(sign)) now.add(sign);
    onNoticed(now);
  };
  return (
    <Screen heading={heading}>
      {carerOf !== null && <p>{t('feel.carer', { name: carerOf })}</p>}
      <p>{t('feel.hint')}</p>
      <div className="my__signs">
        {signs.map((sign) => (
          <button key={sign} type="button" aria-pressed={noticed.has(sign)} onClick={() => toggle(sign)}>
            {t(`sign.${sign}`)}
          </button>
        ))}
      </div>
      {children}
      <MainButton onPress={onDone}>{t(signs.some((sign) => noticed.has(sign)) ? 'feel.done' : 'feel.none')}</MainButton>
    </Screen>
  );
}
