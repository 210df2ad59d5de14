import { timesIn } from './patient-summary.ts';
import { TaggedDocument, type Cell, type Column } from './tagged-document.ts';

/** Everything that is held of a person, to be read by them. */
export interface HeldOfPerson {
  /** Epoch ms. */
  readonly at: number;
  /** IANA. */
  readonly zone: string;
  readonly organisation: string;
  readonly by: string;
  readonly name: string;
  /** As it is shown: 943 476 5919. */
  readonly nhsNumber: string;
  /** ISO. */
  readonly birthDate: string;
  readonly groups: readonly {
    readonly what: string;
    readonly rows: readonly Readonly<Record<string, unknown>>[];
  }[];
  readonly acts: readonly { readonly at: string; readonly act: string; readonly by: string }[];
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const DAY = /^\d{4}-\d\d-\d\d$/;
/** Of a value that is long, so many characters stand in the document: all of it is in the file beside it. */
const MOST_CHARACTERS = 1_500;

const ACTS: readonly Column[] = [{ title: 'When', width: 110 }, { title: 'What' }, { title: 'Who', width: 150 }];

/** Column names as people say them: `written_by_name` is "written by". */
const inWords = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]/g, ' ')
    .replace(/ name$/, '')
    .toLowerCase();

/** As an accessible PDF. What is a number of ours alone (ids, versions) is left to the file beside it. */
export async function heldOfPersonPdf(held: HeldOfPerson): Promise<Buffer> {
  const { day, moment } = timesIn(held.zone);
  const dayOf = (iso: string): string => day(Date.parse(`${iso.slice(0, 10)}T12:00:00Z`));
  const said = (value: unknown): string => {
    if (value === null || value === undefined || value === '') return '';
    if (typeof value === 'boolean') return value ? 'yes' : 'no';
    if (typeof value === 'number') return String(value);
    if (typeof value === 'string') {
      if (UUID.test(value)) return '';
      if (DAY.test(value)) return dayOf(value);
      if (value.startsWith('data:image/')) return 'a picture, in the file';
      return MOMENT.test(value) && !Number.isNaN(Date.parse(value)) ? moment(Date.parse(value)) : value;
    }
    if (Array.isArray(value)) return value.map(said).filter(Boolean).join(', ');
    return factsOf(value as Record<string, unknown>)
      .map(([name, one]) => `${name}: ${one}`)
      .join('; ');
  };
  const factsOf = (row: Readonly<Record<string, unknown>>): [string, string][] =>
    Object.entries(row).flatMap(([name, value]): [string, string][] => {
      const words = said(value);
      if (words === '' || name === 'id' || name === 'version') return [];
      return [
        [
          inWords(name),
          words.length > MOST_CHARACTERS ? `${words.slice(0, MOST_CHARACTERS)} … (all in the file)` : words,
        ],
      ];
    });

  const document = new TaggedDocument({
    title: `What is held of ${held.name}`,
    author: held.organisation,
    head: {
      name: held.name,
      identity: `NHS number ${held.nhsNumber}   Born ${dayOf(held.birthDate)}`,
    },
    foot: `${held.organisation}   As of ${moment(held.at)}, made by ${held.by}`,
    createdAt: new Date(held.at),
  });
  document.title('What we hold about you', `As of ${moment(held.at)}.`);
  document.paragraph(
    'This is everything that the virtual ward’s record holds about you, as you may ask for under Article 15 of the UK GDPR. The file ' +
      'that comes with it has the same and the numbers by which our computers find it. You may ask for what is wrong to be put right.',
  );
  for (const { what, rows } of held.groups) {
    if (rows.length === 0) continue;
    document.heading(`${what} (${rows.length})`);
    for (const [n, row] of rows.entries()) {
      const number = rows.length > 1 ? `${n + 1}.  ` : '';
      for (const [part, text] of inParts(factsOf(row).map(([name, value]) => `${name}: ${value}`)).entries())
        document.paragraph(`${part === 0 ? number : ''}${text}`, { size: 8.5, after: 5 });
    }
  }
  const nothing = held.groups.filter(({ rows }) => rows.length === 0).map(({ what }) => what);
  if (nothing.length > 0) {
    document.heading('Of these we hold nothing');
    document.paragraph(nothing.join('. '));
  }
  document.heading(`Who saw or did something with your record (${held.acts.length})`);
  if (held.acts.length === 0) document.paragraph('Nobody yet.');
  else
    await document.table(
      ACTS,
      held.acts.map(({ at, act, by }): Cell[] => [
        { text: moment(Date.parse(at)) },
        { text: inWords(act) },
        { text: by },
      ]),
    );
  return document.end();
}

/** Facts one after the other, in paragraphs of which each fits on a page. */
function inParts(facts: readonly string[]): string[] {
  const parts: string[] = [];
  for (const fact of facts) {
    const last = parts.at(-1);
    if (last === undefined || last.length + fact.length > 2 * MOST_CHARACTERS) parts.push(fact);
    else parts[parts.length - 1] = `${last}.  ${fact}`;
  }
  return parts;
}
