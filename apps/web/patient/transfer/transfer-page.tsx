import type { SignedIn, TransferSheet } from '#contracts';
import { useCallback } from 'react';
import { hub } from '../../hub.ts';
import { Link } from '../../page/link.tsx';
import { patientPath } from '../../page/location.ts';
import { NoticePage } from '../../page/notice-page.tsx';
import type { PageProps } from '../../page/page-props.ts';
import { useAsked } from '../../page/use-asked.ts';
import { dateAndTime, day } from '../../words/times.ts';
import { Trend } from './trend.tsx';

/** What goes with somebody who is handed on, to be read out or shown: the same as its PDF. */
export default function TransferPage({ params, who, onSignOut, onSessionEnded }: PageProps) {
  const { wardId = '', admissionId = '', transferId = '' } = params;
  const { body, trouble } = useAsked(
    useCallback(() => hub.transferSheet(admissionId, transferId), [admissionId, transferId]),
    { onSessionEnded },
  );
  return (
    <TransferSheetView
      {...{ wardId, admissionId, who, trouble, onSignOut }}
      sheet={body}
      pdf={hub.addressOfTransfer(admissionId, transferId)}
    />
  );
}

interface SheetProps {
  wardId: string;
  admissionId: string;
  who: SignedIn;
  /** Null until the hub has told it. */
  sheet: TransferSheet | null;
  trouble: string | null;
  pdf: string;
  onSignOut: () => void;
}

export function TransferSheetView({ wardId, admissionId, who, sheet, trouble, pdf, onSignOut }: SheetProps) {
  return (
    <NoticePage heading={sheet === null ? 'Transfer' : `Transfer to: ${sheet.to}`} who={who} onSignOut={onSignOut}>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {sheet === null ? (
        trouble === null && <output className="notice">Looking…</output>
      ) : (
        <>
          <p className="transfer__who">
            <strong>{sheet.name}</strong> NHS number {sheet.nhsNumber}, born{' '}
            {day(Date.parse(`${sheet.birthDate}T12:00:00Z`))}
          </p>
          <p>
            {dateAndTime(sheet.at)}
            {sheet.sinceFirstAlert === null
              ? ', no urgent alert before it'
              : `, ${sheet.sinceFirstAlert} after the first alert`}
            . Handed on by {sheet.by}, {sheet.ward}.
          </p>
          <p className="transfer__acts">
            <a className="nhsuk-button nhsuk-button--small" href={pdf} download>
              The same as a PDF
            </a>
            <Link to={patientPath(wardId, admissionId, 'alerts')}>Back to the patient’s page</Link>
          </p>
          <dl className="nhsuk-summary-list transfer__said">
            {sheet.said.map(({ name, lines }) => (
              <div className="nhsuk-summary-list__row" key={name}>
                <dt className="nhsuk-summary-list__key">{name}</dt>
                <dd className="nhsuk-summary-list__value">
                  {lines.map((line, n) => (
                    // oxlint-disable-next-line react/no-array-index-key -- lines are never moved
                    <p key={n}>{line}</p>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
          <h2 className="nhsuk-heading-m">Observations, the last three days</h2>
          {sheet.vitals.every(({ points }) => points.length === 0) && <p>Nothing was measured.</p>}
          <div className="transfer__trends">
            {sheet.vitals
              .filter(({ points }) => points.length > 0)
              .map((vital) => (
                <Trend key={vital.name} vital={vital} from={sheet.from} to={sheet.at} />
              ))}
          </div>
          <h2 className="nhsuk-heading-m">NEWS2</h2>
          {sheet.scores.length === 0 ? (
            <p>No complete set was measured.</p>
          ) : (
            <ul>
              {sheet.scores.slice(0, 3).map(({ at, total, band, scale }) => (
                <li key={at}>
                  <strong>{total}</strong>, {band}, SpO2 scale {scale}, {dateAndTime(at)}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </NoticePage>
  );
}
