/** Five nodes, one of them silent, one that asks to join; and what flows between them. */
import type { Static } from 'typebox';
import type { listParcels } from '../../../src/exchange/delivery/delivery-contract.ts';
import type { CharterView } from '../../../src/exchange/nodes/charter-contract.ts';
import type { Flow, FlowPage, NodesPage, NodeView } from '../../../src/exchange/nodes/nodes-contract.ts';
import { name, ok, problem, type Teller } from './telling.ts';

const minutes = (n: number) => new Date(Date.now() - n * 60_000).toISOString();
const days = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString();

const key = (id: string, left: number, more: Partial<NodeView['keys'][number]> = {}): NodeView['keys'][number] => ({
  id,
  key: `node-1a2b3c4d.artery+${id}+AUIXnx+2LgbU9pd+v4ruAXanOqUfWFBcCzy2TGWbxKBT`,
  from: days(left - 90),
  to: days(left),
  revoked: null,
  endorsed: null,
  live: true,
  ...more,
});

const contact = (heard: number, more: Partial<NonNullable<NodeView['contact']>> = {}) => ({
  heardAt: minutes(heard),
  failedAt: null,
  failure: null,
  skewMs: 120,
  roundTripMs: 34,
  registryVersion: 41,
  ...more,
});

const node = (id: string, more: Partial<NodeView> = {}): NodeView => ({
  name: `node-${id}.artery`,
  address: 'https://data.example.org',
  level: 'commune',
  parent: null,
  bodies: [],
  state: 'approved',
  since: days(-60),
  decidedBy: null,
  decidedAt: days(-60),
  reason: null,
  fingerprint: '33735 07993 27855 63878 51060 43941',
  keys: [key('0a1b2c3d', 41)],
  isOwn: false,
  isRoot: false,
  witnessedAt: minutes(2),
  contact: contact(0.1),
  told: null,
  ...more,
});

const bodies = {
  province: { code: '97', names: name('Tỉnh Vân Mộc', 'Vân Mộc Province', 'محافظة فان موك') },
  dongLau: { code: '99101', names: name('Xã Đồng Lau', 'Đồng Lau Commune', 'بلدة دونغ لاو') },
  hamSon: { code: '99105', names: name('Xã Hàm Sơn', 'Hàm Sơn Commune', 'بلدة هام سون') },
  benSoi: { code: '99108', names: name('Phường Bến Sỏi', 'Bến Sỏi Ward', 'حي بن سوي') },
  centre: { code: 'TW', names: name('Trung ương (mẫu)', 'Centre (sample)', 'المركز (نموذج)') },
  khe: { code: '98', names: name('Tỉnh Khê Giang', 'Khê Giang Province', 'محافظة خه جيانغ') },
};

const ROOT = 'node-f7d88d7f.artery';
const PROVINCE = 'node-1a2b3c4d.artery';
const nodes: NodeView[] = [
  node('f7d88d7f', { isOwn: true, isRoot: true, level: null, contact: null, address: 'http://127.0.0.1:8081' }),
  node('1a2b3c4d', {
    parent: ROOT,
    level: 'province',
    bodies: [bodies.province],
    keys: [key('0a1b2c3d', 3), key('99887766', 90), key('deadbeef', -2, { live: false, revoked: days(-5) })],
  }),
  node('00aa11bb', { parent: PROVINCE, bodies: [bodies.dongLau], witnessedAt: null, contact: contact(4) }),
  node('55ff66aa', {
    parent: PROVINCE,
    bodies: [bodies.hamSon],
    contact: null,
    told: { by: PROVINCE, at: minutes(0.2) },
  }),
  node('22cc33dd', {
    parent: PROVINCE,
    bodies: [bodies.benSoi],
    contact: contact(60 * 24 * 12, { failedAt: minutes(1), failure: 'ECONNREFUSED' }),
  }),
  node('44ee55ff', { parent: ROOT, state: 'retired', reason: 'Moved', contact: null, witnessedAt: null }),
];
const requests: NodeView[] = [
  node('66778899', { state: 'asked', parent: ROOT, bodies: [bodies.khe], contact: null, witnessedAt: null }),
];

const page = (): NodesPage => ({
  own: ROOT,
  now: new Date().toISOString(),
  registry: {
    root: ROOT,
    version: 41,
    issued: minutes(5),
    expires: days(1),
    receivedAt: minutes(5),
    live: true,
  },
  charter: 'waits',
  nodes,
  requests,
});

const guardian = (who: string, digits: string) => ({
  name: who,
  key: `${who}+0a1b2c3d+AUIXnx+2LgbU9pd+v4ruAXanOqUfWFBcCzy2TGWbxKBT`,
  fingerprint: `${digits} 07993 27855 63878 51060 43941`,
});
const guardians = [guardian('an', '33735'), guardian('binh', '10442'), guardian('chi', '90817')];
const terms = {
  version: 1,
  issued: days(-200),
  expires: days(165),
  threshold: 2,
  guardians,
  keys: ['0a1b2c3d'],
  note: 'node-f7d88d7f.artery/charter\n',
};
const charter: CharterView = {
  root: ROOT,
  isRoot: true,
  isShared: true,
  standing: 'waits',
  rootKeys: ['0a1b2c3d'],
  charter: { ...terms, acceptedAt: days(-200) },
  proposal: {
    ...terms,
    version: 2,
    issued: days(-1),
    expires: days(364),
    keys: ['99887766'],
    guardians: [...guardians.slice(1), guardian('dung', '55120')],
    by: 'vanphong',
    at: days(-1),
    signed: ['binh'],
    missing: { old: 1, new: 1 },
  },
};

const flow = (more: Partial<Flow>): Flow => ({
  way: 'feed',
  from: PROVINCE,
  to: ROOT,
  agreement: 'LT-01',
  consumer: bodies.centre,
  register: { name: 'dang-vien', names: name('Đảng viên', 'Party members', 'أعضاء الحزب') },
  state: 'flowing',
  lag: 0,
  rows: 1046,
  at: minutes(0),
  fault: null,
  witnessedAt: minutes(2),
  toldBy: null,
  ...more,
});

type ParcelList = Static<NonNullable<(typeof listParcels)['response']>>;
const parcel = (more: Partial<ParcelList['items'][number]>): ParcelList['items'][number] => ({
  way: 'out',
  node: 'node-22cc33dd.artery',
  id: '01a2/proposed',
  kind: 'registers.correction-proposed',
  from: 'TW',
  to: '99108',
  subject: 'dang-vien',
  at: minutes(3),
  settledAt: minutes(3),
  refused: null,
  attempts: 0,
  failed: null,
  waitsFor: null,
  hash: null,
  droppedAt: null,
  ...more,
});
const parcels = [
  parcel({ id: '1', settledAt: null, failed: 'TimeoutError', attempts: 3 }),
  parcel({ id: '2', way: 'in', kind: 'registers.correction-answered', from: '99108', to: 'TW' }),
  parcel({ id: '3', at: days(-40), droppedAt: days(-10), hash: '5f'.repeat(32) }),
  parcel({ id: '4', refused: 'said-already' }),
  parcel({
    id: '5',
    kind: 'bodies.changed',
    to: '*',
    subject: '99108-A9',
    settledAt: null,
    waitsFor: 'parent-unknown',
  }),
];

const flows: Flow[] = [
  flow({ from: 'node-22cc33dd.artery' }),
  flow({ from: 'node-00aa11bb.artery', state: 'behind', lag: 3, rows: 540 }),
  flow({ from: 'node-22cc33dd.artery', to: PROVINCE, agreement: 'LT-02', consumer: bodies.province, toldBy: PROVINCE }),
  flow({
    from: ROOT,
    to: 'node-00aa11bb.artery',
    agreement: 'LT-03',
    consumer: bodies.dongLau,
    register: { name: 'to-chuc-dang', names: name('Tổ chức đảng', 'Organisations', 'تنظيمات الحزب') },
    state: 'failed',
    rows: null,
    fault: 'ECONNREFUSED',
    lag: 12,
  }),
  flow({
    way: 'lookup',
    from: 'node-55ee66ff.artery',
    to: 'node-00aa11bb.artery',
    agreement: 'DC-01',
    consumer: bodies.dongLau,
    register: { name: 'dan-cu', names: name('CSDL dân cư (giả lập)', 'Population register (simulator)', 'سجل السكان') },
    lag: null,
    rows: 37,
  }),
];

export const aboutNodes: Teller = (path) => {
  if (path === '/api/exchange/nodes') return ok(page());
  if (path === '/api/exchange/charter') return ok(charter);
  if (path === '/api/exchange/parcels') return ok({ keepDays: 30, items: parcels } satisfies ParcelList);
  if (path === '/api/exchange/flow') {
    const { own, now } = page();
    const ends = nodes
      .filter(({ state }) => state === 'approved')
      .map(({ name: id, parent, bodies: homes, isRoot, contact: heard }) => {
        return { name: id, parent, bodies: homes, isRoot, heardAt: heard?.heardAt ?? null };
      });
    return ok({ own, now, nodes: ends, flows } satisfies FlowPage);
  }
  const [, id] = /^\/api\/exchange\/nodes\/([^/]+)$/.exec(path) ?? [];
  if (id === undefined) return undefined;
  const found = [...nodes, ...requests].find(({ name: one }) => one === id);
  return found ? ok(found) : problem(404, 'exchange/node-not-found', 'There is no such node', 'Not known here.');
};
