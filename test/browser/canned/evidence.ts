/** The catalogue, the evidence of one exchange, and who witnessed what, on an invented morning. */
import {
  CataloguePage,
  type getCatalogueEntry,
  type listCatalogue,
  type readToday,
} from '../../../src/exchange/contract.ts';
import type { readEvidence, readWitnesses } from '../../../src/exchange/evidence/evidence-contract.ts';
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import { mayAll, ok, type Teller } from './telling.ts';

const manager = {
  id: 3,
  code: '99001',
  names: { vi: 'Ban Tổ chức Trung ương (giả định)', en: 'Central organisation board', ar: 'لجنة التنظيم المركزية' },
};

const members: Answer<typeof listCatalogue>['items'][number] = {
  register: 'dang-vien',
  entity: 'party_member',
  names: { vi: 'Cơ sở dữ liệu đảng viên', en: 'Register of members', ar: 'سجل الأعضاء' },
  definition: {
    vi: 'Thông tin cơ bản của từng đảng viên, do cấp xã cập nhật hằng ngày.',
    en: 'What is known of each member, kept by the communes every day.',
    ar: 'المعلومات الأساسية لكل عضو، تحدّثها البلديات يومياً.',
  },
  labels: { sharing: 'shared', importance: 'core', personal: 'sensitive' },
  owner: { vi: 'Ban Bí thư', en: 'Secretariat', ar: 'الأمانة العامة' },
  manager,
  records: 2874,
  readsByOthers: 41,
  readers: 6,
  quality: 91.4,
  band: 'yellow',
  weak: [],
  release: 2,
  edition: '1.1',
};
const units: typeof members = {
  ...members,
  register: 'to-chuc',
  entity: 'party_unit',
  names: { vi: 'Cơ sở dữ liệu tổ chức đảng', en: 'Register of organisations', ar: 'سجل المنظمات' },
  labels: { sharing: 'open', importance: 'important', personal: 'none' },
  records: null,
  readsByOthers: 0,
  readers: 0,
  quality: 98.2,
  band: 'green',
};

const list: Answer<typeof listCatalogue> = {
  items: [members, units],
  usedByOthers: 1,
  published: 2,
  managers: [manager],
  broken: [
    {
      register: 'the-dang',
      names: { vi: 'Cơ sở dữ liệu thẻ', en: 'Register of cards', ar: 'سجل البطاقات' },
      addresses: [{ path: '/api/registers/the-dang/records', status: 500 }],
      checkedAt: '2026-11-22T09:10:00Z',
    },
  ],
};

const page: Answer<typeof getCatalogueEntry> = {
  entry: members,
  allowed: mayAll(CataloguePage.properties.allowed, ['records.createRecord']),
  addresses: [
    {
      name: 'records.listRecords',
      method: 'GET',
      path: '/api/registers/dang-vien/records',
      summary: 'Records of a register',
      credentials: null,
    },
    {
      name: 'exchange.lookup',
      method: 'POST',
      path: '/exchange/v1/dang-vien/lookup',
      summary: 'One record by its key',
      credentials: 'voucher',
    },
  ],
  downloads: [
    { name: 'template.xlsx', path: '/api/dictionary/entities/party_member/template.xlsx' },
    { name: 'schema.json', path: '/api/dictionary/entities/party_member/schema.json' },
    { name: 'types.ts', path: '/api/dictionary/entities/party_member/types.ts' },
  ],
  agreements: [
    {
      code: 'TT-01',
      names: { vi: 'Đối chiếu nhân thân', en: 'Checking who is who', ar: 'مطابقة الهوية' },
      state: 'active',
      to: '2027-06-30',
      mode: 'lookup',
      mine: true,
    },
  ],
  terms: { vi: 'Không dùng cho mục đích khác', en: 'For no other purpose', ar: 'لا يُستخدم لغرض آخر' },
  citation: { vi: 'Quyết định 07, Điều 5', en: 'Decision 07, art. 5', ar: 'القرار 07، المادة 5' },
  sample: {
    fields: [
      {
        field: 'so_the',
        names: { vi: 'Số thẻ đảng viên', en: 'Card number', ar: 'رقم البطاقة' },
        element: 'DTD.DV.001',
        required: true,
        personal: 'basic',
        sharing: 'shared',
      },
      {
        field: 'ho_ten',
        names: { vi: 'Họ và tên', en: 'Full name', ar: 'الاسم الكامل' },
        element: 'DTD.DV.003',
        required: true,
        personal: 'sensitive',
        sharing: 'shared',
      },
    ],
    rows: [
      { so_the: '990000000017', ho_ten: 'Lami Nora' },
      { so_the: '990000000024', ho_ten: 'Tevu Soki' },
      { so_the: '990000000031', ho_ten: 'Dabe Hony' },
    ],
  },
};

const today: Answer<typeof readToday> = { day: '2026-11-22', apiReads: 12, refusals: 1 };

const province = { vi: 'Tỉnh uỷ Bình An (giả định)', en: 'Province of Binh An', ar: 'ولاية بنه آن' };
const commune = { vi: 'Đảng uỷ xã Bến Sỏi (giả định)', en: 'Commune of Ben Soi', ar: 'بلدية بن سوي' };
const words: Answer<typeof readEvidence>['witnesses'] = [
  {
    witness: 'node-5c1f02aa.artery',
    names: province,
    relation: 'child',
    size: 1024,
    cosignedAt: '2026-11-22T09:15:20Z',
    askedAt: '2026-11-22T09:15:20Z',
    problem: null,
  },
];
const away: (typeof words)[number] = {
  witness: 'node-77ab19d0.artery',
  names: commune,
  relation: 'child',
  size: 990,
  cosignedAt: '2026-11-21T16:02:00Z',
  askedAt: '2026-11-22T09:15:30Z',
  problem: 'unreachable',
};

const evidence: Answer<typeof readEvidence> = {
  entry: {
    id: '0198c0de-0000-7000-8000-000000000001',
    number: 1019,
    at: '2026-11-22T09:14:00Z',
    action: 'records.read',
    actor: '0198c0de-0000-7000-8000-000000000005',
    actorName: 'Nguyễn Văn Giả Định',
    body: 7,
    purpose: 'doi-chieu',
    subject: 'dang-vien',
    allowed: true,
    rule: 'governance/granted-by-agreement',
    counts: { rows: 1, api: 1 },
    records: 1,
  },
  leaf: '{"action":"records.read","actor":"0198c0de-0000-7000-8000-000000000005","allowed":true,"body":7}',
  bodyNames: commune,
  register: { name: 'dang-vien', names: members.names },
  purpose: { code: 'doi-chieu', names: { vi: 'Đối chiếu nhân thân', en: 'Checking who is who', ar: 'مطابقة الهوية' } },
  agreement: {
    code: 'TT-01',
    names: { vi: 'Đối chiếu nhân thân', en: 'Checking who is who', ar: 'مطابقة الهوية' },
    provider: manager.names,
    state: 'active',
  },
  checkpoint: {
    origin: 'node-a3e4b7c9.artery/audit/e1',
    size: 1024,
    root: 'uY9mGkJp3XwS2jW0p1nqZ8y0kq2vJ4yE0l8JrX7M2bA=',
    signedAt: '2026-11-22T09:15:00Z',
  },
  witnesses: words,
  quorum: true,
  least: 1,
};

const witnesses: Answer<typeof readWitnesses> = {
  node: 'node-a3e4b7c9.artery',
  lastWitnessed: '2026-11-22T09:15:20Z',
  inTime: true,
  least: 1,
  withinHours: 4,
  logs: [{ origin: 'node-a3e4b7c9.artery/audit/e1', size: 1024, witnesses: [...words, away] }],
  witnessed: [
    {
      origin: 'node-5c1f02aa.artery/audit/e1',
      names: province,
      size: 20412,
      cosignedAt: '2026-11-22T09:15:10Z',
    },
  ],
  forks: [],
  fence: { state: 'open', since: '2026-11-20T00:00:00Z', missing: null },
  losses: [],
};

export const aboutEvidence: Teller = (path) => {
  if (path === '/api/catalogue') return ok(list);
  if (path.startsWith('/api/catalogue/')) return ok(page);
  if (path === '/api/exchange/today') return ok(today);
  if (path === '/api/exchange/witnesses') return ok(witnesses);
  if (path.startsWith('/api/exchange/evidence/')) return ok(evidence);
  return undefined;
};
