/** One part of a long body: a line, or an element of a list, with its place. `bytes` is null when it is longer than may be. */
export interface Piece {
  readonly number: number;
  readonly bytes: Buffer | null;
}

/** Cuts a body into its parts as it comes, and keeps no more of it than the part in hand. */
export interface Cutter {
  /** The parts that are whole with this chunk. */
  push(chunk: Buffer): Piece[];
  /** What is left at the end. Rejects nothing: what is wrong with the body as a whole is in `fault`. */
  end(): Piece[];
  /** What is wrong with the body as a whole, in a sentence. */
  readonly fault: string | null;
}

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** The part in hand: what has come of it, or that it is too long already. */
class InHand {
  private parts: Buffer[] = [];
  private length = 0;
  private tooLong = false;

  constructor(private readonly longest: number) {}

  get isEmpty(): boolean {
    return this.length === 0;
  }

  add(part: Buffer): void {
    this.length += part.length;
    if (this.length > this.longest) {
      this.tooLong = true;
      this.parts = [];
    } else if (part.length > 0) this.parts.push(part);
  }

  /** Null when it was too long. */
  take(): Buffer | null {
    const [first] = this.parts;
    const whole = this.tooLong ? null : this.parts.length === 1 && first ? first : Buffer.concat(this.parts);
    this.parts = [];
    this.length = 0;
    this.tooLong = false;
    return whole;
  }
}

const isBlank = (bytes: Buffer): boolean => bytes.every(isSpace);

/** Lines of JSON (NDJSON), numbered from 1 as an editor numbers them. Empty ones are counted and passed over. */
export class LineCutter implements Cutter {
  readonly fault = null;
  private readonly inHand: InHand;
  private number = 1;

  constructor(longest: number) {
    this.inHand = new InHand(longest);
  }

  push(chunk: Buffer): Piece[] {
    const pieces: Piece[] = [];
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      this.inHand.add(chunk.subarray(from, end));
      this.cut(pieces);
      from = end + 1;
    }
    this.inHand.add(chunk.subarray(from));
    return pieces;
  }

  end(): Piece[] {
    const pieces: Piece[] = [];
    this.cut(pieces);
    return pieces;
  }

  private cut(pieces: Piece[]): void {
    let bytes = this.inHand.take();
    if (this.number === 1 && bytes?.subarray(0, 3).equals(BYTE_ORDER_MARK)) bytes = bytes.subarray(3);
    if (bytes === null || !isBlank(bytes)) pieces.push({ number: this.number, bytes });
    this.number++;
  }
}

/** The elements of one JSON list, numbered from 0 as JSON pointers number them. Whether each is JSON is for who reads it. */
export class ElementCutter implements Cutter {
  fault: string | null = null;
  private readonly inHand: InHand;
  private state: 'before' | 'within' | 'after' = 'before';
  private depth = 0;
  private inString = false;
  private escaped = false;
  private number = 0;

  constructor(longest: number) {
    this.inHand = new InHand(longest);
  }

  push(chunk: Buffer): Piece[] {
    const pieces: Piece[] = [];
    let from = 0;
    for (let i = 0; i < chunk.length && this.fault === null; i++) {
      const byte = chunk[i]!;
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (byte === BACKSLASH) this.escaped = true;
        else if (byte === QUOTE) this.inString = false;
        continue;
      }
      if (isSpace(byte)) {
        // However much of it there is before an element, it is none of it.
        if (from === i && this.inHand.isEmpty) from++;
        continue;
      }
      if (this.state === 'before') {
        if (byte === OPEN_LIST) this.state = 'within';
        else this.fault = 'The text is not a JSON list.';
        from = i + 1;
        continue;
      }
      if (this.state === 'after') {
        this.fault = 'There is more text after the end of the list.';
        continue;
      }
      switch (byte) {
        case QUOTE:
          this.inString = true;
          break;
        case OPEN_LIST:
        case OPEN_OBJECT:
          this.depth++;
          break;
        case CLOSE_OBJECT:
          // One too many is part of an element that is no JSON.
          if (this.depth > 0) this.depth--;
          break;
        case COMMA:
        case CLOSE_LIST:
          if (this.depth > 0) {
            if (byte === CLOSE_LIST) this.depth--;
            break;
          }
          this.inHand.add(chunk.subarray(from, i));
          this.cut(pieces, byte === COMMA);
          from = i + 1;
          if (byte === CLOSE_LIST) this.state = 'after';
          break;
        default:
          break;
      }
    }
    if (this.state === 'within') this.inHand.add(chunk.subarray(from));
    return pieces;
  }

  end(): Piece[] {
    const pieces: Piece[] = [];
    if (this.state === 'after' || this.fault !== null) return pieces;
    this.fault = 'The list ends too soon.';
    if (this.state === 'within') this.cut(pieces, false);
    return pieces;
  }

  /** Nothing before the end of a list is the end of an empty one; nothing before a comma is an element that is missing. */
  private cut(pieces: Piece[], beforeComma: boolean): void {
    const bytes = this.inHand.take();
    if (bytes !== null && !beforeComma && isBlank(bytes) && this.number === 0) return;
    pieces.push({ number: this.number++, bytes });
  }
}
