import { showNhsNumber, type RoundSheet, type SheetRemark, type SheetRow } from '#contracts';
import { dayAndTime } from '../words/times.ts';
import { news2InRow, OUTCOME_HEADINGS, OUTCOME_HINTS, OUTCOME_ORDER, valuesInWords } from './sheet-words.ts';

/** A sheet row by row: what becomes of each, with what is wrong in the words of whoever filled it in. */
export function SheetView({ sheet }: { sheet: RoundSheet }) {
  const ignored = sheet.columns.filter((column) => column.readAs === null);
  return (
    <>
      {OUTCOME_ORDER.map((outcome) => {
        const rows = sheet.rows.filter((row) => row.outcome === outcome);
        if (rows.length === 0) return null;
        const id = `sheet-${outcome}`;
        return (
          <section key={outcome} aria-labelledby={id}>
            <h3 className="nhsuk-heading-s sheet__heading" id={id}>
              {OUTCOME_HEADINGS[outcome]} ({rows.length})
            </h3>
            {OUTCOME_HINTS[outcome] !== undefined && <p className="nhsuk-hint">{OUTCOME_HINTS[outcome]}</p>}
            <ul className={`sheet__rows sheet__rows--${outcome}`}>
              {rows.map((row) => (
                <Row key={row.row} row={row} />
              ))}
            </ul>
          </section>
        );
      })}
      {ignored.length > 0 && (
        <p>Not read from this sheet: {ignored.map((column) => `“${column.heading}”`).join(', ')}.</p>
      )}
    </>
  );
}

function Row({ row }: { row: SheetRow }) {
  const values = valuesInWords(row.reading);
  return (
    <li className="sheet__row">
      <p className="sheet__number">Row {row.row}</p>
      <div>
        <p className="sheet__person">
          <strong>{row.name ?? (row.nhsNumber === null ? 'Nobody named' : 'Not known here')}</strong>
          {row.nhsNumber !== null && <span>NHS {showNhsNumber(row.nhsNumber)}</span>}
          {row.effectiveAt !== null && <span>{dayAndTime(row.effectiveAt)}</span>}
        </p>
        {values !== '' && <p>{values}</p>}
        {row.note !== null && <p>Note: {row.note}</p>}
        {row.news2 !== null && <p className="sheet__news2">{news2InRow(row.news2)}</p>}
        <Remarks remarks={row.problems} kind="problem" />
        <Remarks remarks={row.remarks} kind="remark" />
      </div>
    </li>
  );
}

function Remarks({ remarks, kind }: { remarks: readonly SheetRemark[]; kind: 'problem' | 'remark' }) {
  if (remarks.length === 0) return null;
  return (
    <ul className={`sheet__remarks sheet__remarks--${kind}`}>
      {remarks.map(({ heading, sent, detail }) => (
        <li key={`${heading ?? ''} ${detail}`}>
          {kind === 'problem' && <span className="nhsuk-u-visually-hidden">Problem: </span>}
          {detail}
          {sent !== undefined && !detail.includes(sent) && (
            <>
              {' '}
              The sheet says “{sent}”{heading !== undefined && ` under “${heading}”`}.
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
