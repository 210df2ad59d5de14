import type { Page } from 'playwright-core';

/**
 * How fast a browser on this machine is, as Lighthouse's BenchmarkIndex: the mean of how many tens of strings of 10,000 letters are put
 * together in a second, and how many tens of lists of 100,000 numbers are copied.
 * Source: Lighthouse, core/lib/page-functions.js and docs/throttling.md: a fast desktop has 1500 to 2000, a slow one 1000 to 1500,
 * a middling phone 125 to 800.
 */
export function benchmarkIndex(page: Page): Promise<number> {
  return page.evaluate(() => {
    const perSecond = (once: (turn: number) => void): number => {
      const began = performance.now();
      let times = 0;
      while (performance.now() - began < 500) once(times++);
      return times / ((performance.now() - began) / 1_000);
    };
    let letters = '';
    const strings = perSecond(() => {
      letters = '';
      for (let i = 0; i < 10_000; i++) letters += 'a';
    });
    const lists = [Array.from({ length: 100_000 }, (_, i) => i), Array.from({ length: 100_000 }, (_, i) => i)] as const;
    const copies = perSecond((turn) => {
      const [from, to] = turn % 2 === 0 ? lists : [lists[1], lists[0]];
      for (let i = 0; i < from.length; i++) to[i] = from[i]!;
    });
    return (strings + copies) / 10 / (letters === '' ? NaN : 2);
  });
}
