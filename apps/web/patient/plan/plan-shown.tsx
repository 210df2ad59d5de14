import { LEVELS } from '#clinical';
import type { StayPlanView, Threshold } from '#contracts';
import { Scrolled } from '../../page/scrolled.tsx';
import { useWardTime } from '../../page/ward-clock.ts';
import { PRIORITY_NAMES } from '../../words/alerts.ts';
import { capital } from '../../words/news2.ts';
import { parameterWords, unitWords } from '../../words/parameters.ts';
import { ruleName } from '../../words/rules.ts';
import { dateAndTime, dueInWords } from '../../words/times.ts';
import { Fact, Part } from './part.tsx';
import { PlanChanges } from './plan-changes.tsx';
import { fieldsIn, fieldsOf, inWords, isAnswered, LIMITED, USUAL, vitalName, vitalUnit } from './plan-fields.ts';

/** The plan as it stands, with what it stands on. */
export function PlanShown({ view }: { view: StayPlanView }) {
  const fields = fieldsIn(view);
  const said = fieldsOf(fields, view.plan);
  const { escalation, limits = {}, spo2Target, prescribedOxygenFlow, targetWeight, glucoseLowering } = view.plan;
  const limited = LIMITED.filter((vital) => limits[vital] !== undefined);
  const own = view.thresholds.filter(({ perPatient }) => perPatient);
  return (
    <div className="plan">
      <Part title="Escalation plan" wide>
        {escalation === undefined ? (
          <p className="plan__none">No escalation plan is stated.</p>
        ) : (
          <p className="plan__escalation">{escalation}</p>
        )}
      </Part>
      <Part title="Usual for this person">
        <table className="plan__table">
          <thead>
            <tr>
              <th scope="col">When well</th>
              <th scope="col">Stated</th>
              <th scope="col">Used now</th>
            </tr>
          </thead>
          <tbody>
            {USUAL.map((vital) => {
              const used = view.ownNormal[vital];
              const unit = vitalUnit(vital);
              return (
                <tr key={vital}>
                  <th scope="row">{vitalName(vital)}</th>
                  <td>{inWords({ id: vital, unit }, said[`baseline.${vital}`])}</td>
                  <td>
                    {used === undefined
                      ? isAnswered(vital)
                        ? 'the middle of 7 days’ answers'
                        : 'not known'
                      : `${Math.round(used.value * 10) / 10} ${unit}`}
                    {used?.from === 'readings' && <span className="plan__from"> from readings</span>}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Part>
      <Part title="Own limits">
        {limited.length === 0 ? (
          <p className="plan__none">None: the rules of the ward and pathway hold.</p>
        ) : (
          <table className="plan__table">
            <thead>
              <tr>
                <th scope="col">Alert when</th>
                <th scope="col">Below</th>
                <th scope="col">Above</th>
                <th scope="col">Priority</th>
              </tr>
            </thead>
            <tbody>
              {limited.map((vital) => (
                <tr key={vital}>
                  <th scope="row">{vitalName(vital)}</th>
                  <td>{limits[vital]?.low === undefined ? '–' : `${limits[vital].low} ${vitalUnit(vital)}`}</td>
                  <td>{limits[vital]?.high === undefined ? '–' : `${limits[vital].high} ${vitalUnit(vital)}`}</td>
                  <td>{PRIORITY_NAMES[limits[vital]?.priority ?? 'urgent']}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <dl className="plan__facts">
          <Fact name="SpO2 target">{spo2Target ? `${spo2Target.low} to ${spo2Target.high} %` : 'not stated'}</Fact>
          <Fact name="Prescribed oxygen">{inWords({ id: '', unit: 'L/min' }, prescribedOxygenFlow?.toString())}</Fact>
          <Fact name="Target weight">{inWords({ id: '', unit: 'kg' }, targetWeight?.toString())}</Fact>
          <Fact name="Insulin or a sulfonylurea">{glucoseLowering === true ? 'yes' : 'no'}</Fact>
        </dl>
      </Part>
      <div className="plan__stack">
        <Part title="When sets are due">
          <Schedule view={view} />
        </Part>
        <Part title="SpO2 scale">
          <Scale view={view} />
        </Part>
      </div>
      <Part title="Thresholds" wide>
        <Scrolled label="Thresholds that may be this person’s own">
          <Thresholds caption="May be set for this person" thresholds={own} withOwn />
        </Scrolled>
        <details className="nhsuk-details">
          <summary className="nhsuk-details__summary">
            <span className="nhsuk-details__summary-text">
              Thresholds that only the clinical safety officer changes
            </span>
          </summary>
          <div className="nhsuk-details__text">
            <Scrolled label="Thresholds of the ward">
              <Thresholds
                caption="The same for everybody on this ward and pathway"
                thresholds={view.thresholds.filter(({ perPatient }) => !perPatient)}
              />
            </Scrolled>
          </div>
        </details>
        <p className="plan__version">
          Rules {view.ruleSet}. NEWS2 of 7 and more always alerts: nobody can switch it off.
        </p>
      </Part>
      <Part title="Changes" wide>
        <PlanChanges changes={view.changes} fields={fields} />
      </Part>
    </div>
  );
}

function Schedule({ view: { plan, level, nextDueAt } }: { view: StayPlanView }) {
  const due = useWardTime((now) => dueInWords(nextDueAt, now)?.words ?? null);
  const { schedule } = plan;
  const days = inWords({ id: 'schedule.weekdays', unit: '' }, schedule?.weekdays?.join(','));
  return (
    <dl className="plan__facts">
      <Fact name="Level">
        {capital(level)}, {LEVELS[level].title}
      </Fact>
      <Fact name="Times">
        {schedule === undefined
          ? 'One round of the level after the last set'
          : `${fieldsOf([{ id: 'schedule.minutes', name: '', unit: '' }], plan)['schedule.minutes']}, ${days}`}
      </Fact>
      <Fact name="Next set">{due ?? 'not expected'}</Fact>
    </dl>
  );
}

function Scale({ view: { spo2Scale } }: { view: StayPlanView }) {
  const newestFirst = spo2Scale.orders.toReversed();
  return (
    <>
      <p className="plan__scale">Scale {spo2Scale.inForce}</p>
      {newestFirst.length === 0 && <p className="plan__none">Nothing was ever ordered: scale 1 holds for everybody.</p>}
      <ul className="plan__orders">
        {newestFirst.map(({ scale, inForceFrom, authorisedBy, role, reason, orderedBy }) => (
          <li key={inForceFrom}>
            <strong>
              Scale {scale} from {dateAndTime(inForceFrom)}
            </strong>
            , decided by {authorisedBy}, {role}
            {orderedBy !== null && `, written down by ${orderedBy}`}: {reason}
          </li>
        ))}
      </ul>
    </>
  );
}

interface ThresholdsProps {
  caption: string;
  thresholds: readonly Threshold[];
  withOwn?: boolean;
}

function Thresholds({ caption, thresholds, withOwn = false }: ThresholdsProps) {
  return (
    <table className="plan__table">
      <caption className="nhsuk-u-visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Rule</th>
          <th scope="col">Number</th>
          <th scope="col">As shipped</th>
          <th scope="col">On this ward</th>
          {withOwn && <th scope="col">This person</th>}
          <th scope="col">Hard bounds</th>
        </tr>
      </thead>
      <tbody>
        {thresholds.map(({ ruleId, parameter, unit, shipped, ward, patient, min, max }) => (
          <tr key={`${ruleId} ${parameter}`} className={patient === null ? '' : 'plan__own'}>
            <th scope="row">{ruleName(ruleId)}</th>
            <td>
              {parameterWords(ruleId, parameter)}
              {unitWords(unit) !== '' && <span className="plan__from">, {unitWords(unit)}</span>}
            </td>
            <td>{shipped}</td>
            <td>{ward}</td>
            {withOwn && <td>{patient === null ? 'as the ward' : <strong>{patient}</strong>}</td>}
            <td>
              {min} to {max}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
