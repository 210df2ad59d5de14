import { createRequire } from 'node:module';
import { setImmediate as othersFirst } from 'node:timers/promises';
import Pdf from 'pdfkit';

const fontFile = createRequire(import.meta.url).resolve;
/** Embedded, as PDF/UA wants, and with every letter that a name here is likely to have. */
const REGULAR = fontFile('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf');
const BOLD = fontFile('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf');

export const INK = '#212b32';
export const SOFT = '#4c6272';
export const LINE = '#c8d0d5';
export const BLUE = '#005eb8';

const PAGE = { width: 595.28, height: 841.89 };
const MARGIN = { top: 66, bottom: 54, side: 42 };
/** Between the margins, in points. */
export const WIDTH = PAGE.width - 2 * MARGIN.side;
const BOTTOM = PAGE.height - MARGIN.bottom;

/** Rows that are drawn before others get their turn: some ms. */
const ROWS_AT_ONCE = 10;

type Struct = PDFKit.PDFStructureElement;

const SCOPE_ROW: object = { scope: 'Row' };
const SCOPE_COLUMN: object = { scope: 'Column' };

export interface DocumentTerms {
  readonly title: string;
  readonly author: string;
  /** Stands at the head of every page: who it is about. */
  readonly head: { readonly name: string; readonly identity: string };
  /** Stands at the foot of every page, beside its number. */
  readonly foot: string;
  readonly createdAt: Date;
}

export interface Column {
  readonly title: string;
  /** In points; what is left is shared by those without. */
  readonly width?: number;
  readonly align?: 'left' | 'center';
}

export interface Cell {
  readonly text: string;
  readonly bold?: boolean;
  /** Behind the text, and never the only sign of anything. */
  readonly fill?: string;
  readonly ink?: string;
}

/**
 * An A4 document that can be heard as well as seen: every block is tagged with what it is, in reading order (PDF/UA), with a
 * title and its language. Who it is about, and the page's number, stand on every page.
 */
export class TaggedDocument {
  private readonly doc: PDFKit.PDFDocument;
  private readonly root: Struct;
  private section: Struct;
  private y = MARGIN.top;

  constructor(private readonly terms: DocumentTerms) {
    // Its types know less than it does: of the standards they name only those for keeping.
    const options: object = {
      size: 'A4',
      margins: { top: MARGIN.top, bottom: 0, left: MARGIN.side, right: MARGIN.side },
      pdfVersion: '1.7',
      subset: 'PDF/UA',
      tagged: true,
      lang: 'en-GB',
      displayTitle: true,
      bufferPages: true,
      // Fonts have names here: one that is opened by its file first would be opened anew at each use.
      font: null,
      info: { Title: terms.title, Author: terms.author, CreationDate: terms.createdAt },
    };
    this.doc = new Pdf(options);
    this.doc.registerFont('regular', REGULAR).registerFont('bold', BOLD);
    this.root = this.doc.struct('Document');
    this.doc.addStructure(this.root);
    this.section = this.root;
  }

  title(text: string, below: string, size = 10): void {
    this.block(this.root, 'H1', text, { size: 20, bold: true, after: 2 });
    this.block(this.root, 'P', below, { size, ink: SOFT, after: 8 });
  }

  /** Begins a section, with room for what its heading stands over. */
  heading(text: string, room = 60, size = 13): void {
    this.ensure(24 + room);
    this.y += 8;
    this.section = this.doc.struct('Sect', { title: text });
    this.root.add(this.section);
    this.block(this.section, 'H2', text, { size, bold: true, after: 4, ink: BLUE });
  }

  /** Each with a dot before it, and heard as one of so many. */
  list(items: readonly string[], size = 9.5): void {
    const list = this.doc.struct('L');
    this.section.add(list);
    const indent = size * 1.4;
    for (const text of items) {
      const height = this.font(size, false).heightOfString(text, { width: WIDTH - indent });
      this.ensure(Math.min(height, BOTTOM - MARGIN.top));
      const { y } = this;
      const item = this.doc.struct('LI');
      list.add(item);
      item.add(
        this.doc.struct('Lbl', {}, () => {
          this.font(size, false)
            .fillColor(BLUE)
            .text('•', MARGIN.side + 2, y, { lineBreak: false });
        }),
      );
      item.add(
        this.doc.struct('LBody', {}, () => {
          this.font(size, false)
            .fillColor(INK)
            .text(text, MARGIN.side + indent, y, { width: WIDTH - indent });
        }),
      );
      item.end();
      this.y = y + height + size / 3;
    }
    list.end();
    this.y += 4;
  }

  paragraph(text: string, { bold = false, ink = INK, size = 9.5, after = 4 } = {}): void {
    this.block(this.section, 'P', text, { size, bold, ink, after });
  }

  /** Names and what is said of each, in two columns. */
  facts(
    facts: readonly (readonly [name: string, value: string])[],
    { size = 9.5, nameWidth = 150, bold = false } = {},
  ): void {
    const table = this.doc.struct('Table');
    this.section.add(table);
    for (const [name, value] of facts) {
      this.font(size, false);
      const height = this.doc.heightOfString(value, { width: WIDTH - nameWidth }) + 3;
      this.ensure(height);
      const { y } = this;
      const row = this.doc.struct('TR');
      table.add(row);
      row.add(
        this.doc.struct('TH', SCOPE_ROW, () => {
          this.font(size, bold)
            .fillColor(bold ? INK : SOFT)
            .text(name, MARGIN.side, y, { width: nameWidth - 8 });
        }),
      );
      row.add(
        this.doc.struct('TD', {}, () => {
          this.font(size, false)
            .fillColor(INK)
            .text(value, MARGIN.side + nameWidth, y, { width: WIDTH - nameWidth });
        }),
      );
      row.end();
      this.y = y + height;
    }
    table.end();
    this.y += 4;
  }

  /** A table whose heads stand on every page that it reaches. Whoever else waits for this process gets their turn meanwhile. */
  async table(columns: readonly Column[], rows: readonly (readonly Cell[])[], size = 8.5): Promise<void> {
    const given = columns.reduce((sum, { width = 0 }) => sum + width, 0);
    const shared = (WIDTH - given) / Math.max(1, columns.filter(({ width }) => width === undefined).length);
    const widths = columns.map(({ width }) => width ?? shared);
    const lefts = widths.map((_, n) => MARGIN.side + widths.slice(0, n).reduce((sum, one) => sum + one, 0));
    const table = this.doc.struct('Table');
    this.section.add(table);

    const cellText = (n: number, y: number, { text, bold = false, ink = INK }: Cell): void => {
      this.font(size, bold)
        .fillColor(ink)
        .text(text, lefts[n]! + 3, y + 3, { width: widths[n]! - 6, align: columns[n]?.align ?? 'left' });
    };
    const heads = (tagged: boolean): void => {
      const { y } = this;
      const draw = (n: number): void => cellText(n, y, { text: columns[n]!.title, ink: SOFT });
      if (tagged) {
        const row = this.doc.struct('TR');
        table.add(row);
        for (const n of columns.keys()) row.add(this.doc.struct('TH', SCOPE_COLUMN, () => draw(n)));
        row.end();
      } else this.artifact(() => [...columns.keys()].forEach(draw));
      this.y = y + size + 8;
      this.rule(this.y - 1);
    };

    this.ensure(Math.min(3, rows.length + 1) * (size + 8));
    heads(true);
    for (const [n, cells] of rows.entries()) {
      if (n % ROWS_AT_ONCE === 0) await othersFirst();
      const height =
        Math.max(
          ...cells.map(({ text, bold = false }, n) => {
            this.font(size, bold);
            return this.doc.heightOfString(text, { width: widths[n]! - 6 });
          }),
        ) + 6;
      if (this.ensure(height)) heads(false);
      const { y } = this;
      this.artifact(() => {
        for (const [n, { fill }] of cells.entries())
          if (fill !== undefined) this.doc.rect(lefts[n]! + 0.5, y + 0.5, widths[n]! - 1, height - 1).fill(fill);
      });
      const row = this.doc.struct('TR');
      table.add(row);
      for (const [n, cell] of cells.entries()) row.add(this.doc.struct('TD', {}, () => cellText(n, y, cell)));
      row.end();
      this.y = y + height;
      this.rule(this.y);
    }
    table.end();
    this.y += 6;
  }

  /** A drawing, with what it shows in words. `draw` is given its left and upper edge. */
  figure(alt: string, height: number, draw: (doc: PDFKit.PDFDocument, left: number, top: number) => void): void {
    this.ensure(height);
    const { y } = this;
    const bbox = [MARGIN.side, y, MARGIN.side + WIDTH, y + height];
    this.section.add(
      this.doc.struct('Figure', { alt, bbox } as object, () => {
        this.doc.save();
        draw(this.doc, MARGIN.side, y);
        this.doc.restore();
      }),
    );
    this.y = y + height + 4;
  }

  /** How many there are so far. */
  get pages(): number {
    return this.doc.bufferedPageRange().count;
  }

  /** The whole file. Nothing can be added afterwards. */
  async end(): Promise<Buffer> {
    this.section.end();
    this.root.end();
    this.headsAndFeet();
    const parts: Buffer[] = [];
    const whole = new Promise<Buffer>((resolve, reject) => {
      this.doc.on('data', (part: Buffer) => parts.push(part));
      this.doc.on('end', () => resolve(Buffer.concat(parts)));
      this.doc.on('error', reject);
    });
    this.doc.end();
    return whole;
  }

  private headsAndFeet(): void {
    const { start, count } = this.doc.bufferedPageRange();
    const { head, foot } = this.terms;
    const right = MARGIN.side + WIDTH;
    for (let n = start; n < start + count; n++) {
      this.doc.switchToPage(n);
      this.artifact(() => {
        this.font(11, true).fillColor(INK).text(head.name, MARGIN.side, 30, { lineBreak: false });
        this.font(9.5, false).fillColor(INK);
        this.doc.text(head.identity, right - this.doc.widthOfString(head.identity), 31, { lineBreak: false });
        const number = `Page ${n - start + 1} of ${count}`;
        this.line(50, BLUE, 1.5);
        this.line(PAGE.height - 40, LINE, 0.5);
        this.font(8, false)
          .fillColor(SOFT)
          .text(foot, MARGIN.side, PAGE.height - 33, { lineBreak: false });
        this.doc.text(number, right - this.doc.widthOfString(number), PAGE.height - 33, { lineBreak: false });
      });
    }
  }

  private block(
    into: Struct,
    type: string,
    text: string,
    look: { size: number; bold?: boolean; ink?: string; after: number },
  ): void {
    const { size, bold = false, ink = INK, after } = look;
    this.font(size, bold);
    const height = this.doc.heightOfString(text, { width: WIDTH });
    this.ensure(Math.min(height, BOTTOM - MARGIN.top));
    const { y } = this;
    into.add(
      this.doc.struct(type, {}, () => {
        this.font(size, bold).fillColor(ink).text(text, MARGIN.side, y, { width: WIDTH });
      }),
    );
    this.y = y + height + after;
  }

  /** What is there for the eye alone. */
  private artifact(draw: () => void): void {
    this.doc.markContent('Artifact');
    draw();
    this.doc.endMarkedContent();
  }

  private rule(y: number): void {
    this.artifact(() => this.line(y, '#e3e8eb', 0.5));
  }

  private line(y: number, ink: string, width: number): void {
    this.doc
      .moveTo(MARGIN.side, y)
      .lineTo(MARGIN.side + WIDTH, y)
      .lineWidth(width)
      .stroke(ink);
  }

  private font(size: number, bold: boolean): PDFKit.PDFDocument {
    return this.doc.font(bold ? 'bold' : 'regular').fontSize(size);
  }

  /** Room for so much, on a new page where this one has none; true when it is new. */
  private ensure(height: number): boolean {
    if (this.y + height <= BOTTOM) return false;
    this.doc.addPage();
    this.y = MARGIN.top;
    return true;
  }
}
