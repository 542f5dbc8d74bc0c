/** Code lists of the story: the same code, another place. */
import type {
  compareCodeEditions,
  getCrosswalk,
  listCodeEditions,
  listCodeLists,
  listCrosswalks,
  recodeCode,
  recutSeries,
  resolveCode,
} from '../../../src/dictionary/contract.ts';
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import { name } from './telling.ts';

export const lists: Answer<typeof listCodeLists> = {
  items: [
    { code: 'TINH', names: name('Tỉnh, thành phố', 'Provinces'), kind: 'imported', version: '1.0', codes: 34 },
    {
      code: 'XA',
      names: name('Xã, phường, đặc khu', 'Communes'),
      kind: 'imported',
      version: '1.0',
      parentList: 'TINH',
      codes: 3321,
    },
    {
      code: 'DEMO_XA',
      names: name('Xã, phường (mẫu)', 'Communes (sample)'),
      kind: 'imported',
      version: '1.0',
      codes: 4,
    },
    { code: 'GIOI_TINH', names: name('Giới tính', 'Sex'), kind: 'release', version: '1.2', codes: 2 },
    { code: 'DAN_TOC', names: name('Dân tộc', 'Ethnic groups'), kind: 'release', version: '1.2', codes: 55 },
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
        former: false,
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
    former: false,
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
    predecessors: then
      ? []
      : [
          { code: '99231', names: name('Xã Đá Rêu', 'Đá Rêu Commune'), kind: 'whole', share: 1, day: '2025-07-01' },
          { code: '99234', names: name('Xã Khe Mây', 'Khe Mây Commune'), kind: 'whole', share: 1, day: '2025-07-01' },
        ],
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

export const editions: Answer<typeof listCodeEditions> = {
  items: [
    { day: '2026-04-30', codes: 4, began: 1, ended: 1, successions: 0 },
    { day: '2025-07-01', codes: 4, began: 2, ended: 4, successions: 5 },
    { day: null, codes: 6, began: 6, ended: 0, successions: 0 },
  ],
};

export const editionDifference: Answer<typeof compareCodeEditions> = {
  from: '2025-06-30',
  to: '2025-07-01',
  counts: { reused: 1, ended: 1, joined: 1 },
  unchanged: 1,
  items: [
    {
      code: '99101',
      kind: 'joined',
      before: name('Xã Đồng Lau', 'Đồng Lau Commune'),
      after: name('Xã Đồng Lau', 'Đồng Lau Commune'),
      parentBefore: '97',
      parentAfter: '97',
      became: [{ code: '99101', names: name('Xã Đồng Lau', 'Đồng Lau Commune'), kind: 'whole', share: 1 }],
      madeOf: [
        { code: '99101', names: name('Xã Đồng Lau', 'Đồng Lau Commune'), kind: 'whole', share: 1 },
        { code: '99106', names: name('Xã Nà Ve', 'Nà Ve Commune'), kind: 'part', share: 0.6 },
      ],
    },
    {
      code: '99231',
      kind: 'reused',
      before: name('Xã Đá Rêu', 'Đá Rêu Commune'),
      after: name('Xã Khe Mây', 'Khe Mây Commune'),
      parentBefore: '98',
      parentAfter: '98',
      became: [{ code: '99231', names: name('Xã Khe Mây', 'Khe Mây Commune'), kind: 'whole', share: 1 }],
      madeOf: [{ code: '99231', names: name('Xã Đá Rêu', 'Đá Rêu Commune'), kind: 'whole', share: 1 }],
    },
  ],
};

const SEX_A = name('Giới tính (hệ thống mẫu A)', 'Sex (sample system A)');
const SEX_B = name('Giới tính (hệ thống mẫu B)', 'Sex (sample system B)');
const SEX = name('Giới tính', 'Sex');

export const crosswalkHeads: Answer<typeof listCrosswalks> = {
  items: [
    {
      list: 'GIOI_TINH_HE_A',
      names: SEX_A,
      to: 'GIOI_TINH',
      toNames: SEX,
      on: null,
      toOn: null,
      note: null,
      origin: 'release',
      links: 3,
    },
    {
      list: 'GIOI_TINH_HE_B',
      names: SEX_B,
      to: 'GIOI_TINH',
      toNames: SEX,
      on: null,
      toOn: null,
      note: null,
      origin: 'import',
      links: 2,
    },
  ],
};

/** M is male in one and female in the other. */
export const crosswalk: Answer<typeof getCrosswalk> = {
  list: 'GIOI_TINH_HE_A',
  names: SEX_A,
  to: 'GIOI_TINH_HE_B',
  toNames: SEX_B,
  on: '2026-11-22',
  toOn: '2026-11-22',
  note: null,
  way: [
    { list: 'GIOI_TINH_HE_A', to: 'GIOI_TINH', on: null, toOn: null, by: 'release', inverse: false },
    { list: 'GIOI_TINH', to: 'GIOI_TINH_HE_B', on: null, toOn: null, by: 'release', inverse: true },
  ],
  ways: [['GIOI_TINH'], ['GIOI_TINH', 'GIOI_TINH_CU']],
  coverage: {
    from: 3,
    fromLinked: 2,
    to: 3,
    toLinked: 2,
    kinds: { same: 2, broader: 0, narrower: 0, split: 0, merge: 0, part: 0 },
  },
  total: 4,
  items: [
    {
      from: 'F',
      fromNames: name('Nữ', 'Female'),
      to: 'M',
      toNames: name('Nữ', 'Female'),
      kind: 'same',
      share: 1,
      back: 1,
    },
    {
      from: 'M',
      fromNames: name('Nam', 'Male'),
      to: 'H',
      toNames: name('Nam', 'Male'),
      kind: 'same',
      share: 1,
      back: 1,
    },
    {
      from: 'U',
      fromNames: name('Không rõ', 'Unknown'),
      to: null,
      toNames: {},
      kind: null,
      share: null,
      back: null,
    },
    { from: null, fromNames: {}, to: 'X', toNames: name('Khác', 'Other'), kind: null, share: null, back: null },
  ],
};

export const recut: Answer<typeof recutSeries> = {
  list: 'XA',
  from: '2025-06-30',
  to: '2026-11-22',
  rows: [
    {
      code: '99101',
      names: name('Xã Đồng Lau', 'Đồng Lau Commune'),
      value: '14.8',
      exact: '10.5',
      estimated: '4.3',
      because: ['share'],
      from: ['99104', '99106'],
    },
  ],
  apart: [{ row: 3, code: '00000', value: '3.0', reason: 'unknown' }],
  doubles: [],
  total: '17.8',
  carried: '14.8',
};
