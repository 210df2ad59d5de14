import type { GivenKey, SignedIn, SourceDetail, SourceKeyView } from '#contracts';
import { DAY } from '#clinical';
import { useCallback, useEffect, useState } from 'react';
import { hub, whyNot, type Answer } from '../hub.ts';
import { Link } from '../page/link.tsx';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { Scrolled } from '../page/scrolled.tsx';
import { listed } from '../words/news2.ts';
import { ago, clockTime, day, lengthOfTime } from '../words/times.ts';
import { keyName, NewKeyForm, ReasonForm, RotateForm, ShownKey } from './key-forms.tsx';
import { SourceForm } from './source-form.tsx';
import { keyStandingInWords, reachInWords, refusedPercent, standingInWords } from './source-words.ts';
import { TrafficTable } from './traffic-table.tsx';
import { useAct } from './use-act.ts';

const ASK_EVERY_MS = 15_000;

/** One source: what it may do, its keys, and what came of it. */
export default function SourcePage({ params, who, onSignOut, onSessionEnded }: PageProps) {
  const id = Number(params['sourceId']);
  const [source, setSource] = useState<SourceDetail | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);

  const take = useCallback(
    (answer: Answer<SourceDetail>): void => {
      if (answer.kind === 'signed-out') return onSessionEnded();
      setTrouble(answer.kind === 'done' ? null : whyNot(answer));
      if (answer.kind === 'done') setSource(answer.body);
    },
    [onSessionEnded],
  );
  const look = useCallback(() => void hub.source(id).then(take), [id, take]);
  useEffect(() => {
    look();
    const timer = setInterval(look, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [look]);

  return (
    <NoticePage heading={source?.source.name ?? 'A source'} who={who} onSignOut={onSignOut}>
      <p>
        <Link to="/sources">All sources</Link>
      </p>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {source !== null && <SourceView source={source} who={who} onChanged={look} onSessionEnded={onSessionEnded} />}
    </NoticePage>
  );
}

/** What is being done just now. One thing at a time. */
type Doing =
  | { readonly what: 'nothing' }
  | { readonly what: 'change' | 'switch' | 'give' }
  | { readonly what: 'rotate' | 'revoke'; readonly key: SourceKeyView };

const NOTHING: Doing = { what: 'nothing' };

interface SourceViewProps {
  source: SourceDetail;
  who: SignedIn;
  onChanged: () => void;
  onSessionEnded: () => void;
}

export function SourceView({ source: detail, who, onChanged, onSessionEnded }: SourceViewProps) {
  const { source, at } = detail;
  const [doing, setDoing] = useState<Doing>(NOTHING);
  const [given, setGiven] = useState<GivenKey | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const mayManage = source.mayManage && (who.role === 'lead' || who.role === 'administrator');

  const done = (sentence: string | null): void => {
    setDoing(NOTHING);
    setTold(sentence);
    onChanged();
  };
  const begin = (next: Doing): void => {
    setTold(null);
    setDoing(next);
  };
  const gave = (key: GivenKey): void => {
    setGiven(key);
    done(null);
  };
  const doings = { detail, who, onDone: done, onGave: gave, onCancel: () => setDoing(NOTHING), onSessionEnded };
  return (
    <>
      <Standing detail={detail} />
      {told !== null && <output className="nhsuk-inset-text notice">{told}</output>}
      {mayManage && (
        <div className="sources__buttons">
          <SmallButton onClick={() => begin({ what: 'change' })}>Change the details</SmallButton>
          <SmallButton onClick={() => begin({ what: 'switch' })}>
            {source.disabledAt === null ? 'Switch the source off' : 'Switch the source on'}
          </SmallButton>
        </div>
      )}
      {!mayManage && (who.role === 'lead' || who.role === 'administrator') && (
        <p>This source serves wards that are not yours, too: somebody of all of them has to change it.</p>
      )}
      {(doing.what === 'change' || doing.what === 'switch') && <Doings key={doing.what} doing={doing} {...doings} />}

      <section aria-labelledby="keys">
        <h2 className="nhsuk-heading-m" id="keys">
          Keys
        </h2>
        {given !== null && <ShownKey given={given} onKept={() => setGiven(null)} />}
        <Keys detail={detail} at={at} {...(mayManage ? { onBegin: begin } : {})} />
        {doing.what === 'give' && <Doings key="give" doing={doing} {...doings} />}
        {(doing.what === 'rotate' || doing.what === 'revoke') && (
          <Doings key={`${doing.what} ${doing.key.id}`} doing={doing} {...doings} />
        )}
        {mayManage && doing.what === 'nothing' && given === null && (
          <SmallButton onClick={() => begin({ what: 'give' })}>Give a new key</SmallButton>
        )}
      </section>

      <section aria-labelledby="came">
        <h2 className="nhsuk-heading-m" id="came">
          What came
        </h2>
        <Refusals detail={detail} />
        <h3 className="nhsuk-heading-s">The last 24 hours</h3>
        <TrafficTable
          what="The last 24 hours, hour by hour"
          periods={detail.hours.filter((hour) => hour.stored + hour.repeats + hour.refused > 0)}
          name={({ from }) => clockTime(from)}
        />
        <h3 className="nhsuk-heading-s">The last 14 days</h3>
        <TrafficTable
          what="The last 14 days, day by day"
          periods={detail.days.filter(({ from }) => from + DAY > detail.registeredAt)}
          name={({ from }) => day(from)}
        />
      </section>
    </>
  );
}

function SmallButton({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <button type="button" className="nhsuk-button nhsuk-button--small nhsuk-button--secondary" onClick={onClick}>
      {children}
    </button>
  );
}

const inDigits = (count: number): string => count.toLocaleString('en-GB');

function Standing({ detail }: { detail: SourceDetail }) {
  const { source, at } = detail;
  const { word, isSilent, since } = standingInWords(source, at);
  const names = new Map(detail.wards.map((ward) => [ward.id, ward.name]));
  const rows: [string, string][] = [
    ['Contact', source.contact ?? 'Nobody named'],
    ['Wards', listed(source.wardIds.map((id) => names.get(id) ?? 'a ward that is not yours'))],
    ['Last stored', source.lastStoredAt === null ? 'Never' : ago(source.lastStoredAt, at)],
    ['Last heard, with a good key', source.lastHeardAt === null ? 'Never' : ago(source.lastHeardAt, at)],
    [
      'Expected',
      source.expectedEveryMinutes === null
        ? 'Nobody can say'
        : `Every ${lengthOfTime(source.expectedEveryMinutes * 60_000)}`,
    ],
    ['Limit', `${inDigits(detail.readingsPerSecond)} readings a second, ${inDigits(detail.burst)} at once`],
    [
      'Client certificates',
      detail.clientCertificates.length === 0 ? 'None asked for' : detail.clientCertificates.join(', '),
    ],
    ['Registered', `${day(detail.registeredAt)} by ${detail.registeredBy}`],
  ];
  return (
    <>
      <p>
        <strong className={isSilent ? 'sources__silent' : undefined}>{word}</strong> {since}
        {source.disabledAt !== null && `, switched off ${day(source.disabledAt)}`}
      </p>
      <dl className="nhsuk-summary-list">
        {rows.map(([key, value]) => (
          <div className="nhsuk-summary-list__row" key={key}>
            <dt className="nhsuk-summary-list__key">{key}</dt>
            <dd className="nhsuk-summary-list__value">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Refusals({ detail: { source } }: { detail: SourceDetail }) {
  const { lastDay, refusals, waiting } = source;
  const percent = refusedPercent(lastDay);
  return (
    <>
      <p>
        {percent === null
          ? 'Nothing came in the last 24 hours.'
          : `${lastDay.refused} of ${lastDay.stored + lastDay.repeats + lastDay.refused} refused in the last 24 hours (${percent} %)${
              refusals.length === 0 ? '' : `: ${refusals.map(({ code, count }) => `${code} ${count}`).join(', ')}`
            }.`}
      </p>
      {waiting > 0 && (
        <p>
          {waiting} {waiting === 1 ? 'reading waits' : 'readings wait'} for somebody to say whose.
        </p>
      )}
    </>
  );
}

interface KeysProps {
  detail: SourceDetail;
  at: number;
  /** Absent for whoever may not change keys. */
  onBegin?: (doing: Doing) => void;
}

function Keys({ detail, at, onBegin }: KeysProps) {
  const { keys } = detail;
  if (keys.length === 0) return <p>It has no key, and so cannot send anything.</p>;
  const names = new Map([...detail.wards, ...detail.careHomes].map((place) => [place.id, place.name]));
  return (
    <Scrolled label="Keys, the newest first">
      <table className="nhsuk-table sources__keys">
        <caption className="nhsuk-table__caption nhsuk-u-visually-hidden">Keys, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">State</th>
            <th scope="col">Reach</th>
            <th scope="col">Last used</th>
            {onBegin && <th scope="col">Change</th>}
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => {
            const { word, opens, since } = keyStandingInWords(key, at);
            return (
              <tr key={key.id}>
                <th scope="row">
                  {keyName(key)}
                  {key.prefix !== '' && key.label !== null && <span className="sources__small">{key.prefix}…</span>}
                  <span className="sources__small">
                    given {day(key.createdAt)} by {key.createdBy}
                  </span>
                </th>
                <td>
                  <strong>{word}</strong>
                  <span className="sources__small">{since}</span>
                </td>
                <td>{reachInWords(key, names)}</td>
                <td>{key.lastUsedAt === null ? 'Never' : ago(key.lastUsedAt, at)}</td>
                {onBegin && (
                  <td>
                    {opens && (
                      <div className="sources__buttons">
                        <KeyButton name={keyName(key)} onClick={() => onBegin({ what: 'rotate', key })}>
                          Change
                        </KeyButton>
                        <KeyButton name={keyName(key)} onClick={() => onBegin({ what: 'revoke', key })}>
                          Withdraw
                        </KeyButton>
                      </div>
                    )}
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scrolled>
  );
}

function KeyButton({ name, onClick, children }: { name: string; onClick: () => void; children: string }) {
  return (
    <button type="button" className="nhsuk-button nhsuk-button--small nhsuk-button--secondary" onClick={onClick}>
      {children}
      <span className="nhsuk-u-visually-hidden"> the key {name}</span>
    </button>
  );
}

interface DoingsProps {
  doing: Exclude<Doing, { what: 'nothing' }>;
  detail: SourceDetail;
  who: SignedIn;
  onDone: (sentence: string | null) => void;
  onGave: (key: GivenKey) => void;
  onCancel: () => void;
  onSessionEnded: () => void;
}

/** The form for what is being done. */
function Doings({ doing, detail, who, onDone, onGave, onCancel, onSessionEnded }: DoingsProps) {
  const act = useAct(onSessionEnded);
  const { source, at } = detail;
  const { id } = source;
  switch (doing.what) {
    case 'change': {
      const { name, contact, wardIds, expectedEveryMinutes, version } = source;
      const { readingsPerSecond, burst, clientCertificates } = detail;
      const terms = { name, contact, wardIds, expectedEveryMinutes, readingsPerSecond, burst, clientCertificates };
      return (
        <SourceForm
          terms={terms}
          wards={detail.wards}
          act={act}
          submit="Save the details"
          onTerms={(next) => void act.run(hub.changeSource(id, version, next), () => onDone('Saved.'))}
          onCancel={onCancel}
        />
      );
    }
    case 'switch': {
      const on = source.disabledAt !== null;
      return (
        <ReasonForm
          heading={on ? 'Switch the source on' : 'Switch the source off'}
          warning={
            on
              ? 'Its keys open the door again within five seconds.'
              : 'Within five seconds none of its keys opens any door. What it sends meanwhile is refused, and not kept.'
          }
          submit={on ? 'Switch it on' : 'Switch it off'}
          act={act}
          onReason={(reason) =>
            void act.run(hub.switchSource(id, on, reason), () => onDone(on ? 'Switched on.' : 'Switched off.'))
          }
          onCancel={onCancel}
        />
      );
    }
    case 'give':
      return (
        <NewKeyForm
          source={detail}
          mayLimitToPatients={who.role === 'lead'}
          act={act}
          onTerms={(terms) => void act.run(hub.giveKey(id, terms), onGave)}
          onCancel={onCancel}
        />
      );
    case 'rotate':
      return (
        <RotateForm
          rotated={doing.key}
          now={at}
          act={act}
          onRotation={(rotation) => void act.run(hub.rotateKey(id, doing.key.id, rotation), onGave)}
          onCancel={onCancel}
        />
      );
    case 'revoke':
      return (
        <ReasonForm
          heading={`Withdraw the key “${keyName(doing.key)}”`}
          warning="Within five seconds it opens no door, for ever. To hand over a new one first, change the key instead."
          submit="Withdraw the key"
          act={act}
          onReason={(reason) =>
            void act.run(hub.revokeKey(id, doing.key.id, reason), () => onDone('The key is withdrawn.'))
          }
          onCancel={onCancel}
        />
      );
  }
}
