/** Quality: registers by criterion, an issue log, one contested defect, a frozen period. */
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import type { getBoard } from '../../../src/quality/board/contract.ts';
import type { listQuality, RegisterLine } from '../../../src/quality/contract.ts';
import { DefectPage, type DefectLine, type listAll } from '../../../src/quality/defects/contract.ts';
import type { GatePage, listGates } from '../../../src/exchange/gate/gate-contract.ts';
import type { listRounds, RoundLine } from '../../../src/quality/rounds/round-contract.ts';
import type { Look } from '../look.ts';
import { bodyNamed } from './bodies.ts';
import { mayAll, name, ok, type Teller } from './telling.ts';

const short = (code: string) => {
  const { id, names } = bodyNamed(code);
  return { id, code, names };
};

const qualities = [
  { code: 'accurate', names: { vi: 'Đúng', en: 'Accurate', ar: 'صحيحة' }, weight: 1 },
  { code: 'complete', names: { vi: 'Đủ', en: 'Complete', ar: 'كاملة' }, weight: 1 },
  { code: 'clean', names: { vi: 'Sạch', en: 'Clean', ar: 'نظيفة' }, weight: 1 },
  { code: 'live', names: { vi: 'Sống', en: 'Live', ar: 'حيّة' }, weight: 1 },
  { code: 'consistent', names: { vi: 'Thống nhất', en: 'Consistent', ar: 'متسقة' }, weight: 1 },
];
const score = (value: number | null, assessed: number, failing: number, band?: 'red') => ({
  score: value,
  band: band ?? (value === null ? ('not-assessed' as const) : value >= 90 ? ('green' as const) : ('yellow' as const)),
  assessed,
  failing,
});
const criteria = (values: readonly number[]): RegisterLine['criteria'] =>
  values.map((value, i) => {
    const { code, names, weight } = qualities[i] ?? { code: '', names: {}, weight: 1 };
    return { criterion: code, names, weight, score: score(value, 2400, Math.round((100 - value) * 24)) };
  });

const members = name('Danh sách đảng viên', 'Party members');
const cadres = name('Hồ sơ cán bộ', 'Cadres');

const overview: Answer<typeof listQuality> = {
  qualities,
  bands: { green: 90, yellow: 75 },
  items: [
    {
      ...{
        register: 'dang-vien',
        names: members,
        score: score(96.4, 64_312, 61),
        criteria: criteria([99.1, 97.2, 99.9, 88.4, 99.2]),
      },
      ...{ rules: 61, stopped: 1, fields: 43, uncovered: 6 },
    },
    {
      ...{ register: 'can-bo', names: cadres, score: score(99.5, 5_310, 1, 'red'), criteria: criteria([99.9, 99.1]) },
      ...{ rules: 34, stopped: 0, fields: 28, uncovered: 3 },
    },
    {
      ...{ register: 'van-ban', names: name('Văn bản', 'Documents'), score: score(null, 0, 0), criteria: [] },
      ...{ rules: 0, stopped: 0, fields: 19, uncovered: 19 },
    },
  ],
};

const line = (n: number, more: Partial<DefectLine>): DefectLine => ({
  id: `01930000-0000-7000-8000-00000000000${String(n)}`,
  code: `SL-2026-${String(n)}`,
  ...{
    register: 'dang-vien',
    registerNames: members,
    record: `01930000-0000-7000-8000-0000000000a${String(n)}`,
    rows: 1,
  },
  ...{ rule: 'complete', ruleNames: {}, field: 'branch', names: name('Chi bộ', 'Branch'), dimension: 'complete' },
  ...{ group: 'missing', level: 'error', source: 'quality.scores', foundOn: '2026-11-23' },
  ...{
    body: short('99108'),
    keeper: short('99108'),
    causeDue: '2026-11-30',
    due: '2026-12-07',
    daysLeft: 6,
    overdue: false,
  },
  ...{ state: 'open', outcome: null, cause: null, action: null, assignee: null, mine: false },
  ...{ escalatedOn: null, escalatedTo: null, correction: null },
  ...more,
});

const crossed = name('Ngày chính thức không trước ngày kết nạp', 'Full membership does not come before admission');
const items: DefectLine[] = [
  line(1, {
    group: 'cross-field',
    rule: 'official_after_admission',
    ruleNames: crossed,
    field: '',
    overdue: true,
    daysLeft: -2,
    state: 'cause-found',
    cause: 'Nhập ngược ngày và tháng',
  }),
  line(2, { group: 'broken-reference', rule: 'reference', assignee: 'Nguyễn Thị Mẫu', mine: true, state: 'mending' }),
  line(3, { group: 'stale', rule: 'fresh', level: 'warning', keeper: short('99215'), body: short('99215') }),
  line(4, {
    group: 'format',
    rule: 'code-list',
    record: null,
    rows: 1204,
    keeper: short('99231'),
    body: short('99231'),
  }),
  line(5, {
    group: 'source-mismatch',
    rule: 'matches-source',
    source: 'registers.corrections',
    correction: '01930000-0000-7000-8000-0000000000c5',
  }),
  line(6, { group: 'duplicate', rule: 'unique', level: 'incident', state: 'contested' }),
];
const log: Answer<typeof listAll> = { items, counts: [] };

const page: DefectPage = {
  ...(items[5] as DefectLine),
  contests: [
    {
      ...{
        id: '01930000-0000-7000-8000-0000000000d1',
        by: 'Nguyễn Thị Mẫu',
        body: short('99108'),
        askedAt: '2026-11-24T02:00:00Z',
      },
      words: 'Hai người sinh đôi, số định danh liền nhau; không phải trùng.',
      ...{ answerer: short('97'), answeredBy: null, answeredBody: null, upheld: null, answer: null, answeredAt: null },
    },
  ],
  allowed: mayAll(DefectPage.properties.allowed, ['quality.mendDefects', 'quality.contestDefect']),
};

const figure = (value: number | null, failing: number) => ({ criterion: '', ...score(value, 1046, failing) });
const board: Answer<typeof getBoard> = {
  periods: [
    {
      code: '2026-Q3',
      from: '2026-07-01',
      to: '2026-09-30',
      frozenAt: '2026-11-02T02:00:00Z',
      aboveFrom: '2026-11-16',
      hash: null,
    },
  ],
  period: {
    code: '2026-Q3',
    from: '2026-07-01',
    to: '2026-09-30',
    frozenAt: '2026-11-02T02:00:00Z',
    aboveFrom: '2026-11-16',
    hash: null,
  },
  items: [
    {
      ...{ register: 'dang-vien', names: members, body: short('99108'), own: true, first: false, withdrawn: false },
      ...{ aboveFrom: '2026-11-16', whole: figure(82.1, 187), figures: [], contests: [], mayContest: true },
    },
    {
      ...{ register: 'dang-vien', names: members, body: short('99231'), own: false, first: true, withdrawn: false },
      ...{
        aboveFrom: '2026-11-16',
        whole: { criterion: '', score: null, band: 'not-scored', assessed: null, failing: null },
      },
      ...{ figures: [], contests: [], mayContest: false },
    },
  ],
  mayFreeze: true,
};

const gatePoint = (
  code: string,
  names: GatePage['points'][number]['names'],
  rest: Pick<GatePage['points'][number], 'group' | 'check' | 'state' | 'stops' | 'failing' | 'of'>,
): GatePage['points'][number] => ({ code, names, ...rest, lift: null });

const gate: GatePage = {
  ...{ register: 'dang-vien', asked: true, open: false, mayLift: true, liftUntil: '2026-12-22' },
  points: [
    gatePoint('1', name('Cấu trúc ánh xạ đủ với từ điển', 'Structure mapped to the dictionary in full'), {
      ...{ group: 'structure', check: 'mapped', state: 'passes', stops: false, failing: 0, of: 43 },
    }),
    gatePoint('2', name('Khoá chính và khoá liên kết không trống', 'No key or reference is empty'), {
      ...{ group: 'structure', check: 'keys', state: 'stops', stops: true, failing: 1, of: 2400 },
    }),
    gatePoint('5', name('Đơn vị tạo lập đã xác nhận dữ liệu', 'Confirmed by the body that made it'), {
      ...{ group: 'business', check: 'signed-round', state: 'fails', stops: false, failing: 2, of: 4 },
    }),
    {
      ...gatePoint('11', name('Nhật ký truy vết đang bật', 'The audit trail is on'), {
        ...{ group: 'connection', check: 'audited', state: 'lifted', stops: true, failing: null, of: null },
      }),
      lift: { until: '2026-12-01', reason: 'Đang khôi phục nhật ký từ bản sao.', decidedOn: '2026-11-20' },
    },
    gatePoint('10', name('Có giới hạn lượt gọi', 'Reads are limited'), {
      ...{ group: 'connection', check: 'limited', state: 'not-assessed', stops: false, failing: null, of: null },
    }),
  ],
  whoCanLift: name('Ban Tổ chức (mẫu)', 'Organisation Commission (sample)'),
  refusal: {
    ...{ allowed: false, rule: 'exchange/gate-closed', facts: { failing: 1, of: 2400 }, remedy: 'mend-or-lift' },
    words: {
      reason: 'Bản ghi hiện không được chuyển đi: điểm “Khoá chính và khoá liên kết không trống” chưa đạt (1/2400).',
      remedy: 'Rà soát nội dung của điểm kiểm, hoặc đề nghị chủ quản dữ liệu gỡ chặn trong một số ngày.',
    },
  },
};
const gates: Answer<typeof listGates> = {
  items: [
    { register: 'dang-vien', names: members, open: false, stops: 1, fails: 1, notAssessed: 1, points: 11 },
    { register: 'can-bo', names: cadres, open: true, stops: 0, fails: 2, notAssessed: 3, points: 11 },
  ],
};

const roundLine = (code: string, more: Partial<RoundLine>): RoundLine => ({
  ...{ round: 'quarter-4', names: name('Danh sách đối khớp quý IV', 'Quarterly list, fourth quarter') },
  ...{ register: 'dang-vien', registerNames: members, against: 'levels', body: short(code), due: '2026-11-17' },
  ...{ expected: 1046, reported: true, below: null, above: null, changedSince: false, counted: 0, differences: [] },
  ...{ maySignBelow: false, maySignAbove: false },
  ...more,
});
const dated = (on: string) => ({ on, hash: null, records: null, by: null });
const rounds: Answer<typeof listRounds> = {
  items: [
    roundLine('99101', { expected: 617, reported: false, due: '2026-11-25', maySignBelow: true }),
    roundLine('99108', { below: dated('2026-11-13'), above: dated('2026-11-13') }),
    roundLine('99215', {
      ...{ expected: 1354, counted: 1, maySignAbove: true, changedSince: true },
      below: { on: '2026-11-12', hash: 'ab'.repeat(32), records: 1354, by: short('99215') },
      differences: [
        {
          id: '0193a1b2-0000-7000-8000-0000000000d1',
          what: 'Một chi bộ: danh sách phường ghi 31 đảng viên, danh sách tỉnh ghi 30.',
          ...{ foundOn: '2026-11-14', settledOn: null, outcome: null, answer: null },
        },
        {
          id: '0193a1b2-0000-7000-8000-0000000000d2',
          what: 'Một số thẻ đảng được ghi cho hai người.',
          ...{ foundOn: '2026-11-14', settledOn: '2026-11-16', outcome: 'mended', answer: 'Đã sửa số thẻ tại chi bộ.' },
        },
      ],
    }),
  ],
};

export const aboutQuality: Teller = (path) => {
  if (path === '/api/quality/rounds') return ok(rounds);
  if (path === '/api/exchange/gates') return ok(gates);
  if (/^\/api\/registers\/[^/]+\/gate$/.test(path)) return ok(gate);
  if (path === '/api/quality') return ok(overview);
  if (path === '/api/quality/board') return ok(board);
  if (path === '/api/defects') return ok(log);
  if (path.startsWith('/api/defects/')) return ok(page);
  return undefined;
};

export const qualityPages: readonly Look[] = [
  { name: 'quality', path: '/quality' },
  { name: 'quality-defects', path: '/quality/defects' },
  { name: 'quality-defects-board', path: '/quality/defects?as=board' },
  { name: 'quality-defect', path: `/quality/defects/${items[5]?.id ?? ''}` },
  { name: 'quality-scoreboard', path: '/quality/board' },
  { name: 'quality-profile', path: '/quality/profile' },
  { name: 'gate', path: '/registers/dang-vien/gate' },
  { name: 'rounds', path: '/quality/rounds' },
  { name: 'gates', path: '/exchange/gates' },
];
