import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { smallPng } from './small-png.ts';

/*
 * Two pictures of a screen are the same when no part of it has moved, come or gone. Another machine draws the edges of letters
 * a little differently: so pictures are compared at half their size, in fewer colours, and some points may differ.
 */

/** How far apart two colours are that count as different, from 0 to 1. */
const COLOURS_APART = 0.15;
/** So many points of the halved picture may differ: fewer than the smallest sign on a tile has. */
const MAY_DIFFER = 40;
/** Another version of the browser may set whole lines a hair's breadth elsewhere: of all points. A tile that moves is more. */
const SHARE_MAY_DIFFER = 0.01;
/** Colours are kept to 16 steps each, so that the kept pictures are small files. */
const STEP = 16;

/** Half as wide and half as high, each point the mean of four. */
function halved({ width, height, data }: PNG): PNG {
  const half = new PNG({ width: width >> 1, height: height >> 1 });
  for (let y = 0; y < half.height; y++) {
    for (let x = 0; x < half.width; x++) {
      const from = (2 * y * width + 2 * x) * 4;
      const to = (y * half.width + x) * 4;
      for (let colour = 0; colour < 3; colour++) {
        const at = from + colour;
        const sum = data[at]! + data[at + 4]! + data[at + width * 4]! + data[at + width * 4 + 4]!;
        half.data[to + colour] = Math.min(255, Math.round(sum / 4 / STEP) * STEP);
      }
      half.data[to + 3] = 255;
    }
  }
  return half;
}

/** Where two pictures of one size differ, and a picture of it. */
function difference(kept: PNG, seen: PNG): { points: number; shown: PNG } {
  const shown = new PNG({ width: kept.width, height: kept.height });
  const points = pixelmatch(kept.data, seen.data, shown.data, kept.width, kept.height, { threshold: COLOURS_APART });
  return { points, shown };
}

/** What becomes of what is seen: `all` of it is kept, what is `new`, or `none`. */
export type Keep = 'all' | 'new' | 'none';

export interface ToCompare {
  readonly screenshot: Uint8Array;
  readonly path: string;
  readonly keep: Keep;
  /** Whether the pictures were kept by the same version of the browser. */
  readonly sameBrowser: boolean;
}

export interface Compared {
  readonly pass: boolean;
  readonly message: string;
}

/** Compares a screenshot with the picture that is kept of it. */
export async function comparePicture({ screenshot, path, keep, sameBrowser }: ToCompare): Promise<Compared> {
  const seen = halved(PNG.sync.read(Buffer.from(screenshot)));
  const isKept = existsSync(path);
  if (!isKept && keep === 'none') return { pass: false, message: `No picture is kept as ${path}.` };
  const kept = isKept ? PNG.sync.read(await readFile(path)) : null;
  const sameSize = kept?.width === seen.width && kept.height === seen.height;
  const differs = kept && sameSize ? difference(kept, seen) : null;
  const mayDiffer = sameBrowser ? MAY_DIFFER : SHARE_MAY_DIFFER * seen.width * seen.height;
  if (differs && differs.points <= mayDiffer) return { pass: true, message: `${differs.points} points differ` };
  if (keep === 'all' || !isKept) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, smallPng(seen));
    return { pass: true, message: 'kept' };
  }
  const folder = join(tmpdir(), 'homeward-pictures');
  await mkdir(folder, { recursive: true });
  const name = join(folder, path.replace(/^.*\//, '').replace(/\.png$/, ''));
  await writeFile(`${name}.seen.png`, PNG.sync.write(seen));
  if (differs) await writeFile(`${name}.differs.png`, PNG.sync.write(differs.shown));
  const how = differs ? `${differs.points} points differ, and ${mayDiffer} may` : 'it has another size';
  return { pass: false, message: `${path}: ${how}. Compare ${name}.*.png.` };
}
