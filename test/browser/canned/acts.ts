/** Acts that need somebody else, of an invented morning. */
import type { Approval, ApprovalLine } from '../../../src/platform/approvals/contract.ts';
import { bodyNamed } from './bodies.ts';
import { ok, type Teller } from './telling.ts';

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

export const aboutActs: Teller = (path) => {
  if (path === '/api/approvals') return ok({ items: approvals });
  return path.startsWith('/api/approvals/') ? ok(one) : undefined;
};
