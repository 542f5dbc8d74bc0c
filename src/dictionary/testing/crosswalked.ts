/** Generated code lists with days, a hierarchy, successions and crosswalks, all of them sound. */
import fc from 'fast-check';
import type { Authored } from '../import/model.ts';

const DAY = '2025-07-01';
const word = fc.constantFrom('Ash', 'Đỏ', 'a "b"', 'Mill, old', 'x; y', '# no');
const words = (stem: string) => word.map((said) => ({ en: `${stem} ${said}`, fr: `${said} ${stem}` }));

/** Codes that ended on the day, one that was used again, and those that came after. */
const timed = fc
  .record({ a: words('a'), b: words('b'), again: words('again'), c: words('c'), aliases: fc.uniqueArray(word) })
  .map(({ a, b, again, c, aliases }): readonly Authored[] => [
    { code: '1', names: a, to: DAY, ...(aliases.length > 0 && { aliases }) },
    { code: '2', names: b, to: DAY },
    { code: '2', names: again, from: DAY },
    { code: '3/x', names: c, from: DAY, parent: '2' },
  ]);

const share = fc.integer({ min: 1, max: 99 }).map((percent) => percent / 100);

const successions = share.map((part): readonly Authored[] => [
  { from: '1', to: '2', day: DAY, kind: 'part', share: part },
  { from: '1', to: '3/x', day: DAY, kind: 'part' },
  { from: '2', to: '3/x', day: DAY, kind: 'whole' },
]);

const KINDS: readonly Authored[] = [{ kind: 'same' }, { kind: 'broader' }, { kind: 'narrower' }, { kind: 'part' }];
const link = (from: string, to: string) => fc.constantFrom(...KINDS).map((kind): Authored => ({ from, to, ...kind }));

const others = fc.tuple(link('K', 'M'), share, fc.boolean()).map(([one, part, isNoted]): readonly Authored[] => [
  {
    to: 'OTHER',
    ...(isNoted && { note: { en: 'By hand', fr: 'À la main' } }),
    links: [
      one,
      { from: 'L', to: 'N', kind: 'split', share: part },
      { from: 'L', to: 'O', kind: 'split', share: Number((1 - part).toFixed(2)) },
    ],
  },
]);

const item = (code: string, names: Authored): Authored => ({ code, names });

/** Two lists that know each other, one over time, and one whose parents stand in it. */
export const crosswalkedLists: fc.Arbitrary<readonly Authored[]> = fc
  .record({ timed, successions, others, owner: words('Office'), k: words('k'), version: fc.constantFrom('1', '2026') })
  .map((given) => [
    { code: 'TIMED', names: given.k, owner: given.owner, items: given.timed, successions: given.successions },
    {
      code: 'OWN',
      names: given.k,
      version: given.version,
      definition: given.owner,
      items: [item('K', given.k), item('L', given.k)],
      crosswalks: given.others,
    },
    { code: 'OTHER', names: given.k, items: ['M', 'N', 'O'].map((code) => item(code, given.k)) },
    {
      code: 'CHILD',
      names: given.owner,
      parentList: 'OTHER',
      items: [
        { ...item('c', given.k), parent: 'M' },
        { ...item('d', given.k), parent: 'N' },
      ],
    },
  ]);
