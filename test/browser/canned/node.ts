/** Session, work, strategy and audit of an invented morning. */
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import type { Profile, readSession } from '../../../src/platform/identity/contract.ts';
import type { AuditItem, getCheckpoint, getEntry, getProof } from '../../../src/platform/ledger/contract.ts';
import type { listMyWork } from '../../../src/platform/work/contract.ts';
import type { IndicatorCard, listTasks } from '../../../src/strategy/contract.ts';
import { name, ok, type Teller } from './telling.ts';

const id = (n: number) => `0198c0de-0000-7000-8000-${String(n).padStart(12, '0')}`;

const roles: readonly [string, string, number, string, string, string][] = [
  ['lanhdao', 'Lãnh đạo, Trung ương (mẫu)', 1, 'TW', 'Trung ương (mẫu)', 'leader'],
  ['vanphong', 'Văn phòng dữ liệu (mẫu)', 2, 'TW-VP', 'Văn phòng dữ liệu (mẫu)', 'data-office'],
  ['chuquan', 'Chủ quản, Ban Tổ chức (mẫu)', 3, 'TW-BTC', 'Ban Tổ chức (mẫu)', 'data-manager'],
  ['tinh', 'Phụ trách dữ liệu, Tỉnh Vân Mộc', 5, '97', 'Tỉnh Vân Mộc', 'steward'],
  ['xa', 'Cán bộ, Xã Đồng Lau', 7, '99101', 'Xã Đồng Lau', 'officer'],
  ['lapTrinh', 'Lập trình viên, Sở mẫu, Vân Mộc', 5, '97', 'Tỉnh Vân Mộc', 'developer'],
  ['tuanthu', 'Bộ phận tuân thủ (mẫu)', 1, 'TW', 'Trung ương (mẫu)', 'compliance'],
];
const people: Profile[] = roles.map(([account, displayName, body, code, bodyName, post], i) => ({
  account: id(i + 1),
  name: account,
  displayName,
  kind: 'person',
  body: { id: body, code, name: name(bodyName, bodyName) },
  posts: [post],
}));

let who: Profile | null = people[0] ?? null;
const session = (): Answer<typeof readSession> => ({
  me: who,
  language: 'vi',
  languages: ['vi', 'en', 'ar'],
  timeZone: 'UTC',
  csrf: 'canned',
  demo: true,
  enterAs: people,
});

/** The page to sign in is looked at by nobody; every other page by the leader. */
export const aboutSession: Teller = (path, _query, method) => {
  if (path === '/api/session/language') return ok(session());
  if (path === '/api/session/demo') return ok(session());
  if (path === '/api/session/issuers')
    return ok({ items: [{ name: 'office', names: name('Định danh dùng chung (mẫu)', 'Common sign-in (sample)') }] });
  if (path !== '/api/session') return undefined;
  if (method === 'DELETE') who = null;
  return ok(session());
};
export const lookAs = (account: string) => {
  who = people.find((one) => one.name === account) ?? null;
};

const work: Answer<typeof listMyWork> = {
  items: [
    ['records.load', 'Danh sách đối khớp quý IV', 2, '/work/load'],
    [
      'strategy.answer-consultation',
      'Trả lời ý kiến “Chiến lược dữ liệu, dự thảo 2”',
      -3,
      '/strategy/consultations/CL-2',
    ],
    ['registers.correct', '14 đề nghị chỉnh lý của Xã Đồng Lau', 9, '/registers/dang-vien'],
  ].map(([kind, title, daysLeft, link], i) => ({
    id: id(100 + i),
    kind: String(kind),
    title: { key: 'web:work.what', values: { title } },
    body: 1,
    post: 'leader',
    due: `2026-11-2${4 + i}`,
    daysLeft: Number(daysLeft),
    overdue: Number(daysLeft) < 0,
    calendar: '2026',
    link: String(link),
    subject: 'dang-vien',
    state: 'open' as const,
    openedAt: '2026-11-10T02:00:00Z',
    closedAt: null,
  })),
  counts: { open: 3, overdue: 1 },
};
export const aboutWork: Teller = (path) => (path === '/api/work' ? ok(work) : undefined);

const body = (n: number, code: string, vi: string) => ({ id: n, code, names: name(vi, vi) });
const figure = (value: number, numerator: number, denominator: number) => ({
  value,
  numerator,
  denominator,
  expected: null,
  reported: 4,
  reporters: 4,
  low: null,
  high: null,
  missing: 0,
  asOf: '1/4711',
});
const plain = (
  code: string,
  vi: string,
  en: string,
  kind: IndicatorCard['kind'],
  f: IndicatorCard['figure'],
  more: Partial<IndicatorCard> = {},
): IndicatorCard => ({
  code,
  names: name(vi, en),
  kind,
  unit: '',
  figure: f,
  verdict: 'not-assessed',
  milestone: null,
  missingReports: [],
  words: null,
  secondsPerUnit: null,
  owner: body(3, 'TW-BTC', 'Ban Tổ chức (mẫu)'),
  trend: [],
  ...more,
});
const indicators: IndicatorCard[] = [
  plain(
    'CT-01',
    'Đảng viên có số định danh đã xác minh',
    'Members with a verified personal ID',
    'share',
    {
      ...figure(86, 2064, 2400),
      expected: 3469,
      reported: 2,
      low: 59.5,
      high: 90.3,
      missing: 1069,
    },
    {
      verdict: 'not-enough-basis',
      milestone: { label: name('quý IV/2026', 'Q4 2026'), day: '2026-12-31', value: 90 },
      missingReports: [
        { body: body(7, '99101', 'Xã Đồng Lau'), expected: 617, due: '2026-11-24', workingDays: 2 },
        { body: body(10, '99231', 'Xã Khe Mây'), expected: 452, due: '2026-11-05', workingDays: -12 },
      ],
    },
  ),
  plain('CT-02', 'Ô không phải khai lại', 'Cells not declared again', 'count', figure(12948, 12948, 1), {
    secondsPerUnit: 20,
  }),
  plain('CT-03', 'CSDL được đơn vị khác khai thác', 'Registers used by other bodies', 'ratio', figure(50, 3, 6)),
  plain(
    'CT-04',
    'Thời gian trả lời yêu cầu (trung vị, ngày làm việc)',
    'Median answer to a request, working days',
    'number',
    figure(6, 6, 1),
  ),
  plain('CT-05', 'Nhiệm vụ không quá hạn', 'Tasks not overdue', 'share', figure(83.3, 15, 18), {
    verdict: 'off-track',
  }),
  plain('CT-06', 'Đơn vị đã áp dụng bản phát hành 1.1', 'Bodies on release 1.1', 'ratio', figure(57.1, 4, 7), {
    verdict: 'on-track',
  }),
];
const task = (code: string, vi: string, lead: ReturnType<typeof body>, workingDays: number) => ({
  code,
  names: name(vi, vi),
  objective: 'MT-1',
  phase: '2025-2026',
  giver: body(1, 'TW', 'Trung ương (mẫu)'),
  lead,
  cooperating: [],
  state: 'running' as const,
  standing: 'overdue' as const,
  due: '2026-11-02',
  done: null,
  workingDays,
  progress: 40,
  indicator: null,
  parent: null,
  dependsOn: [],
  budget: null,
  aliases: [],
  version: 1,
});
const tasks: Answer<typeof listTasks> = {
  items: [
    task('NV-11', 'Kiểm kê dữ liệu cấp tỉnh', body(6, '98', 'Tỉnh Khê Giang'), -15),
    task('NV-12', 'Cử đầu mối dữ liệu ở 100 % xã', body(6, '98', 'Tỉnh Khê Giang'), -8),
    task('NV-13', 'Kết luận nguồn tin cậy “lý luận chính trị”', body(3, 'TW-BTC', 'Ban Tổ chức (mẫu)'), -2),
  ],
  counts: { all: 18, done: 7, running: 7, overdue: 3, notBegun: 1 },
};
export const aboutToday: Teller = (path) =>
  path === '/api/exchange/today' ? ok({ day: '2026-11-22', apiReads: 1, refusals: 2 }) : undefined;

export const aboutStrategy: Teller = (path) => {
  if (path === '/api/strategy/indicators') return ok({ items: indicators });
  if (path === '/api/strategy/tasks') return ok(tasks);
  return undefined;
};

const acts: readonly [string, string, boolean, string][] = [
  ['records.read-list', 'dang-vien', false, 'governance/own-body-scope'],
  ['records.commit-load', 'dang-vien', true, 'governance/own-body'],
  ['identity.sign-in', 'xa', true, 'identity/demo'],
  ['dictionary.search', 'release 2', true, 'governance/reaches-everywhere'],
  ['governance.ask-decisions', 'decide', true, 'governance/reaches-everywhere'],
];
const entries: AuditItem[] = Array.from({ length: 24 }, (_, i) => {
  const [action, subject, allowed, rule] = acts[i % acts.length] ?? acts[0] ?? ['', '', true, ''];
  return {
    id: id(i + 1),
    number: 1024 - i,
    at: `2026-11-22T0${9 - Math.floor(i / 6)}:1${i % 6}:00Z`,
    action,
    actor: id(5),
    actorName: 'Cán bộ, Xã Đồng Lau',
    body: 7,
    purpose: null,
    subject,
    allowed,
    rule,
    counts: { rows: 20 },
    records: 20,
  };
});
const checkpoint: Answer<typeof getCheckpoint> = {
  origin: 'artery.example/demo',
  size: 1024,
  root: 'uY9mGkJp3XwS2jW0p1nqZ8y0kq2vJ4yE0l8JrX7M2bA=',
  note: 'artery.example/demo\n1024\n…',
  vkey: 'artery.example/demo+3f2a+…',
  signedAt: '2026-11-22T09:15:00Z',
};
const entry: Answer<typeof getEntry> = {
  ...(entries[0] as AuditItem),
  leaf: '{"action":"records.read-list","actor":"0198c0de-0000-7000-8000-000000000005","allowed":false,"body":7,"detail":"9b1f0c…","rule":"governance/own-body-scope"}',
  detail: { state: 'readable', value: { path: '/api/bodies/99108/registers/dang-vien/records' } },
};
const proof: Answer<typeof getProof> = {
  number: 1024,
  leaf: entry.leaf,
  path: Array.from({ length: 10 }, () => checkpoint.root),
  checkpoint,
};

export const aboutAudit: Teller = (path, query) => {
  if (path === '/api/audit') {
    const wanted = query.get('allowed');
    return ok({ items: entries.filter(({ allowed }) => wanted === null || String(allowed) === wanted), next: 'more' });
  }
  if (path === '/api/audit/checkpoint') return ok(checkpoint);
  if (path === '/api/audit/verify') return ok({ ok: true, size: 1024, firstBad: null, fault: null, unsigned: 0 });
  if (path.startsWith('/api/audit/proof/')) return ok(proof);
  if (path.startsWith('/api/audit/')) return ok(entry);
  return undefined;
};
