import { describe, expect, it } from '@jest/globals';
import { columnsOf, decileIn, isWanted, postcodeIn } from './columns.ts';

describe('files of postcodes and deprivation', () => {
  it.each([
    [
      ['postcode', 'lsoa', 'decile'],
      ['postcode', 'lsoa', 'decile'],
    ],
    [
      ['pcd', 'pcd2', 'pcds', 'lsoa11', 'lsoa21'],
      ['pcds', 'lsoa21', null],
    ],
    [
      [
        'LSOA code (2011)',
        'LSOA name (2011)',
        'Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)',
        'Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)',
      ],
      [null, 'LSOA code (2011)', 'Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)'],
    ],
    [
      ['name', 'rank'],
      [null, null, null],
    ],
  ])('are read by the names of their columns: %j', (names, [postcode, lsoa, decile]) => {
    expect(columnsOf(names)).toEqual({ postcode, lsoa, decile });
  });

  it.each([
    ['dt1 1aa', 'DT11AA'],
    ['BH23  4QT', 'BH234QT'],
    ['SW1A 1AA', 'SW1A1AA'],
    ['Dorchester', null],
    ['', null],
    [undefined, null],
  ])('write a postcode in one way: %s', (written, kept) => {
    expect(postcodeIn(written)).toBe(kept);
  });

  it.each([
    ['1', 1],
    ['10', 10],
    ['0', null],
    ['11', null],
    ['', null],
    [undefined, null],
  ])('have deciles from 1 to 10: %s', (written, decile) => {
    expect(decileIn(written)).toBe(decile);
  });

  it('can be cut to some areas', () => {
    expect([isWanted('DT11AA', ['DT', 'BH']), isWanted('D11AA', ['DT']), isWanted('SP11AA', [])]).toEqual([
      true,
      false,
      true,
    ]);
  });
});
