import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeThree } from './merge-three.ts';

const base = {
  code: 'A.1',
  names: { en: 'Name', fr: 'Nom' },
  maxLength: 10,
  fields: [{ element: 'X' }, { element: 'Y' }],
};
const json = fc.object({ maxDepth: 3, values: [fc.string(), fc.integer(), fc.boolean()] });

describe('three sides', () => {
  it('take what only one of them changed, whatever it is', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(mergeThree({ base: a, theirs: a, mine: b })).toEqual({ value: b, clashes: [] });
        expect(mergeThree({ base: a, theirs: b, mine: a })).toEqual({ value: b, clashes: [] });
        expect(mergeThree({ base: a, theirs: b, mine: b }).clashes).toEqual([]);
      }),
    );
  });

  it('find the same clashes from either side', () => {
    fc.assert(
      fc.property(json, json, json, (a, b, c) => {
        const there = mergeThree({ base: a, theirs: b, mine: c }).clashes.length;
        expect(mergeThree({ base: a, theirs: c, mine: b }).clashes).toHaveLength(there);
      }),
    );
  });

  it('join changes of different attributes, languages and fields of one entry', () => {
    const theirs = { ...base, maxLength: 20, fields: [{ element: 'X' }, { element: 'Z' }, { element: 'Y' }] };
    const mine = {
      ...base,
      names: { en: 'Full name', fr: 'Nom' },
      fields: [{ element: 'X', required: true }, { element: 'Y' }],
    };
    expect(mergeThree({ base, theirs, mine })).toEqual({
      clashes: [],
      value: {
        ...base,
        maxLength: 20,
        names: { en: 'Full name', fr: 'Nom' },
        fields: [{ element: 'X', required: true }, { element: 'Z' }, { element: 'Y' }],
      },
    });
  });

  it('name the attribute that both changed, and keep mine until it is settled', () => {
    const theirs = { ...base, names: { en: 'Label', fr: 'Nom' }, maxLength: 5 };
    const mine = { ...base, names: { en: 'Title', fr: 'Nom' }, maxLength: 7 };
    const merged = mergeThree({ base, theirs, mine });
    expect(merged.clashes).toEqual([
      { pointer: '/names/en', base: 'Name', theirs: 'Label', mine: 'Title' },
      { pointer: '/maxLength', base: 10, theirs: 5, mine: 7 },
    ]);
    const settled = mergeThree({ base, theirs, mine }, (pointer) => (pointer === '/maxLength' ? 'theirs' : 'mine'));
    expect(settled).toEqual({ clashes: [], value: { ...mine, maxLength: 5 } });
  });

  it('clash as a whole when one side took the entry away and the other changed it', () => {
    const changed = { ...base, maxLength: 3 };
    expect(mergeThree({ base, theirs: undefined, mine: changed }).clashes).toEqual([
      { pointer: '', base, mine: changed },
    ]);
    expect(mergeThree({ base, theirs: undefined, mine: base })).toEqual({ value: undefined, clashes: [] });
  });
});
