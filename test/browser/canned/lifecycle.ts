/** The lifecycle of an invented morning: what is due, one hold, one disposal that is done and one that waits. */
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import type { DisposalPage, listHolds, listTerms } from '../../../src/governance/lifecycle/contract.ts';
import type { listDue, readBoard } from '../../../src/records/retention/contract.ts';
import type { listDisposalOrders, OrderPage } from '../../../src/records/retention/orders-contract.ts';
import { name, ok, type Teller } from './telling.ts';

const members = { code: 'dang-vien', names: name('Đảng viên', 'Party members', 'أعضاء الحزب') };
const petitions = { code: 'kien-nghi', names: name('Kiến nghị', 'Petitions', 'العرائض') };
const basis = {
  code: 'thoi-han-du-thao',
  names: name('Xoá khi hết thời hạn lưu giữ', 'Erased when the term is over', 'المحو عند انتهاء مدة الحفظ'),
  ...{ citation: '91/2025/QH15 art. 14', kind: 'law' as const, law: '91/2025/QH15', article: '14', text: null },
} as const;
const manager = { id: 3, code: 'TW-BTC', names: name('Ban Tổ chức (mẫu)', 'Organisation Commission', 'لجنة التنظيم') };
const office = { id: '0193a1b2-0000-7000-8000-000000000002', name: 'Văn phòng dữ liệu (mẫu)' };
const drafts = { days: 90, from: 'read', basis: basis.code } as const;

const board: Answer<typeof readBoard> = {
  stages: [
    { code: 'thu-thap', names: name('Thu thập', 'Collecting', 'الجمع'), shows: 'open-loads' },
    { code: 'tao-lap', names: name('Tạo lập', 'Creating', 'الإنشاء'), shows: 'records' },
    { code: 'phan-loai', names: name('Phân loại', 'Classifying', 'التصنيف'), shows: null },
    { code: 'huy', names: name('Huỷ', 'Destroying', 'الإتلاف'), shows: 'disposals' },
  ],
  items: [
    { register: members, cells: [2, 3510, null, 1] },
    { register: petitions, cells: [0, 640, null, 0] },
  ],
  counts: { due: 0, held: 12, proposed: 1, approved: 0, marked: 0, destroyed: 1 },
  backupDays: 35,
};
const due: Answer<typeof listDue> = {
  items: [
    {
      ...{ register: members, what: 'loads', term: drafts, due: 18, held: 0, takenUp: 0, oldest: '2026-07-11' },
      mayPropose: true,
    },
    {
      ...{ register: petitions, what: 'records', due: 0, held: 12, takenUp: 0, oldest: null, mayPropose: false },
      term: { years: 10, from: 'answered_date', basis: basis.code },
    },
  ],
  counts: { due: 18, held: 12 },
};
const holds: Answer<typeof listHolds> = {
  items: [
    {
      ...{ id: '0193a1b2-0000-7000-8000-0000000000c1', register: petitions, record: null, condition: null },
      ...{ reason: 'Phục vụ rà soát chuyên đề (mẫu)', basis, from: '2026-11-02', until: '2027-05-01' },
      ...{ reviewOn: '2026-11-20', reviewedOn: null, account: office, body: null, liftedOn: null, liftReason: null },
      ...{ said: null, state: 'in-force', isReviewDue: true },
    },
  ],
};
const terms: Answer<typeof listTerms> = {
  items: [
    {
      ...{ register: members, term: { years: 70, from: 'ended', basis: basis.code }, basis, origin: 'profile' },
      ...{ decision: null, holds: 0 },
    },
    { register: petitions, term: null, basis: null, origin: 'profile', decision: null, holds: 1 },
  ],
};
const ids = Array.from({ length: 3 }, (_, i) => `0193a1b2-0000-7000-8000-0000000000e${String(i)}`);
const done: DisposalPage = {
  ...{ id: '0193a1b2-0000-7000-8000-0000000000d1', register: members, what: 'loads', term: drafts, basis },
  ...{ state: 'destroyed', proposedBy: office, proposedAt: '2026-10-01T02:00:00.000Z', decides: manager },
  ...{ decidedBy: { id: '0193a1b2-0000-7000-8000-000000000003', name: 'Chủ quản (mẫu)' }, reason: null },
  ...{ decidedAt: '2026-10-02T02:00:00.000Z', markedAt: '2026-10-02T02:01:00.000Z', bytesFrom: '2026-11-06' },
  ...{ destroyedAt: '2026-11-06T01:00:00.000Z', counts: { proposed: 3, marked: 3, destroyed: 2, files: 1 } },
  idsHash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  proof: ['0193a1b2-0000-7000-8000-0000000000f1'],
  archive: null,
  request: null,
  orderedBy: null,
  items: ids.map((item, i) => ({ item, dueOn: '2026-09-20', spared: i === 2 ? 'held' : null })),
  ...{ mayDecide: false, mayWithdraw: false },
};
const waiting: DisposalPage = {
  ...done,
  ...{ id: '0193a1b2-0000-7000-8000-0000000000d2', state: 'proposed', decidedBy: null, decidedAt: null },
  ...{ markedAt: null, bytesFrom: null, destroyedAt: null, counts: { proposed: 18 }, idsHash: null, proof: [] },
  ...{ mayDecide: true, mayWithdraw: true },
};

const commune = { id: 7, code: '99108', names: name('Xã Đồng Lau (mẫu)', 'Đồng Lau Commune', 'بلدة دونغ لاو') };
const received: OrderPage = {
  ...{ id: '0193a1b2-0000-7000-8000-0000000000b1', direction: 'received', disposal: done.id, register: petitions },
  ...{ giver: commune, consumer: manager, origin: 'node-1a2b3c4d.artery', agreement: 'LT-01', way: 'feed', records: 3 },
  ...{
    held: 3,
    basis,
    dueOn: '2026-11-20',
    at: '2026-11-06T01:00:00.000Z',
    reminded: 1,
    isLate: true,
    state: 'received',
  },
  ...{ outcome: null, answeredAt: null, counts: {}, reason: null, refusedOn: null, statement: null, hasProof: false },
  ...{ ids, carriedOutBy: null, mayAnswer: true, mayCarryOut: true, mayRemind: false },
};
const answered: OrderPage = {
  ...received,
  ...{ id: '0193a1b2-0000-7000-8000-0000000000b2', direction: 'given', register: members, giver: manager },
  ...{ consumer: commune, origin: null, held: null, isLate: false, state: 'done', outcome: 'destroyed', reminded: 0 },
  ...{ answeredAt: '2026-11-12T02:00:00.000Z', counts: { destroyed: 2, kept: 1, versions: 3 }, hasProof: true },
  ...{ statement: 'Đã huỷ bản in (mẫu)', mayAnswer: false, mayCarryOut: false },
};
const orders: Answer<typeof listDisposalOrders> = {
  items: [received, answered],
  counts: { open: 1, late: 1, refused: 0, done: 1 },
};

export const aboutLifecycle: Teller = (path) => {
  const own = '/api/governance/lifecycle/';
  if (path === '/api/retention/board') return ok(board);
  if (path === '/api/retention/due') return ok(due);
  if (path === '/api/retention/orders') return ok(orders);
  if (path.startsWith('/api/retention/orders/')) return ok(path.endsWith('b2') ? answered : received);
  if (path === `${own}holds`) return ok(holds);
  if (path === `${own}terms`) return ok(terms);
  if (path === `${own}disposals`) return ok({ items: [waiting, done], counts: { proposed: 1, destroyed: 1 } });
  if (path.startsWith(`${own}disposals/`)) return ok(path.endsWith('d1') ? done : waiting);
  return undefined;
};
