import type { ChartBlock } from './chart-rows.ts';

/* Measures of the drawn chart, px. */
export const COLUMN = 60;
export const ROW = 18;
const GAP = 5;
const HEAD = 42;
export const TOTAL = 40;
const FOOT = 46;

export interface PlacedBlock {
  readonly block: ChartBlock;
  readonly top: number;
}

export interface ChartLayout {
  readonly blocks: readonly PlacedBlock[];
  readonly head: number;
  readonly totalTop: number;
  readonly footTop: number;
  readonly height: number;
}

/** Where everything stands from top to bottom. */
export function layoutOf(blocks: readonly ChartBlock[]): ChartLayout {
  let top = HEAD;
  const placed = blocks.map((block): PlacedBlock => {
    const here = { block, top };
    top += block.rows.length * ROW + GAP;
    return here;
  });
  return { blocks: placed, head: HEAD, totalTop: top, footTop: top + TOTAL, height: top + TOTAL + FOOT };
}
