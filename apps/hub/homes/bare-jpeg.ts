/**
 * A JPEG with nothing in it but the picture: of its segments those are kept that draw it, and whatever else there is (EXIF with
 * the place and the camera, XMP, IPTC, comments, a second picture behind the end) is left out because it is not on the list.
 * Source: ITU-T T.81, annex B.
 */
export interface BareJpeg {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

const MARKER = 0xff;
const START = 0xd8;
const END = 0xd9;
const SCAN = 0xda;

/** Frames of every coding but the hierarchical; C4, C8 and CC are no frames. */
const isFrame = (code: number): boolean => code >= 0xc0 && code <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(code);
/** Tables of numbers, Huffman codes and arithmetic coding; how often it restarts. */
const DRAWS = new Set([0xc4, 0xcc, 0xdb, 0xdd, SCAN]);
/** JFIF, and by which transformation the colours were made: kept only where they are what they should be. */
const NAMED: Readonly<Record<number, { readonly name: string; readonly length: number }>> = {
  0xe0: { name: 'JFIF\0', length: 14 },
  0xee: { name: 'Adobe', length: 12 },
};

/** Null for what is no JPEG, is broken, or has more in it than one picture. */
export function bareJpeg(bytes: Buffer): BareJpeg | null {
  if (bytes.length < 4 || bytes[0] !== MARKER || bytes[1] !== START) return null;
  const kept: Buffer[] = [bytes.subarray(0, 2)];
  let size: { width: number; height: number } | null = null;
  let place = 2;
  while (place + 4 <= bytes.length || bytes[place + 1] === END) {
    if (bytes[place] !== MARKER) return null;
    const code = bytes[place + 1]!;
    if (code === MARKER) {
      place++;
      continue;
    }
    if (code === END) {
      if (size === null) return null;
      kept.push(Buffer.from([MARKER, END]));
      return { bytes: Buffer.concat(kept), ...size };
    }
    const length = bytes.readUInt16BE(place + 2);
    const next = place + 2 + length;
    if (length < 2 || next > bytes.length) return null;
    const segment = bytes.subarray(place, next);
    if (isFrame(code)) {
      if (size !== null || length < 8) return null;
      size = { height: segment.readUInt16BE(5), width: segment.readUInt16BE(7) };
      if (size.width === 0 || size.height === 0) return null;
    }
    if (isFrame(code) || DRAWS.has(code)) kept.push(segment);
    else if (NAMED[code] !== undefined) kept.push(...named(segment, NAMED[code]));
    place = next;
    if (code === SCAN) {
      if (size === null) return null;
      place = endOfScan(bytes, next);
      kept.push(bytes.subarray(next, place));
    }
  }
  return null;
}

/** Of JFIF a thumbnail may follow: it is cut off. */
function named(segment: Buffer, { name, length }: { name: string; length: number }): Buffer[] {
  if (segment.length < 2 + 2 + length || segment.subarray(4, 4 + name.length).toString('latin1') !== name) return [];
  const cut = Buffer.from(segment.subarray(0, 4 + length));
  cut.writeUInt16BE(2 + length, 2);
  // No thumbnail follows.
  if (name.startsWith('JFIF')) cut.fill(0, 4 + 12, 4 + 14);
  return [cut];
}

/** Where the next marker is that is no escaped byte and no restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let place = from; place + 1 < bytes.length; place++) {
    if (bytes[place] !== MARKER) continue;
    const code = bytes[place + 1]!;
    if (code !== 0 && !(code >= 0xd0 && code <= 0xd7) && code !== MARKER) return place;
  }
  return bytes.length;
}
