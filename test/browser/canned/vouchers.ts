/** Keys of programs, gateways, and the sandbox. */
import type { BiAccess, listBi } from '../../../src/exchange/bi/bi-contract.ts';
import type { describeSandbox } from '../../../src/exchange/served/contract.ts';
import type { Key, listClientKeys, listGateways } from '../../../src/exchange/vouchers/contract.ts';
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import { bodyNamed } from './bodies.ts';
import { ok, type Teller } from './telling.ts';

const key = (label: string, client: string, more: Partial<Key> = {}): Key => ({
  client,
  label,
  body: bodyNamed('97'),
  profile: 'strong',
  shows: 'key',
  algorithm: 'EdDSA',
  sandbox: false,
  agreements: null,
  purposes: null,
  state: 'works',
  createdAt: '2026-11-01T02:00:00Z',
  validUntil: '2027-11-01T02:00:00Z',
  usedAt: '2026-11-22T09:31:00Z',
  revokedAt: null,
  ...more,
});

const keys: Answer<typeof listClientKeys> = {
  mayRegister: true,
  items: [
    key('Phần mềm một cửa', 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k', { agreements: ['TT-01'] }),
    key('Môi trường thử', 'gw-bVnZUyNv5fnzCiOy', { profile: 'gateway', shows: 'secret', sandbox: true }),
    key('Phần mềm cũ', 'ZaLeJUX0LUeQ-UC1bTdtsZ1n-hfykcwyEli9AhSP1i0', { state: 'revoked', usedAt: null }),
  ],
};
const sandbox: Answer<typeof describeSandbox> = {
  register: 'dang-vien',
  agreement: 'sandbox:dang-vien',
  release: 2,
  keys: [['69454564']],
  clients: [
    { language: 'typescript', files: ['artery.ts'] },
    { language: 'java', files: ['Artery.java', 'Json.java'] },
    { language: 'python', files: ['artery.py'] },
  ],
};
const gateways: Answer<typeof listGateways> = { consumers: [bodyNamed('99108')], mayDecide: true };
const access = (code: string, more: Partial<BiAccess> = {}): BiAccess => ({
  consumer: bodyNamed(code),
  login: 'bi_5f0c2f9d7a41be83',
  view: 'bi_5f0c2f9d7a41be83.dan_cu',
  openedAt: '2026-11-02T02:00:00Z',
  validUntil: '2027-03-01T17:00:00Z',
  seenAt: '2026-11-22T09:31:00Z',
  closedAt: null,
  closedBy: null,
  closedWords: null,
  ...more,
});
const bi: Answer<typeof listBi> = {
  mayDecide: true,
  unfit: null,
  address: null,
  database: 'artery',
  items: [
    access('99101'),
    access('99215', {
      seenAt: null,
      closedAt: '2026-11-20T02:00:00Z',
      closedBy: 'exchange/bi-other-columns',
      closedWords: 'Quyền khai thác nay mở các trường khác.',
    }),
  ],
};

export const aboutVouchers: Teller = (path) => {
  if (path === '/api/exchange/keys') return ok(keys);
  if (path.startsWith('/api/exchange/sandbox/')) return ok(sandbox);
  if (/^\/api\/exchange\/agreements\/[^/]+\/gateways$/.test(path)) return ok(gateways);
  if (/^\/api\/exchange\/agreements\/[^/]+\/bi$/.test(path)) return ok(bi);
  return undefined;
};
