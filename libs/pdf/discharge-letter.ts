import { timesIn } from './patient-summary.ts';
import { TaggedDocument, type Column } from './tagged-document.ts';

export interface LetterPart {
  readonly heading: string;
  readonly text?: readonly string[];
  readonly list?: readonly string[];
  readonly table?: { readonly columns: readonly Column[]; readonly rows: readonly (readonly string[])[] };
}

/** A letter that goes with somebody who leaves. Times are epoch ms. */
export interface Letter {
  readonly at: number;
  readonly ward: string;
  /** IANA. */
  readonly zone: string;
  readonly by: string;
  readonly name: string;
  /** As it is shown: 943 476 5919. */
  readonly nhsNumber: string;
  /** ISO. */
  readonly birthDate: string;
  /** For somebody who does not read such letters every day: larger. */
  readonly plain: boolean;
  readonly title: string;
  readonly below: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly parts: readonly LetterPart[];
}

/** As an accessible PDF. What a person is to read is in 13 points: NHS accessible information asks for at least 12. */
export async function dischargeLetterPdf(letter: Letter): Promise<Buffer> {
  const { day, moment } = timesIn(letter.zone);
  const size = letter.plain ? 13 : 10;
  const document = new TaggedDocument({
    title: `${letter.title}: ${letter.name}, NHS number ${letter.nhsNumber}`,
    author: `Homeward, ${letter.ward}`,
    head: {
      name: letter.name,
      identity: `NHS number ${letter.nhsNumber}   Born ${day(Date.parse(`${letter.birthDate}T12:00:00Z`))}`,
    },
    foot: `${letter.ward}   Written by ${letter.by}, ${moment(letter.at)}`,
    createdAt: new Date(letter.at),
  });
  document.title(letter.title, letter.below, letter.plain ? 12 : 10);
  if (letter.facts.length > 0) document.facts(letter.facts);
  for (const { heading, text = [], list, table } of letter.parts) {
    document.heading(heading, size * 3, letter.plain ? 16 : 13);
    for (const one of text) document.paragraph(one, { size, after: size / 2 });
    if (list) document.list(list, size);
    if (table)
      await document.table(
        table.columns,
        table.rows.map((row) => row.map((cell, n) => ({ text: cell, bold: n === 0 }))),
        size - 0.5,
      );
  }
  return document.end();
}
