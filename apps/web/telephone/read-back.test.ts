import { describe, expect, it } from '@jest/globals';
import { NOTHING_TYPED, type Entry } from '../bedside/entry.ts';
import { readBack } from './read-back.ts';

const anEntry = (different: Partial<Entry>): Entry => ({ ...NOTHING_TYPED, ...different });

describe('what is read back', () => {
  it('says everything that was written down, and nothing else', () => {
    expect(readBack(NOTHING_TYPED, null)).toEqual([]);
    const typed = {
      respiration: '18',
      spo2: '95',
      oxygenFlow: '1.5',
      systolic: '128',
      diastolic: '74',
      pulse: '84',
      temperature: '37,2',
    };
    expect(readBack(anEntry({ typed, onOxygen: true, consciousness: 'C' }), 68.4)).toEqual([
      '18 breaths a minute',
      'oxygen level 95 percent',
      'on oxygen, 1.5 litres a minute',
      'blood pressure 128 over 74',
      'pulse 84',
      'new or worse confusion',
      'temperature 37.2',
      'weight 68.4 kilograms',
    ]);
  });

  it('says which half of a blood pressure there is', () => {
    expect(readBack(anEntry({ typed: { systolic: '128' } }), null)).toEqual(['upper blood pressure 128']);
    expect(readBack(anEntry({ typed: { diastolic: '74' } }), null)).toEqual(['lower blood pressure 74']);
  });
});
