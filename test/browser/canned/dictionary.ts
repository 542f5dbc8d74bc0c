/** A small dictionary: enough elements to fill a table, one of them complete. */
import type { listMigrations } from '../../../src/records/contract.ts';
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import type {
  ElementSummary,
  compareReleases,
  getElement,
  getEntity,
  getOverlay,
  listElements,
  listReleases,
  SearchHit,
} from '../../../src/dictionary/contract.ts';
import { fold } from '../../../src/platform/search/fold.ts';
import {
  codes,
  crosswalk,
  crosswalkHeads,
  editionDifference,
  editions,
  lists,
  meaning,
  recoded,
  recut,
} from './codes.ts';
import { name, ok, type Teller } from './telling.ts';

const rows: readonly [string, string, string, string, string, string, string][] = [
  ['DTD.CN.001', 'so_dinh_danh', 'Số định danh cá nhân', 'Personal ID', 'identifier', 'dan-cu', 'basic'],
  ['DTD.CN.002', 'ho_ten', 'Họ, chữ đệm và tên khai sinh', 'Birth name', 'string', 'dan-cu', 'basic'],
  ['DTD.CN.003', 'ngay_sinh', 'Ngày sinh', 'Date of birth', 'partialDate', 'dan-cu', 'basic'],
  ['DTD.CN.004', 'gioi_tinh', 'Giới tính', 'Sex', 'code', 'dan-cu', 'basic'],
  ['DTD.CN.005', 'dan_toc', 'Dân tộc', 'Ethnic group', 'code', 'dan-cu', 'sensitive'],
  ['DTD.DV.001', 'so_the', 'Số thẻ đảng viên', 'Card number', 'identifier', 'dang-vien', 'sensitive'],
  ['DTD.DV.004', 'ngay_vao_dang', 'Ngày vào Đảng', 'Date of admission to the Party', 'date', 'dang-vien', 'sensitive'],
  ['DTD.DV.005', 'ngay_chinh_thuc', 'Ngày chính thức', 'Date of full membership', 'date', 'dang-vien', 'sensitive'],
  [
    'DTD.DV.009',
    'trinh_do_ly_luan',
    'Trình độ lý luận chính trị',
    'Level of political theory',
    'code',
    '',
    'sensitive',
  ],
  [
    'DTD.TC.001',
    'ma_to_chuc',
    'Mã tổ chức đảng',
    'Code of the Party organisation',
    'identifier',
    'to-chuc-dang',
    'none',
  ],
  ['DTD.VB.001', 'so_ky_hieu', 'Số, ký hiệu văn bản', 'Document number and symbol', 'identifier', 'van-ban', 'none'],
];
const elements: ElementSummary[] = rows.map(([code, physicalName, vi, en, dataType, authority, personal]) => ({
  code,
  physicalName,
  names: name(vi, en),
  definition: name(
    `${vi} theo văn bản có hiệu lực của cấp có thẩm quyền.`,
    `${en} as set down by the competent authority.`,
  ),
  domain: code.slice(4, 6) === 'CN' ? 'people' : code.slice(4, 6) === 'VB' ? 'documents' : 'party',
  tier: 'organisation',
  dataType,
  ...(dataType === 'code' ? { codeList: physicalName === 'gioi_tinh' ? 'GIOI_TINH' : 'DAN_TOC' } : {}),
  ...(authority ? { authority } : {}),
  reCollectable: authority === 'dan-cu' ? 'forbidden' : 'allowed',
  labels: { sharing: 'shared', importance: 'core', secrecy: 'none', personal },
}));

const list: Answer<typeof listElements> = {
  items: elements,
  total: 124,
  next: 'more',
  domains: [
    { domain: 'people', elements: 41 },
    { domain: 'party', elements: 58 },
    { domain: 'documents', elements: 25 },
  ],
  release: 2,
};

const one: Answer<typeof getElement> = {
  version: '1.1',
  release: 2,
  element: {
    ...(elements[6] as ElementSummary),
    synonyms: { vi: ['Ngày kết nạp Đảng', 'Vào Đảng ngày'], en: ['Admission date'] },
    oldNames: ['NgayVD'],
    hint: name('Ghi ngày dạng ngày/tháng/năm, theo quyết định kết nạp.', 'Write day/month/year as in the decision.'),
    example: '03/02/2011',
    nullability: 'required',
    keyRole: 'none',
    origin: 'source',
    range: { min: '1930-02-03', max: 'today' },
    legalBasis: [{ text: 'Hướng dẫn 2-HSĐV', article: 'mục 12', note: 'cần xác nhận' }],
    purpose: [name('Xét thời gian dự bị', 'Counting the probation')],
    qualityRules: [
      {
        code: 'Q1',
        dimension: 'accurate',
        expression: 'value <= ngay_chinh_thuc',
        names: name('Không sau ngày chính thức', 'Not after full membership'),
      },
    ],
    formRefs: ['2-HSĐV mục 12'],
    dataManager: name('Ban Tổ chức (mẫu)', 'Organisation Commission (sample)'),
    owner: name('Ban Bí thư', 'Secretariat'),
    maxAge: 365,
    status: 'approved',
  },
  entities: [{ name: 'party_member', names: name('Đảng viên', 'Party member'), field: 'ngay_vao_dang' }],
  usage: [
    {
      element: 'DTD.DV.004',
      room: 'registers',
      kind: 'form',
      subject: 'party_member',
      label: name('Phiếu đảng viên', 'Member form'),
      owner: 3,
    },
    {
      element: 'DTD.DV.004',
      room: 'exchange',
      kind: 'api',
      subject: 'dang-vien',
      label: name('API Đảng viên', 'Members API'),
      owner: 3,
    },
    {
      element: 'DTD.DV.004',
      room: 'strategy',
      kind: 'indicator',
      subject: 'CT-01',
      label: name('Đảng viên đã xác minh', 'Verified members'),
      owner: 3,
    },
  ],
  history: [
    {
      release: 2,
      edition: '1.1',
      publishedAt: '2026-09-01T00:00:00Z',
      version: '1.1',
      changes: [
        {
          verdict: 'compatible',
          reason: 'element.definition',
          subject: 'DTD.DV.004',
          names: name('Ngày vào Đảng', 'Date of admission'),
        },
      ],
    },
    { release: 1, edition: '1.0', publishedAt: '2026-03-01T00:00:00Z', version: '1.0', changes: [] },
  ],
};

/** The same element as the first release had it. */
const before: Answer<typeof getElement> = {
  ...one,
  release: 1,
  element: {
    ...one.element,
    definition: name(
      'Ngày vào Đảng theo quyết định của cấp có thẩm quyền.',
      'Date of admission to the Party as decided by the competent authority.',
    ),
    dataType: 'partialDate',
    legalBasis: [],
    maxAge: 180,
    nationalCode: 'QG.0042',
  },
};

const entity = {
  name: 'party_member',
  code: 'DV',
  names: name('Đảng viên', 'Party member'),
  definition: name(
    'Người được kết nạp vào Đảng và đang sinh hoạt tại một chi bộ.',
    'A person admitted to the Party and active in a branch.',
  ),
  fields: elements.length,
  key: ['so_the'],
};
const entityPage: Answer<typeof getEntity> = {
  release: 2,
  version: '2.0',
  entity,
  groups: [{ code: 'person', names: name('Nhân thân', 'Person') }],
  fields: elements.map(
    ({ code, physicalName, names, definition, dataType, codeList, authority, reCollectable, labels }, i) => ({
      name: physicalName,
      element: code,
      names,
      definition,
      dataType,
      required: i % 3 === 0,
      key: physicalName === 'so_the',
      ...(codeList ? { codeList } : {}),
      ...(authority ? { authority } : {}),
      reCollectable,
      labels,
      group: 'person',
    }),
  ),
  checks: [
    {
      name: 'order',
      expression: 'ngay_vao_dang <= ngay_chinh_thuc',
      message: name('Ngày vào Đảng không được sau ngày chính thức.', 'Admission is not after full membership.'),
      severity: 'error',
      dimension: 'accurate',
    },
  ],
};

const release = (
  number: number,
  edition: string,
  verdict: string,
  current: boolean,
): Answer<typeof listReleases>['items'][number] => ({
  number,
  edition,
  hash: '5f1d7c0e9a3b5f1d7c0e9a3b5f1d7c0e9a3b5f1d7c0e9a3b5f1d7c0e9a3b5f1d',
  publishedAt: `2026-0${number * 3}-01T00:00:00Z`,
  elements: 118 + number * 3,
  entities: 6,
  codeLists: 21,
  verdict,
  current,
  adopted: current ? 4 : 3,
});
const changes: Answer<typeof compareReleases> = {
  from: 1,
  to: 2,
  verdict: 'breaking',
  renames: [],
  versions: [
    { kind: 'element', key: 'DTD.DV.004', before: '1.0', version: '1.1' },
    { kind: 'entity', key: 'party_member', before: '1.0', version: '2.0' },
    { kind: 'code-list', key: 'GIOI_TINH', version: '1.0' },
  ],
  changes: [
    {
      verdict: 'breaking',
      reason: 'element.removed',
      subject: 'DTD.CN.030',
      names: name('Huyện', 'District'),
      before: 'ma_huyen',
    },
    {
      verdict: 'compatible',
      reason: 'element.added',
      subject: 'DTD.DV.005',
      names: name('Ngày chính thức', 'Full membership'),
      after: 'ngay_chinh_thuc',
    },
    {
      verdict: 'compatible',
      reason: 'element.definition',
      rule: 'words',
      subject: 'DTD.DV.004',
      names: name('Ngày vào Đảng', 'Admission'),
      before: 'Ngày kết nạp',
      after: 'Ngày vào Đảng',
      words: { said: 'Ngày vào Đảng: sửa định nghĩa', rule: 'Không đổi cách kiểm tra hay cách đọc dữ liệu.' },
    },
    {
      verdict: 'breaking',
      reason: 'element.type',
      rule: 'other-values',
      subject: 'DTD.DV.004',
      names: name('Ngày vào Đảng', 'Admission'),
      before: 'partialDate',
      after: 'date',
      words: {
        said: 'Ngày vào Đảng: đổi kiểu từ ngày chưa đầy đủ thành ngày',
        rule: 'Giá trị cũ và mới không cùng loại.',
      },
    },
  ],
};

function hits(q: string): SearchHit[] {
  const wanted = fold(q);
  const found = elements.filter(({ names }) => fold(Object.values(names).join(' ')).includes(wanted));
  return found.map(({ code, names, definition }) => ({ kind: 'element', code, names, definition }));
}

const overlay: Answer<typeof getOverlay> = {
  version: 2,
  follows: true,
  release: 2,
  edition: '1.1+overlay.2',
  hash: '5f1d7c0e9a3b5f1d7c0e9a3b5f1d7c0e9a3b5f1d7c0e9a3b5f1d7c0e9a3b5f1d',
  entries: 4,
  applied: 3,
  content: {
    prefix: 'KM',
    elements: [{ code: 'KM.001', names: name('Tên thường gọi', 'Nickname') }],
    fields: [{ entity: 'party_member', element: 'KM.001' }],
    tighten: [{ element: 'DTD.DV.004', range: { min: '1930-02-03', max: 'today' } }],
    synonyms: [{ element: 'DTD.CN.002', synonyms: { vi: ['Tên họ'] } }],
  },
  clashes: [
    {
      kind: 'tighten',
      key: 'DTD.DV.004',
      conflict: 'looser',
      attribute: 'range',
      said: 'range: 1930-02-03 – today takes more than the centre allows (1945-09-02 – today)',
      remedy: 'Write a value at least as strict as 1945-09-02 – today, or remove the entry.',
    },
  ],
  history: [
    { version: 2, entries: 4, reason: '7: Tên thường gọi', by: 'a', at: '2026-10-02T00:00:00Z' },
    { version: 1, entries: 2, reason: '5: Giới hạn ngày', by: 'a', at: '2026-09-02T00:00:00Z' },
  ],
};

const migrations: Answer<typeof listMigrations> = {
  items: [
    {
      register: 'dang-vien',
      names: name('Đảng viên', 'Party members'),
      entity: 'party_member',
      from: 1,
      release: 2,
      state: 'running',
      step: 'carrying',
      done: 1200,
      total: 2400,
      kept: [{ field: 'xa', code: '99108', why: 'several', rows: 12, said: '99108: divided (12)' }],
      begunAt: '2026-11-20T08:00:00Z',
      changedAt: '2026-11-20T08:01:00Z',
    },
    {
      register: 'dan-cu',
      names: name('Dân cư', 'Population'),
      entity: 'resident',
      from: 1,
      release: 2,
      state: 'stuck',
      step: 'checking',
      done: 0,
      total: 0,
      kept: [],
      begunAt: '2026-11-20T08:00:00Z',
      changedAt: '2026-11-20T08:01:00Z',
      failure: {
        slug: 'breaking-release',
        field: 'ho_ten',
        rule: 'ho_ten_length',
        fails: 9,
        records: ['01a07471-a500-8824-892c-1ff000000002', '01a07471-a500-8824-892c-1ff000000003'],
        said: '9 rows break the rule ho_ten_length of the field ho_ten.',
        remedy: 'Mend those rows: the table then follows by itself.',
      },
    },
  ],
};

export const aboutDictionary: Teller = (path, query) => {
  if (path === '/api/records/migrations') return ok(migrations);
  const rest = path.startsWith('/api/dictionary/') ? path.slice('/api/dictionary/'.length) : undefined;
  if (rest === undefined) return undefined;
  if (rest === 'search') return ok({ items: hits(query.get('q') ?? ''), release: 2 });
  if (rest === 'elements') return ok(list);
  if (rest.startsWith('elements/')) return ok(query.get('release') === '1' ? before : one);
  if (rest === 'entities') return ok({ items: [entity], release: 2 });
  if (rest.startsWith('entities/')) return ok(entityPage);
  if (rest === 'code-lists') return ok(lists);
  if (/^code-lists\/[^/]+\/codes$/.test(rest)) return ok({ items: codes(query.get('on') ?? '', query.get('parent')) });
  if (/\/recode$/.test(rest)) return ok(recoded(query.get('from') ?? '', query.get('to') ?? ''));
  if (rest === 'crosswalks') return ok(crosswalkHeads);
  if (/\/editions$/.test(rest)) return ok(editions);
  if (/^code-lists\/[^/]+\/changes$/.test(rest)) return ok(editionDifference);
  if (/\/crosswalks\/[^/]+$/.test(rest)) return ok(crosswalk);
  if (/\/recut$/.test(rest)) return ok(recut);
  if (/^code-lists\//.test(rest)) return ok(meaning(query.get('on') ?? ''));
  if (rest === 'uses') return ok({ items: one.usage });
  if (rest === 'overlay') return ok(overlay);
  if (rest === 'overlay/changes') return ok({ verdict: changes.verdict, changes: changes.changes });
  if (rest === 'releases')
    return ok({ items: [release(2, '1.1', 'breaking', true), release(1, '1.0', 'first', false)] });
  if (/^releases\//.test(rest)) return ok(changes);
  if (rest === 'adoptions')
    return ok({
      items: [1, 5, 7, 8].map((body) => ({ body, release: 2, edition: '1.1', adoptedAt: '2026-10-01T00:00:00Z' })),
    });
  return undefined;
};
