import { crc32, deflateSync } from 'node:zlib';
import type { PNG } from 'pngjs';

/* pngjs writes every point with its own colour; screens have few, and with a palette their pictures are a third as large. */

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MOST_COLOURS = 256;

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** The picture with its 256 most frequent colours, the others as the nearest of these. Source: PNG specification, third edition. */
export function smallPng({ width, height, data }: PNG): Buffer {
  const points = Array.from({ length: width * height }, (_, i) => data.readUInt32BE(i * 4) >>> 8);
  const counts = new Map<number, number>();
  for (const colour of points) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const colours = [...counts.keys()].toSorted((a, b) => counts.get(b)! - counts.get(a)!);
  const palette = colours.slice(0, MOST_COLOURS);
  const index = new Map(colours.map((colour) => [colour, nearest(palette, colour)]));

  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits a point, which is the number of a colour.
  header.set([8, 3, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height);
  for (const [i, colour] of points.entries()) rows[i + Math.floor(i / width) + 1] = index.get(colour)!;
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(parts))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const parts = (colour: number): [number, number, number] => [colour >> 16, (colour >> 8) & 255, colour & 255];

function nearest(palette: readonly number[], colour: number): number {
  const known = palette.indexOf(colour);
  if (known !== -1) return known;
  const apart = palette.map((other) => parts(other).reduce((sum, part, i) => sum + (part - parts(colour)[i]!) ** 2, 0));
  return apart.indexOf(Math.min(...apart));
}
