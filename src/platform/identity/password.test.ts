import { describe, expect, it } from 'vitest';
import { hashPassword, refuseWeakPassword, verifyPassword } from './password.ts';

const cheap = { memory: 64, passes: 1, lanes: 1 };
const isTaken = (password: string, name = 'keeper') => {
  try {
    refuseWeakPassword(password, name);
    return true;
  } catch {
    return false;
  }
};

describe('a password', () => {
  it('has ten letters at least, and is not the name itself', () => {
    expect([isTaken('123456789'), isTaken('1234567890')]).toEqual([false, true]);
    expect(isTaken('Keeper-Of-Things', 'keeper-of-things')).toBe(false);
  });
  it('may be made of anything, and as long as a sentence', () => {
    for (const password of ['aaaaaaaaaaaa', 'đảng viên mới', 'ﻛﻠﻤﺔ ﺍﻟﺴﺮ ﻟﻠﺪﺧﻮﻝ', '🜁🜂🜃🜄🜁🜂🜃🜄🜁🜂', 'x'.repeat(200)])
      expect(isTaken(password), password).toBe(true);
  });
  it('is taken as it is typed: case, spaces and the end count', async () => {
    const typed = ' Correct Horse Battery ';
    const stored = await hashPassword(typed, cheap);
    expect(await verifyPassword(typed, stored)).toBe(true);
    for (const other of [typed.trim(), typed.toLowerCase(), typed.slice(0, -2), `${typed}x`, ''])
      expect(await verifyPassword(other, stored), other).toBe(false);
    const long = 'y'.repeat(199);
    expect(await verifyPassword(`${long}b`, await hashPassword(`${long}a`, cheap))).toBe(false);
  });
});
