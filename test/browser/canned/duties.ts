/** Who answers and who does not, of an invented morning. */
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import type {
  listGaps,
  listResponsibilities,
  MatrixCell,
  readMatrix,
  readMyDuties,
} from '../../../src/governance/responsibilities/contract.ts';
import { bodyNamed } from './bodies.ts';
import { name } from './telling.ts';

const members = { code: 'dang-vien', names: name('Đảng viên', 'Party members') };
const documents = { code: 'van-ban', names: name('Văn bản', 'Documents') };
const contact = { code: 'contact', names: name('Đầu mối dữ liệu', 'Data contact', 'منسق البيانات') };
const steward = { code: 'steward', names: name('Phụ trách dữ liệu', 'Data steward', 'أمين البيانات') };
const head = { code: 'head', names: name('Người đứng đầu', 'Head', 'الرئيس') };

const held: MatrixCell = { state: 'held' };
const none: MatrixCell = { state: 'none' };
const gap: MatrixCell = { state: 'gap', due: '2026-12-07' };
const from = (code: string): MatrixCell => ({ state: 'inherited', from: bodyNamed(code) });
const row = (code: string, level: string, depth: number, cells: MatrixCell[]) => ({
  ...{ body: bodyNamed(code), level, depth, cells },
});

export const matrix: Answer<typeof readMatrix> = {
  duties: [
    ...(['owner', 'manager', 'steward'] as const).map((code) => ({ code, kind: 'role' as const, names: {} })),
    ...[head, steward, contact].map((one) => ({ ...one, kind: 'post' as const })),
  ],
  items: [
    row('TW', 'central', 0, [{ state: 'held', registers: [members, documents] }, none, none, held, none, none]),
    row('TW-BTC', 'central', 1, [none, { state: 'held', registers: [members] }, none, from('TW'), none, none]),
    row('97', 'province', 1, [none, none, { state: 'held', registers: [members] }, from('TW'), held, none]),
    row('99101', 'commune', 2, [none, none, none, from('TW'), from('97'), held]),
    row('98', 'province', 1, [none, none, none, from('TW'), gap, none]),
    row('99231', 'commune', 2, [none, none, none, from('TW'), none, gap]),
  ],
  counts: { bodies: 6, gaps: 2 },
};

type Gap = Answer<typeof listGaps>['items'][number];
const line = (id: string, more: Partial<Gap>): Gap => ({
  ...{ id, kind: 'unfilled', register: null, role: null, duty: contact, body: bodyNamed('99231') },
  ...{ since: '2026-10-24', foundOn: '2026-11-22', due: '2026-12-07', daysLeft: 10, overdue: false },
  ...{ owedBy: bodyNamed('TW'), post: 'leader', escalatedOn: null, closedAt: null },
  ...more,
});
export const gaps: readonly Gap[] = [
  line('0193a1b2-0000-7000-8000-0000000000a1', {}),
  line('0193a1b2-0000-7000-8000-0000000000a2', { duty: steward, body: bodyNamed('98'), since: null, daysLeft: 2 }),
  line('0193a1b2-0000-7000-8000-0000000000a3', {
    ...{ kind: 'stale', register: documents, duty: null, body: bodyNamed('TW-BTC'), since: '2026-10-19' },
    ...{ due: '2026-11-19', daysLeft: -3, overdue: true, post: 'data-manager', owedBy: bodyNamed('TW-BTC') },
    escalatedOn: '2026-11-20',
  }),
];

type Line = Answer<typeof listResponsibilities>['items'][number];
const answers = (id: number, role: Line['role'], code: string, more: Partial<Line> = {}): Line => ({
  ...{ id, register: members, role, body: bodyNamed(code), account: null, from: null, to: null, state: 'in-force' },
  ...{ reviewedOn: '2026-06-01', reason: null },
  ...more,
});
export const responsibilities: readonly Line[] = [
  answers(1, 'owner', 'TW'),
  answers(2, 'manager', '98', { from: '2024-01-01', to: '2025-12-31', state: 'ended' }),
  answers(3, 'manager', 'TW-BTC', { from: '2026-01-01' }),
  answers(4, 'steward', '97', { account: { id: '0193a1b2-0000-7000-8000-0000000000b1', name: 'Phụ trách dữ liệu' } }),
];

export const myDuties: Answer<typeof readMyDuties> = {
  posts: [{ post: 'data-office', open: 3, overdue: 1 }],
  body: bodyNamed('TW-VP'),
  responsibilities: [answers(5, 'manager', 'TW-VP', { register: documents })],
  gaps: { open: 3, overdue: 1 },
  line: {
    kind: 'governance-unit',
    items: [
      {
        ...{ id: '0193a1b2-0000-7000-8000-0000000000c1', kind: 'governance.close-gap', subject: 'a', body: 7 },
        ...{ title: { key: 'governance:work.gap.stale', values: { register: documents.names } }, post: 'steward' },
        ...{ due: '2026-12-07', daysLeft: 10, overdue: false, calendar: '2026', link: '/governance/gaps' },
        ...{ state: 'open', openedAt: '2026-11-22T01:00:00Z', closedAt: null, bodyRef: bodyNamed('97') },
      },
    ],
    counts: { open: 1, overdue: 0 },
  },
};
