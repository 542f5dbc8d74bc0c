import { describe, expect, it } from 'vitest';
import { isLostAtHome, judgeHeld, renewedVersion, type OwnVersion } from './index.ts';

const at = (epoch: number, n: number) => epoch * 2 ** 32 + n;
const own = (version: number, more: Partial<OwnVersion> = {}): OwnVersion => ({
  version,
  knows: false,
  same: false,
  young: false,
  ...more,
});

describe('what another node holds of a record whose home came back from an old backup', () => {
  it('stands again above both where the home lost it, also as a whole', () => {
    expect(judgeHeld(own(at(1, 2)), at(1, 5), 2)).toEqual({ act: 'restore', version: at(2, 1) });
    expect(judgeHeld(own(0), at(1, 1), 2)).toEqual({ act: 'restore', version: at(2, 1) });
    // The same number, made anew by nobody: other values under it are a life that was lost.
    expect(judgeHeld(own(at(1, 5)), at(1, 5), 2)).toEqual({ act: 'restore', version: at(2, 1) });
  });

  it('changes nothing where the home knows it, or has passed it over', () => {
    expect(judgeHeld(own(at(1, 5), { knows: true }), at(1, 3), 2)).toEqual({ act: 'known' });
    expect(judgeHeld(own(at(2, 1)), at(1, 9), 2)).toEqual({ act: 'known' });
    expect(judgeHeld(own(at(2, 4), { young: true, same: true }), at(1, 9), 2)).toEqual({ act: 'known' });
  });

  it('is kept beside what was changed here meanwhile, which goes on above it', () => {
    expect(judgeHeld(own(at(2, 4), { young: true }), at(1, 9), 2)).toEqual({ act: 'meet', version: null });
    expect(judgeHeld(own(at(1, 4), { young: true }), at(1, 9), 2)).toEqual({ act: 'meet', version: at(2, 1) });
  });

  it('is given back when a snapshot names an older version, and only then', () => {
    const named = { kind: 'snapshot', version: at(1, 4) } as const;
    expect([at(1, 3), at(1, 4), at(1, 5)].map((held) => isLostAtHome(held, named))).toEqual([false, false, true]);
    expect(isLostAtHome(at(1, 5), { ...named, kind: 'change' })).toBe(false);
    expect(renewedVersion(at(1, 7), 3)).toBe(at(3, 1));
  });
});
