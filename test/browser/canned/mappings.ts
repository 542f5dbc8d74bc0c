/** One mapping half done: lines that hold, one that a newer release touches, fields nobody has decided about. */
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import type {
  checkExpressionOf,
  listMappings,
  mappingDebt,
  MappingTrial,
  MappingView,
  readSampleRows,
  suggestLines,
} from '../../../src/dictionary/contract.ts';
import type { Inventory } from '../../../src/architecture/contract.ts';
import { name, ok, type Teller } from './telling.ts';

const coverage: MappingTrial['coverage'] = {
  required: { mapped: 2, of: 4 },
  optional: { mapped: 2, of: 7 },
  missingRequired: ['gioi_tinh', 'ngay_vao_dang'],
  missingOptional: ['trinh_do_ly_luan'],
  source: { mapped: 5, outside: 1, open: 3 },
  openSource: ['Ngày vào Đảng', 'Trình độ', 'Quê quán'],
};
const missing = [{ key: 'required', count: 2, words: 'Hai trường bắt buộc chưa có nguồn.' }];

const view: MappingView = {
  mapping: {
    code: 'AX-XA-DV',
    names: name('Danh sách đảng viên của xã', 'Member lists of communes', 'قوائم الأعضاء في البلديات'),
    body: '97',
    system: 'HT-XA',
    entity: 'party_member',
    fields: [
      { name: 'STT', outside: 'Số thứ tự trong bảng tính' },
      { name: 'Họ và tên', example: 'Vũ Thị Mây Hạ' },
      { name: 'Số CCCD/ĐDCN', example: '099190000417' },
      { name: 'Ngày sinh', example: '02/03/1990' },
      { name: 'Dân tộc', example: 'Kinh' },
      { name: 'Số thẻ', label: 'Số thẻ đảng viên', type: 'string' },
      { name: 'Ngày vào Đảng', example: '03/02/2015' },
      { name: 'Trình độ', example: 'CC' },
      { name: 'Quê quán' },
    ],
    lines: [
      {
        to: 'ho_ten',
        from: ['Họ và tên'],
        relation: 'transformed',
        transform: { kind: 'expression', expression: 'collapse(ho_va_ten)' },
      },
      { to: 'so_dinh_danh', from: ['Số CCCD/ĐDCN'], relation: 'same' },
      {
        to: 'ngay_sinh',
        from: ['Ngày sinh'],
        relation: 'transformed',
        transform: { kind: 'date', notation: 'dd/mm/yyyy' },
      },
      {
        to: 'dan_toc',
        from: ['Dân tộc'],
        relation: 'transformed',
        transform: { kind: 'values', values: { Kinh: '01', Thái: '03' } },
      },
      { to: 'so_the', from: ['Số thẻ'], relation: 'same' },
    ],
  },
  release: 1,
  current: 2,
  revision: 3,
  changedAt: '2026-11-20T02:00:00Z',
  coverage,
  maturity: { level: 2, missing },
  findings: [{ severity: 'error', code: 'unknown-target', line: 4, message: 'Từ điển không có trường “so_the_cu”.' }],
  toCheck: [{ to: 'dan_toc', changes: ['Danh mục dân tộc có thêm 2 mã.'] }],
  trial: { revision: 2, release: 1, rows: 40, passed: 36 },
  records: null,
  expressions: ['collapse(ho_va_ten)', 'so_cccd_ddcn', "date(trim(ngay_sinh), 'dd/mm/yyyy')", null, 'so_the'],
  identifiers: {
    'Họ và tên': 'ho_va_ten',
    'Số CCCD/ĐDCN': 'so_cccd_ddcn',
    'Ngày sinh': 'ngay_sinh',
    'Số thẻ': 'so_the',
  },
};

const summaries: Answer<typeof listMappings> = {
  items: [
    ['AX-XA-DV', view.mapping.names, 2, 1, 0],
    ['AX-DV-HS', name('Phần mềm quản lý đảng viên (mẫu), bảng hồ sơ', 'Member software (sample), files'), 4, 0, 0],
    ['AX-VM-DV', name('Kho dữ liệu Tỉnh Vân Mộc, đảng viên', 'Data warehouse of Vân Mộc'), 1, 0, 2],
  ].map(([code, names, level, toCheck, errors]) => ({
    code: String(code),
    names: names as MappingView['mapping']['names'],
    body: '97',
    system: 'HT-XA',
    entity: 'party_member',
    release: 1,
    revision: 3,
    coverage: { required: coverage.required, optional: coverage.optional, source: coverage.source },
    level: Number(level),
    missing,
    toCheck: Number(toCheck),
    errors: Number(errors),
    debt: 5,
    records: null,
  })),
};

const debt: Answer<typeof mappingDebt> = {
  total: 3,
  items: (
    [
      ['required-missing', 'gioi_tinh', 2400, 'Trường bắt buộc “gioi_tinh” chưa có nguồn.'],
      ['untested', 'AX-DV-HS', 2400, 'Ánh xạ chưa được thử với dòng mẫu.'],
      ['to-check', 'dan_toc', null, 'Bản phát hành mới đã đổi “dan_toc”.'],
    ] as const
  ).map(([kind, subject, touches, words]) => ({
    mapping: 'AX-XA-DV',
    names: view.mapping.names,
    body: '97',
    system: 'HT-XA',
    kind,
    subject,
    touches,
    words,
  })),
};

const suggestions: Answer<typeof suggestLines> = {
  items: [
    {
      source: 'Ngày vào Đảng',
      to: 'ngay_vao_dang',
      confidence: 0.96,
      reasons: [
        { kind: 'name', share: 1, said: 'Ngày vào Đảng', words: 'Tên giống “Ngày vào Đảng” (100 %).' },
        { kind: 'type', share: 1, said: 'date', words: 'Giá trị là ngày.' },
      ],
      transform: { kind: 'date', notation: 'dd/mm/yyyy' },
    },
    {
      source: 'Ngày vào Đảng',
      to: 'ngay_chinh_thuc',
      confidence: 0.52,
      reasons: [{ kind: 'type', share: 1, said: 'date', words: 'Giá trị là ngày.' }],
    },
  ],
};

const sample: Answer<typeof readSampleRows> = {
  columns: ['Họ và tên', 'Số CCCD/ĐDCN', 'Ngày sinh', 'Dân tộc', 'Số thẻ'],
  rows: [
    ['Vũ  Thị Mây Hạ', '099190000417', '02/03/1990', 'Kinh', '099123456'],
    ['Lò Văn Khe', '0991900004', '31/02/1988', 'Mường', '099123457'],
  ].map(([a, b, c, d, e]) => ({
    'Họ và tên': a ?? null,
    'Số CCCD/ĐDCN': b ?? null,
    'Ngày sinh': c ?? null,
    'Dân tộc': d ?? null,
    'Số thẻ': e ?? null,
  })),
  findings: [],
};

const trial: MappingTrial = {
  count: 2,
  passed: 1,
  rows: [
    {
      row: 1,
      passes: true,
      values: {
        ho_ten: 'Vũ Thị Mây Hạ',
        so_dinh_danh: '099190000417',
        ngay_sinh: '1990-03-02',
        dan_toc: '01',
        so_the: '099123456',
      },
      findings: [],
    },
    {
      row: 2,
      passes: false,
      values: { ho_ten: 'Lò Văn Khe', so_dinh_danh: null, ngay_sinh: null, dan_toc: null, so_the: '099123457' },
      findings: [
        { field: 'so_dinh_danh', severity: 'error', message: 'Cần 12 chữ số, đang có 10.' },
        { field: 'ngay_sinh', severity: 'error', message: 'Không đọc được “31/02/1988”.' },
        { field: 'dan_toc', severity: 'warning', message: 'Chưa có mã cho “Mường”.' },
      ],
    },
  ],
  missed: [{ field: 'dan_toc', value: 'Mường', count: 1 }],
  coverage,
  findings: view.findings,
  expressions: view.expressions,
  identifiers: view.identifiers,
};

const checked: Answer<typeof checkExpressionOf> = {
  ok: true,
  findings: [],
  type: 'text',
  reads: ['ho_va_ten'],
  cost: 12,
  mostCost: 10000,
  value: 'Vũ Thị Mây Hạ',
  explanation: [
    {
      text: 'collapse(ho_va_ten)',
      from: 0,
      to: 19,
      depth: 0,
      type: 'text',
      value: 'Vũ Thị Mây Hạ',
      decides: true,
      words: 'collapse(ho_va_ten) là “Vũ Thị Mây Hạ”.',
    },
  ],
  fields: [{ name: 'ho_va_ten', type: 'text' }],
};

const inventory: Inventory = {
  systems: [],
  dataSets: [],
  flows: [],
  counts: { systems: 0, dataSets: 0, mapped: 0, flows: 0, conforming: 0 },
};

export const aboutMappings: Teller = (path) => {
  if (path === '/api/dictionary/expressions/check') return ok(checked);
  if (path === '/api/architecture/inventory') return ok(inventory);
  if (!path.startsWith('/api/dictionary/mappings')) return undefined;
  const rest = path.slice('/api/dictionary/mappings'.length);
  if (rest === '') return ok(summaries);
  if (rest === '/debt') return ok(debt);
  if (rest === '/suggestions') return ok(suggestions);
  if (rest === '/samples') return ok(sample);
  if (rest === '/trials') return ok(trial);
  return ok(view);
};
