/** Code lists of the story: the same code, another place. */
import type { listCodeLists, recodeCode, resolveCode } from '../../../src/dictionary/contract.ts';
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import { name } from './telling.ts';

export const lists: Answer<typeof listCodeLists> = {
  items: [
    { code: 'TINH', names: name('Tỉnh, thành phố', 'Provinces'), kind: 'imported', codes: 34 },
    { code: 'XA', names: name('Xã, phường, đặc khu', 'Communes'), kind: 'imported', parentList: 'TINH', codes: 3321 },
    { code: 'DEMO_XA', names: name('Xã, phường (mẫu)', 'Communes (sample)'), kind: 'imported', codes: 4 },
    { code: 'GIOI_TINH', names: name('Giới tính', 'Sex'), kind: 'release', codes: 2 },
    { code: 'DAN_TOC', names: name('Dân tộc', 'Ethnic groups'), kind: 'release', codes: 55 },
  ],
};

export function codes(on: string, parent: string | null) {
  if (parent !== null)
    return [
      {
        list: 'DEMO_XA',
        code: `${parent}-1`,
        names: name('Thôn Thượng', 'Upper village'),
        parent,
        validFrom: null,
        validTo: null,
        children: 0,
      },
    ];
  const then = on < '2025-07-01';
  const places = then
    ? [
        ['99101', 'Xã Đồng Lau'],
        ['99104', 'Xã Trại Cỏ'],
        ['99106', 'Xã Nà Ve'],
        ['99108', 'Xã Bến Sỏi'],
        ['99231', 'Xã Đá Rêu'],
        ['99234', 'Xã Khe Mây'],
      ]
    : [
        ['99101', 'Xã Đồng Lau'],
        ['99108', 'Phường Bến Sỏi'],
        ['99215', 'Phường Phố Gạch'],
        ['99231', 'Xã Khe Mây'],
      ];
  return places.map(([code = '', vi = '']) => ({
    list: 'DEMO_XA',
    code,
    names: name(vi, vi),
    parent: null,
    validFrom: then ? null : '2025-07-01',
    validTo: null,
    children: 1,
  }));
}

export const meaning = (on: string): Answer<typeof resolveCode> => {
  const then = on < '2025-07-01';
  return {
    list: 'DEMO_XA',
    code: '99231',
    on,
    meaning: {
      names: then ? name('Xã Đá Rêu', 'Đá Rêu Commune') : name('Xã Khe Mây', 'Khe Mây Commune'),
      parent: '98',
      validFrom: then ? null : '2025-07-01',
      validTo: then ? '2025-07-01' : null,
    },
    successors: then
      ? [{ code: '99231', names: name('Xã Khe Mây', 'Khe Mây Commune'), kind: 'whole', share: 1, day: '2025-07-01' }]
      : [],
    everyMeaning: [
      { names: name('Xã Đá Rêu', 'Đá Rêu Commune'), validFrom: null, validTo: '2025-07-01' },
      { names: name('Xã Khe Mây', 'Khe Mây Commune'), validFrom: '2025-07-01', validTo: null },
    ],
  };
};

const COMMUNES: readonly [string, string][] = [
  ['99231', 'Xã Khe Mây'],
  ['99101', 'Xã Đồng Lau'],
];

/** Before the change the commune was split: one part is stated, the other is not. */
export const recoded = (from: string, to: string): Answer<typeof recodeCode> => {
  const crossed = from < '2025-07-01' && to >= '2025-07-01';
  const told = crossed ? COMMUNES : COMMUNES.slice(0, 1);
  return {
    list: 'DEMO_XA',
    code: '99231',
    from,
    to,
    outcome: crossed ? 'several' : 'one',
    targets: told.map(([code, vi], i) => ({
      code,
      names: name(vi, vi),
      kind: crossed ? 'part' : 'whole',
      share: crossed ? (i === 0 ? 0.6 : null) : 1,
      weight: crossed ? ([0.6, 0.4][i] ?? 0) : 1,
    })),
    ended: [],
    chain: crossed
      ? told.map(([code], i) => ({
          from: '99231',
          to: code,
          day: '2025-07-01',
          kind: 'part',
          share: i === 0 ? 0.6 : null,
        }))
      : [],
  };
};
