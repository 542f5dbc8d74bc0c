/** The person's window: four reads, one copy, by an officer on her behalf. */
import type { WindowPage, windowState } from '../../../src/exchange/window/contract.ts';
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import { bodyNamed } from './bodies.ts';
import { name, ok, type Teller } from './telling.ts';

const members = { code: 'dang-vien', names: name('Đảng viên', 'Party members') };
const law = {
  ...{ code: 'luat-91-11', names: name('Luật Bảo vệ dữ liệu cá nhân, Điều 11', 'Data Protection Law, art. 11') },
  ...{ citation: '91/2025/QH15 art. 11(2)', kind: 'law' as const, law: '91/2025/QH15', article: '11(2)', text: null },
};
const decision = {
  ...{ id: '0193a1b2-0000-7000-8000-000000000077', open: true, number: '12-QĐ/VPDL (mẫu)', from: '2026-10-23' },
  reason: name('Mở cho bản dùng thử', 'Open for the trial'),
  ...{ citation: '91/2025/QH15 art. 4', registers: [members], decidedAt: '2026-10-23T02:00:00Z' },
};
const purpose = { code: 'quan-ly-ho-so', names: name('quản lý hồ sơ', 'keeping one’s own records') };
const state: Answer<typeof windowState> = {
  ...{ open: true, decision, decisions: [decision], linked: true, mayOpen: true, mayDecide: true },
};
const read = (at: string, body: string, post: string, way: string): WindowPage['reads'][number] => ({
  ...{ at, body: bodyNamed(body), post, name: null, way, purpose, bases: [law] },
  data: [
    {
      register: members,
      fields: way === 'list' ? [{ code: 'birth_name', names: name('Họ và tên khai sinh', 'Birth name') }] : null,
    },
  ],
});
const record = '0193a1b2-0000-7000-8000-000000000417';
const window: WindowPage = {
  person: '099190000417',
  onBehalf: false,
  decision,
  held: [{ register: members, record, body: bodyNamed('99108'), keeper: bodyNamed('99108'), stands: true }],
  reads: [
    read('2026-11-21T03:10:00Z', '99108', 'officer', 'one'),
    read('2026-11-20T08:00:00Z', '97', 'steward', 'list'),
    read('2026-11-18T02:30:00Z', 'TW-BTC', 'data-manager', 'lookup'),
    { ...read('2026-11-11T09:45:00Z', '97', 'steward', 'export'), purpose: null, bases: [], post: null },
  ],
  copies: [
    {
      ...{ body: bodyNamed('TW'), register: members, agreement: 'TT-02', purpose, bases: [law] },
      fields: [{ code: 'birth_name', names: name('Họ và tên khai sinh', 'Birth name') }],
      ...{ since: '2026-10-01T00:00:00Z', until: null },
    },
  ],
};

export const aboutPrivacy: Teller = (path) => {
  if (path === '/api/window/state') return ok(state);
  if (path === '/api/window') return ok(window);
  return undefined;
};
