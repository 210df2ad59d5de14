import { timesIn } from './patient-summary.ts';
import { TaggedDocument } from './tagged-document.ts';

/** A part of a welcome pack: a heading, and short lines under it. */
export interface WelcomePart {
  readonly title: string;
  readonly lines: readonly string[];
  /** What has to be seen first, such as a telephone number: larger than the rest. */
  readonly large?: readonly string[];
  /** Things of which any is enough, each in a line of its own. */
  readonly list?: readonly string[];
}

/** What is given to somebody when they come onto the ward. Times are epoch ms. */
export interface WelcomePack {
  readonly at: number;
  readonly ward: string;
  /** IANA. */
  readonly zone: string;
  readonly name: string;
  /** As it is shown: 943 476 5919. */
  readonly nhsNumber: string;
  /** ISO. */
  readonly birthDate: string;
  readonly title: string;
  readonly below: string;
  readonly parts: readonly WelcomePart[];
}

/** Large print. Source: UK Association for Accessible Formats: 16 points and more. */
const SIZE = 16;
const LARGE = 22;

/** The welcome pack as an accessible PDF in large print. */
export async function welcomePackPdf(pack: WelcomePack): Promise<Buffer> {
  const { day } = timesIn(pack.zone);
  const born = day(Date.parse(`${pack.birthDate}T12:00:00Z`));
  const document = new TaggedDocument({
    title: `Welcome pack for ${pack.name}`,
    author: `Homeward, ${pack.ward}`,
    head: { name: pack.name, identity: `NHS number ${pack.nhsNumber}   Born ${born}` },
    foot: `${pack.ward}   Made on ${day(pack.at)}`,
    createdAt: new Date(pack.at),
  });
  document.title(pack.title, pack.below, SIZE);
  for (const { title, lines, large = [], list = [] } of pack.parts) {
    document.heading(title, 70, 21);
    for (const line of large) document.paragraph(line, { size: LARGE, bold: true, after: 6 });
    for (const line of lines) document.paragraph(line, { size: SIZE, after: 6 });
    if (list.length > 0) document.list(list, SIZE);
  }
  return document.end();
}
