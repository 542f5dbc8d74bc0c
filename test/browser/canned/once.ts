/** Declaring once: the map of sources, a dispute, corrections with their evidence, and the figures. */
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import {
  type Correction,
  type DisputePage,
  type listAuthorities,
  type listDisputed,
  type OnceLine,
  type readOnceOnly,
  type SourceName,
} from '../../../src/registers/contract.ts';
import { CorrectionPage } from '../../../src/registers/corrections/corrections-contract.ts';
import { bodyNamed } from './bodies.ts';
import { mayAll, name, ok, type Teller } from './telling.ts';

const id = (n: number) => `0193a1b2-0000-7000-8000-${String(n).padStart(12, '0')}`;
const source = (code: string, vi: string, en: string, here = true): SourceName => ({
  name: code,
  names: name(vi, en),
  here,
});
const population = source('dan-cu', 'CSDL dân cư (giả lập)', 'Population register (simulator)');
const members = source('dang-vien', 'Đảng viên', 'Party members');
const cadres = source('can-bo', 'Cán bộ', 'Cadres');
const enterprises = source('doanh-nghiep', 'CSDL doanh nghiệp', 'Register of enterprises', false);

const theory = name('Trình độ lý luận chính trị', 'Level of political theory');
const dispute: DisputePage = {
  id: id(1),
  element: 'DTD.CN.021',
  names: theory,
  holder: members,
  claimant: cadres,
  state: 'open',
  openedOn: '2026-11-10',
  due: '2026-11-24',
  daysOpen: 9,
  daysAllowed: 10,
  overdue: false,
  winner: null,
  closedAt: null,
  sides: [members, cadres].map((register, i) => ({
    register,
    since: i === 0 ? '2025-01-01' : '2026-11-10',
    manager: bodyNamed('TW-BTC'),
    named: i === 0,
    arguments: [
      {
        words: name(
          'Chứng chỉ là điều kiện bổ nhiệm, đã đối chiếu bản gốc.',
          'The certificate was compared with the original.',
        ),
        saidAt: '2026-11-10T02:00:00Z',
        body: bodyNamed('TW-BTC'),
      },
    ],
  })),
  evidence: { both: 171, same: 160, differing: 11, onlyHolder: 0, onlyClaimant: 0 },
  reason: null,
  closedBy: null,
};
const disputed: Answer<typeof listDisputed> = {
  items: [1, 2, 3].map((n) => ({
    holderRecord: id(20 + n),
    claimantRecord: id(30 + n),
    holder: 'TRUNG_CAP',
    claimant: 'CAO_CAP',
  })),
};

const authorities: Answer<typeof listAuthorities> = {
  items: [
    ['DTD.CN.002', name('Họ, chữ đệm và tên khai sinh', 'Birth name'), population],
    ['DTD.DV.004', name('Ngày vào Đảng', 'Date of admission'), members],
    ['DTD.TC.009', name('Mã số doanh nghiệp', 'Enterprise number'), enterprises],
    ['DTD.CN.021', theory, members],
    ['DTD.CN.030', name('Sở trường công tác', 'Strength at work'), null],
  ].map(([element, names, authority]) => ({
    element: element as string,
    names: names as ReturnType<typeof name>,
    entities: [{ name: 'party_member', names: name('Đảng viên', 'Party member') }],
    authority: authority as SourceName | null,
    since: authority === null ? null : '2025-01-01',
    disputedBy: element === 'DTD.CN.021' ? [cadres] : [],
    dispute: element === 'DTD.CN.021' ? dispute.id : null,
    former: [],
  })),
  sources: [
    {
      ...population,
      holder: name('Cơ quan quản lý CSDL dân cư (mẫu)', 'Population authority (sample)'),
      elements: 7,
      disputed: 0,
    },
    { ...members, holder: name('Ban Tổ chức (mẫu)', 'Organisation Commission (sample)'), elements: 5, disputed: 1 },
    {
      ...enterprises,
      holder: name('Cơ quan đăng ký kinh doanh', 'Business registration office'),
      elements: 4,
      disputed: 0,
    },
  ],
  counts: { elements: 17, withSource: 10, elsewhere: 4, disputed: 1, without: 7 },
};

const correction = (n: number, more: Partial<Correction> = {}): Correction => ({
  id: id(100 + n),
  register: 'dang-vien',
  record: id(200 + n),
  body: bodyNamed('99101'),
  field: 'birth_name',
  names: name('Họ, chữ đệm và tên khai sinh', 'Birth name'),
  said: 'Vũ Thị Mấy Hạ',
  held: 'Vũ Thị Mây Hạ',
  state: 'open',
  origin: 'comparison',
  openedAt: '2026-11-18T02:00:00Z',
  closedAt: null,
  reason: null,
  evidence: null,
  proposedBy: null,
  outside: false,
  causeDue: '2026-11-25',
  due: '2026-12-02',
  daysLeft: 7,
  overdue: false,
  follows: null,
  destination: null,
  ...more,
});
const corrections: Correction[] = [
  correction(1),
  correction(2, {
    field: 'birth_date',
    names: name('Ngày sinh', 'Date of birth'),
    said: '04/02/1991',
    held: '02/04/1991',
  }),
  correction(3, {
    origin: 'proposed',
    proposedBy: bodyNamed('97'),
    field: 'card_no',
    names: name('Số thẻ đảng viên', 'Number of the card'),
    said: '990000008888',
    held: '990000008889',
    evidence: 'Thẻ đảng, số in ở mặt trước.',
    daysLeft: -2,
    overdue: true,
  }),
];
const page: CorrectionPage = {
  ...(corrections[2] as Correction),
  registerNames: members.names,
  keeper: bodyNamed('99101'),
  mine: false,
  allowed: mayAll(CorrectionPage.properties.allowed, [
    'registers.undoSettlement',
    'registers.withdrawCorrection',
    'registers.sendCorrection',
  ]),
  files: [
    {
      id: id(300),
      name: 'the-dang.pdf',
      mediaType: 'application/pdf',
      size: 182_400,
      sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      addedAt: '2026-11-18T02:01:00Z',
    },
  ],
  others: [
    {
      id: id(90),
      state: 'refused',
      said: '990000008888',
      held: '990000008880',
      reason: 'Chưa có căn cứ kèm theo.',
      openedAt: '2026-10-02T02:00:00Z',
    },
  ],
};
/** Kept here, because its home is not on this node. */
const unsent: CorrectionPage = {
  ...page,
  ...correction(4, {
    origin: 'proposed',
    state: 'unsent',
    proposedBy: bodyNamed('99101'),
    evidence: 'Giấy chứng nhận đăng ký doanh nghiệp.',
    due: null,
    causeDue: null,
    daysLeft: null,
    destination: {
      name: enterprises.name,
      names: enterprises.names,
      holder: name('Cơ quan đăng ký kinh doanh', 'Business registration office'),
    },
  }),
  mine: true,
  allowed: mayAll(CorrectionPage.properties.allowed, ['registers.settleCorrection', 'registers.undoSettlement']),
  files: [],
  others: [],
};

const figures = {
  records: 600,
  found: 554,
  cellsSpared: 3324,
  asked: 598,
  hits: 594,
  correctionsOpen: 14,
  correctionsOverdue: 1,
  correctionsSettled: 11,
  correctionsInTime: 10,
  answerDays: 3,
  waitingDays: 4,
  duplicates: 2,
};
const line = (code: string): OnceLine => ({
  register: 'dang-vien',
  registerNames: members.names,
  body: bodyNamed(code),
  ...figures,
});
const onceOnly: Answer<typeof readOnceOnly> = { total: figures, items: [line('99101'), line('99108')] };

const answersOf: Readonly<Record<string, unknown>> = {
  '/api/authorities': authorities,
  '/api/disputes': { items: [dispute] },
  [`/api/disputes/${dispute.id}`]: dispute,
  [`/api/disputes/${dispute.id}/records`]: disputed,
  '/api/corrections': { items: corrections, open: { 'dang-vien': corrections.length } },
  [`/api/corrections/${page.id}`]: page,
  [`/api/corrections/${unsent.id}`]: unsent,
  '/api/once-only': onceOnly,
};

export const aboutOnce: Teller = (path) => (path in answersOf ? ok(answersOf[path]) : undefined);
export const oncePages = {
  dispute: `/registers/disputes/${dispute.id}`,
  correction: `/registers/corrections/${page.id}`,
  unsent: `/registers/corrections/${unsent.id}`,
} as const;
