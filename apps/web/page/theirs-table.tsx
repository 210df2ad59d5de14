import { Scrolled } from './scrolled.tsx';

/** One field that somebody else changed, each value in words. */
interface TheirsRow {
  readonly id: string;
  readonly name: string;
  readonly was: string;
  readonly now: string;
  /** Null where it is what they have written as well. */
  readonly yours: string | null;
}

type Values = Readonly<Record<string, string | undefined>>;

/** A field as it was, as it is now and as it was typed. */
export function theirsRow(
  id: string,
  name: string,
  [was, is, typed]: readonly [Values, Values, Values],
  inWords: (value: string | undefined) => string,
): TheirsRow {
  const same = (typed[id] ?? '').trim() === (is[id] ?? '').trim();
  return { id, name, was: inWords(was[id]), now: inWords(is[id]), yours: same ? null : inWords(typed[id]) };
}

/** What somebody else changed while this person was typing, beside what was typed. */
export function TheirsTable({ rows, onTake }: { rows: readonly TheirsRow[]; onTake: (id: string) => void }) {
  return (
    <Scrolled label="What they changed, beside what you typed">
      <table className="plan__table">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">When you began</th>
            <th scope="col">Now</th>
            <th scope="col">Yours, if you save</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, was, now, yours }) => (
            <tr key={id} className={yours === null ? '' : 'meanwhile__both'}>
              <th scope="row">{name}</th>
              <td>{was}</td>
              <td>{now}</td>
              <td>
                {yours === null ? (
                  'as theirs'
                ) : (
                  <>
                    <strong>{yours}</strong>{' '}
                    <button type="button" className="answer" onClick={() => onTake(id)}>
                      Use theirs
                      <span className="nhsuk-u-visually-hidden"> for {name}</span>
                    </button>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  );
}
