import { describe, expect, it } from '@jest/globals';
import { lookAt } from './outbox-list.tsx';

describe('who looked at what was sent', () => {
  const received = { admissionId: 'a', state: 'received', since: 1_000_000 } as const;
  const looks = (at: number, aheadMs = 0) => ({ all: [{ admissionId: 'a', at, by: 'Dr Mina Rao' }], aheadMs });

  it('is whoever looked since the hub has it, by the clock of the tablet', () => {
    expect(lookAt(received, looks(1_000_000))?.by).toBe('Dr Mina Rao');
    expect(lookAt(received, looks(999_999))).toBeNull();
    // The tablet is a minute behind the hub: what it got at 1,000,000 was at 1,060,000 there.
    expect(lookAt(received, looks(1_030_000, -60_000))).toBeNull();
    expect(lookAt(received, looks(1_061_000, -60_000))?.by).toBe('Dr Mina Rao');
  });

  it('is nobody while it waits, of somebody else, and of a photo, which is looked at by itself', () => {
    expect(lookAt({ ...received, state: 'waiting' }, looks(2_000_000))).toBeNull();
    expect(lookAt({ ...received, admissionId: 'b' }, looks(2_000_000))).toBeNull();
    expect(lookAt({ ...received, photo: true }, looks(2_000_000))).toBeNull();
  });
});
