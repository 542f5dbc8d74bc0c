/** Acts that need somebody else, of an invented morning. */
import type { listDelegations } from '../../../src/governance/delegations/contract.ts';
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import type { Approval, ApprovalLine } from '../../../src/platform/approvals/contract.ts';
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
  decision: null,
  outcome: null,
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

export const aboutActs: Teller = (path) => {
  if (path === '/api/governance/delegations') return ok(delegations);
  if (path === '/api/approvals') return ok({ items: approvals });
  return path.startsWith('/api/approvals/') ? ok(one) : undefined;
};
