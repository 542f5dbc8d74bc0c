import { describe, expect, it } from 'vitest';
import { movedBetween } from './readdress.ts';

const ways: Record<string, string[]> = { '97': ['97', 'TW'], '99108': ['99108', '97', 'TW'], '98': ['98', 'TW'] };
const wayOf = (code: string) => ways[code] ?? [code];
const state = (entries: Record<string, string[]>) => ({
  root: 'c',
  entries: Object.entries(entries).map(([name, bodies]) => ({ name, bodies })),
});

describe('which bodies moved between two states of the registry', () => {
  it('one that went down to a child, and one that came back to the parent', () => {
    const before = state({ c: [], p: ['97'], x: [] });
    const after = state({ c: [], p: ['97'], x: ['99108'] });
    expect(movedBetween(before, after, wayOf)).toEqual([{ body: '99108', from: 'p', to: 'x' }]);
    expect(movedBetween(after, before, wayOf)).toEqual([{ body: '99108', from: 'x', to: 'p' }]);
    const root = state({ c: [], p: [], x: [] });
    expect(movedBetween(before, root, wayOf)).toEqual([{ body: '97', from: 'p', to: 'c' }]);
  });
  it('none when a node has only joined, nor when nothing changed', () => {
    const before = state({ c: [], p: ['97'] });
    expect(movedBetween(before, state({ c: [], p: ['97'], n: ['98'] }), wayOf)).toEqual([]);
    expect(movedBetween(before, before, wayOf)).toEqual([]);
  });
});
