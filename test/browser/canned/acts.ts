/** Acts that need somebody else, of an invented morning. */
import type { getBreakGlass, listBreakGlass, RightLine } from '../../../src/governance/break-glass/contract.ts';
import type { listDelegations } from '../../../src/governance/delegations/contract.ts';
import type { readHandover } from '../../../src/governance/handover/contract.ts';
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import type { Approval, ApprovalLine } from '../../../src/platform/approvals/contract.ts';
import type { listKeys, listSessions } from '../../../src/platform/identity/contract.ts';
import type { listFilters, readFacets } from '../../../src/platform/ledger/explorer-contract.ts';
import { bodyNamed } from './bodies.ts';
import { name, ok, type Teller } from './telling.ts';

const id = (n: number) => `0193a1b2-0000-7000-8000-0000000000d${String(n)}`;
const office = { account: id(8), name: 'Văn phòng dữ liệu (mẫu)', body: bodyNamed('TW-BTC') };
const leader = { account: id(9), name: 'Lãnh đạo, Trung ương (mẫu)', body: bodyNamed('TW') };

const waiting = (n: number, more: Partial<ApprovalLine> = {}): ApprovalLine => ({
  ...{ id: id(n), action: 'governance.lower-labels', permission: 'governance.lower-labels' },
  ...{ about: { register: 'dang-vien' }, proposedBy: office, proposedAt: '2026-11-22T01:00:00Z' },
  ...{ expiresAt: '2026-11-25T01:00:00Z', state: 'open', decidedBy: null, decidedAt: null, reason: null },
  ...{ mine: false, mayAgree: true },
  ...more,
});
const approvals: readonly ApprovalLine[] = [
  waiting(1),
  waiting(2, { action: 'bodies.merge-bodies', proposedBy: leader, mine: true, mayAgree: 'own-proposal' }),
  waiting(3, { action: 'bodies.assign-post', mayAgree: 'named-in-it' }),
];
const one: Approval = {
  ...waiting(1),
  digest: 'ab'.repeat(32),
  request: { register: 'dang-vien', to: { personal: 'basic' }, number: '12-QĐ/VP', reviewOn: '2027-11-22' },
  names: {},
  decision: null,
  outcome: null,
};

const right = (n: number, more: Partial<RightLine> = {}): RightLine => ({
  ...{ id: id(n), who: 'Cán bộ cập nhật, Xã Đồng Lau (mẫu)', body: bodyNamed('99101'), permissions: ['records.read'] },
  ...{ registers: [{ code: 'dang-vien', names: name('Đảng viên', 'Party members') }], hours: 4 },
  ...{ reason: 'Bão cô lập Phường Bến Sỏi, cần danh sách để cứu trợ', state: 'asked', askedAt: '2026-11-22T01:00:00Z' },
  ...{ waitsUntil: '2026-11-22T02:00:00Z', confirmedBy: null, confirmedAt: null, endsAt: null, endedAt: null },
  ...{ reviewedBy: null, reviewedAt: null, justified: null, finding: null },
  ...{ mine: false, mayConfirm: true, mayEnd: true, mayReview: false },
  ...more,
});
const opened = { confirmedBy: leader.name, confirmedAt: '2026-11-22T01:10:00Z', endsAt: '2026-11-22T05:10:00Z' };
const ended = { ...opened, state: 'ended', endedAt: '2026-11-22T03:00:00Z', mayConfirm: false, mayEnd: false } as const;
const rights: Answer<typeof listBreakGlass> = {
  items: [
    right(5),
    right(6, { ...opened, state: 'open', mayConfirm: false, registers: null }),
    right(7, { ...ended, mayReview: true }),
  ],
  offered: ['records.read', 'records.read-history', 'registers.lookup', 'registers.read-golden'],
  hours: 4,
};
const oneRight: Answer<typeof getBreakGlass> = {
  ...right(7, { ...ended, mayReview: true }),
  acts: ['records.list', 'records.read'].map((action, n) => ({
    ...{ entry: id(n), at: `2026-11-22T01:2${String(n)}:00Z`, action, subject: 'dang-vien', records: 3 - n },
  })),
};

const delegations: Answer<typeof listDelegations> = {
  items: [
    {
      ...{ id: id(4), body: bodyNamed('99231'), to: bodyNamed('97'), givenBy: bodyNamed('99231') },
      ...{ account: 'Bí thư, Xã Khe Mây', permissions: ['records.load', 'quality.mend'], from: '2026-11-01' },
      registers: [{ code: 'dang-vien', names: name('Đảng viên', 'Party members', 'أعضاء الحزب') }],
      ...{ until: '2026-12-31', reason: 'Đường truyền hỏng sau lũ', state: 'in-force', mine: true, mayEnd: true },
    },
    {
      ...{ id: id(5), body: bodyNamed('99101'), to: bodyNamed('97'), givenBy: bodyNamed('99101') },
      ...{ account: 'Cán bộ', permissions: ['registers.lookup'], registers: null, from: '2026-12-01' },
      ...{ until: '2026-12-05', reason: 'Nghỉ phép', state: 'later', mine: false, mayEnd: false },
    },
  ],
  ...{ offered: ['records.load', 'quality.mend', 'records.edit'], fromAbove: true, days: 366 },
};

const handover: Answer<typeof readHandover> = {
  person: { account: id(6), name: 'Phụ trách dữ liệu, Tỉnh Vân Mộc' },
  posts: [{ id: 1, body: bodyNamed('97'), post: 'steward', from: null, to: null, open: 4, overdue: 1 }],
  duties: [
    {
      ...{ id: 2, role: 'steward', body: bodyNamed('97'), to: null },
      register: { code: 'dang-vien', names: name('Đảng viên', 'Party members', 'أعضاء الحزب') },
    },
  ],
  ...{ keys: 1, delegations: 2, may: true },
  candidates: [{ account: id(7), name: 'Cán bộ, Tỉnh Vân Mộc', body: bodyNamed('97') }],
};
const session = { expiresAt: '2026-11-22T14:00:00Z', authenticatedAt: '2026-11-22T01:00:00Z' };
const sessions: Answer<typeof listSessions>['items'] = [
  {
    ...{ ...session, id: id(1), createdAt: '2026-11-22T01:00:00Z', seenAt: '2026-11-22T02:00:00Z', current: true },
    ...{ agent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/150', strength: 'several' },
  },
  {
    ...{ ...session, id: id(2), createdAt: '2026-11-21T01:00:00Z', seenAt: '2026-11-21T09:00:00Z', current: false },
    ...{ agent: 'Mozilla/5.0 (Windows NT 10.0) Chrome/160', strength: 'single' },
  },
];
const keys: Answer<typeof listKeys>['items'] = [
  {
    ...{ id: id(3), label: 'Nạp hằng đêm', hint: 'ak_7Q2x', createdAt: '2026-10-01T01:00:00Z' },
    ...{ expiresAt: '2027-10-01T01:00:00Z', usedAt: '2026-11-22T00:30:00Z' },
  },
];
const facets: Answer<typeof readFacets> = {
  facets: [
    {
      facet: 'action',
      values: [
        { value: 'records.load', name: null, count: 812 },
        { value: 'identity.sign-in', name: null, count: 96 },
      ],
    },
    { facet: 'actor', values: [{ value: id(8), name: 'Cán bộ, Xã Đồng Lau', count: 610 }] },
    { facet: 'body', values: [{ value: '7', name: null, count: 610 }] },
    {
      facet: 'allowed',
      values: [
        { value: 'true', name: null, count: 1180 },
        { value: 'false', name: null, count: 20 },
      ],
    },
    { facet: 'rule', values: [{ value: 'governance/on-behalf', name: null, count: 14 }] },
    { facet: 'day', values: [{ value: '2026-11-22', name: null, count: 77 }] },
  ],
  ...{ counted: 1200, more: false },
};
const filters: Answer<typeof listFilters>['items'] = [
  { id: id(1), name: 'Bị từ chối tháng này', query: { allowed: false }, post: null, mine: true },
  { id: id(2), name: 'Làm thay', query: { rule: 'governance/on-behalf' }, post: 'compliance', mine: false },
];

export const aboutActs: Teller = (path) => {
  if (path === '/api/governance/break-glass') return ok(rights);
  if (path.startsWith('/api/governance/break-glass/')) return ok(oneRight);
  if (path === '/api/governance/delegations') return ok(delegations);
  if (path.startsWith('/api/governance/handovers/')) return ok(handover);
  if (path === '/api/sessions') return ok({ items: sessions });
  if (path === '/api/session/links') return ok({ items: [{ issuer: 'office', linkedAt: '2026-09-01T02:00:00Z' }] });
  if (path === '/api/keys') return ok({ items: keys });
  if (path === '/api/audit/facets') return ok(facets);
  if (path === '/api/audit/filters') return ok({ items: filters });
  if (path === '/api/approvals') return ok({ items: approvals });
  return path.startsWith('/api/approvals/') ? ok(one) : undefined;
};
