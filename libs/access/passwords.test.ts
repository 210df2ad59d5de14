import { describe, expect, it } from '@jest/globals';
import { hashPassword, isPasswordOf, nobodysHash } from './passwords.ts';

/** What decides how long argon2id takes: the algorithm, memory, passes and lanes. All of a hash but its salt and its result. */
const workOf = (hash: string): string => hash.split('$').slice(0, 4).join('$');

describe('passwords', () => {
  it('are told apart', async () => {
    const hash = await hashPassword('kettle ferry walnut');
    expect([await isPasswordOf(hash, 'kettle ferry walnut'), await isPasswordOf(hash, 'kettle ferry walnuts')]).toEqual(
      [true, false],
    );
  });

  it('of an account that is none take the same work as those of one, and never fit', async () => {
    const ofNobody = await nobodysHash();
    expect(workOf(ofNobody)).toBe(workOf(await hashPassword('kettle ferry walnut')));
    expect(workOf(ofNobody)).toBe('$argon2id$v=19$m=19456,t=2,p=1');
    expect(ofNobody.length).toBe((await hashPassword('x')).length);
    expect(await isPasswordOf(null, 'a password that nobody has')).toBe(false);
  });
});
