import { describe, expect, it } from '@jest/globals';
import type { StayIdentity } from '#contracts';
import { matching } from './matching.ts';

const somebody = (name: string, nhsNumber: string): StayIdentity => ({
  admissionId: nhsNumber,
  wardId: 'ward',
  bed: null,
  name,
  birthDate: '1940-01-01',
  nhsNumber,
  admittedAt: 0,
});

const WARD = [
  somebody('Hyacinth Portisham', '9990470065'),
  somebody('Hazel Portland', '9990511179'),
  somebody('Zoë Maiden-Newton', '9990757836'),
];

describe('whom a clerk may be typing', () => {
  it.each([
    ['port', ['Hyacinth Portisham', 'Hazel Portland']],
    ['h port', ['Hyacinth Portisham', 'Hazel Portland']],
    ['portisham hy', ['Hyacinth Portisham']],
    ['  ZOE ', ['Zoë Maiden-Newton']],
    ['newton', ['Zoë Maiden-Newton']],
    ['sham', []],
    ['999 047 0065', ['Hyacinth Portisham']],
    ['047-0065', ['Hyacinth Portisham']],
    ['836', ['Zoë Maiden-Newton']],
    ['', []],
    ['   ', []],
  ])('%j', (typed, names) => {
    expect(matching(WARD, typed).map(({ name }) => name)).toEqual(names);
  });
});
