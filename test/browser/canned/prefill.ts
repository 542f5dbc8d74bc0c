/** A prefilled list and a body's own list, as their pages show them. */
import type { BodyListView, ListItem } from '../../../src/registers/body-list-contract.ts';
import type { PrefillView } from '../../../src/registers/prefill-contract.ts';
import { name, ok, type Teller } from './telling.ts';

const source = { name: 'dan-cu', names: name('CSDL dân cư (giả lập)', 'Population register (simulator)') };
const field = (code: string, vi: string, en: string) => ({ field: code, names: name(vi, en) });

const prefill: PrefillView = {
  prefill: '0193a1b2-0000-7000-8000-000000000001',
  register: 'dang-vien',
  body: '99101',
  authority: source,
  at: '2026-11-23T02:00:00Z',
  asked: 598,
  found: 594,
  reasons: { 'read-as': 1, length: 1, 'not-held': 1 },
  reached: true,
  cells: { known: 3564, all: 43_056 },
  locked: [
    field('birth_name', 'Họ, chữ đệm và tên khai sinh', 'Birth name'),
    field('birth_date', 'Ngày sinh', 'Date of birth'),
    field('sex', 'Giới tính', 'Sex'),
  ],
  findings: [
    {
      row: 4,
      reason: 'read-as',
      message: 'Viết là “099O90000417”, đọc là 099090000417: kiểm tra có đúng người không.',
      value: '099O90000417',
    },
    {
      row: 42,
      reason: 'length',
      message: 'Số định danh cần 12 chữ số, đang có 11. Kiểm tra thẻ căn cước rồi sửa.',
      value: '09909000041',
    },
    {
      row: 77,
      reason: 'not-held',
      message: 'Nguồn không cho thông tin nào theo số này. Kiểm tra lại; nếu đúng, điền dòng này.',
      value: '099090999999',
    },
  ],
  ready: true,
};

const item = (kind: ListItem['kind'], n: number, more: Partial<ListItem> = {}): ListItem => ({
  kind,
  record: `0193a1b2-0000-7000-8000-00000000010${String(n)}`,
  correction: kind === 'differs' ? `0193a1b2-0000-7000-8000-00000000020${String(n)}` : null,
  name: ['Vũ Thị Mây Hạ', 'Lò Văn Khe', 'Đỗ Thị Sỏi'][n] ?? 'Ngô Văn Đá',
  key: `99101000000${String(n)}`,
  changes: [],
  answer: null,
  note: null,
  ...more,
});

const list: BodyListView = {
  register: 'dang-vien',
  names: name('Danh sách đảng viên 14 cột', 'List of members in 14 columns'),
  body: { code: '99101', names: name('Xã Đồng Lau', 'Đồng Lau Commune') },
  source,
  since: '2026-08-23T02:00:00Z',
  counts: {
    people: 600,
    verified: 540,
    joined: 1,
    left: 0,
    changed: 0,
    differs: 14,
    notFound: 0,
    noKey: 46,
    cellsKnown: 7154,
    cellsAll: 7200,
  },
  items: [
    item('differs', 0, {
      changes: [
        {
          ...field('birth_name', 'Họ, chữ đệm và tên khai sinh', 'Birth name'),
          before: 'Vũ Thị Mấy Hạ',
          after: 'Vũ Thị Mây Hạ',
        },
      ],
    }),
    item('differs', 1, {
      changes: [{ ...field('birth_date', 'Ngày sinh', 'Date of birth'), before: '04/02/1991', after: '02/04/1991' }],
    }),
    item('joined', 2),
  ],
  signed: {
    list: '0193a1b2-0000-7000-8000-000000000301',
    at: '2026-08-23T02:00:00Z',
    by: 'Cán bộ xã Đồng Lau (mẫu)',
    hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    people: 599,
  },
};

export const aboutPrefill: Teller = (path) => {
  if (path.startsWith('/api/registers/dang-vien/prefills/')) return ok(prefill);
  if (path === '/api/registers/dang-vien/lists/99101') return ok(list);
  return undefined;
};
