/** One proposal in review and one draft: a meaning changed, an element added, a twin named, a comment open. */
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import type {
  Comment,
  EntryPage,
  EntryRow,
  getProposal,
  listProposals,
  ProposalState,
  ProposalSummary,
  Twin,
} from '../../../src/dictionary/proposals/proposal-contract.ts';
import type { importProposal } from '../../../src/dictionary/proposals/proposal-release-contract.ts';
import { name, ok, problem, type Teller } from './telling.ts';

const person = (account: string, shown: string, body: string) => ({
  account,
  name: shown,
  body: { id: 5, names: name(body, body) },
});
const steward = person('tinh', 'Phụ trách dữ liệu', 'Tỉnh Vân Mộc');
const office = person('vanphong', 'Văn phòng dữ liệu', 'Văn phòng dữ liệu (mẫu)');

const summary = (
  number: number,
  title: string,
  state: ProposalState,
  more: Partial<ProposalSummary> = {},
): ProposalSummary => ({
  number,
  title,
  reason: 'Hai mẫu biểu hiểu ngày vào Đảng khác nhau: ngày ký quyết định và ngày tổ chức lễ kết nạp.',
  origin: 'edit',
  target: 'dictionary',
  state,
  revision: 4,
  baseRelease: 2,
  author: steward,
  createdAt: '2026-11-18T02:00:00Z',
  changedAt: '2026-11-20T02:00:00Z',
  entries: 2,
  openComments: 1,
  ...more,
});

const proposals: Answer<typeof listProposals> = {
  items: [
    summary(7, 'Thống nhất nghĩa của ngày vào Đảng', 'in-review', {
      submittedAt: '2026-11-20T02:00:00Z',
      due: '2026-11-27',
    }),
    summary(8, 'Bổ sung danh mục hình thức khen thưởng', 'draft', { openComments: 0, entries: 1 }),
    summary(6, 'Nhập hợp đồng dữ liệu của CSDL dân cư', 'approved', {
      origin: 'import',
      decisionNo: '12-QĐ/VP',
      effectiveFrom: '2026-11-25',
      openComments: 0,
      entries: 42,
    }),
    summary(4, 'Đổi kiểu trường số thẻ', 'rejected', { openComments: 0 }),
  ],
  total: 4,
};

const base = {
  code: 'DTD.DV.004',
  physicalName: 'ngay_vao_dang',
  names: name('Ngày vào Đảng', 'Date of admission to the Party', 'تاريخ الانضمام إلى الحزب'),
  definition: name(
    'Ngày vào Đảng theo quyết định của cấp có thẩm quyền.',
    'Date of admission as decided by the competent authority.',
    'تاريخ الانضمام وفق قرار الجهة المختصة.',
  ),
  dataType: 'partialDate',
  tier: 'organisation',
  layer: 'master',
  origin: 'source',
  reCollectable: 'forbidden',
  authority: 'dang-vien',
  sharing: 'shared',
  importance: 'core',
  secrecy: 'none',
  personal: 'sensitive',
  sensitiveReason: 'b',
  masking: 'year-only',
  legalBasis: [{ text: 'Hướng dẫn 2-HSĐV', article: 'mục 12' }],
  purpose: [name('Xét thời gian dự bị', 'Counting the probation', 'احتساب فترة الاختبار')],
  qualityRules: [],
};
const proposed = {
  ...base,
  definition: name(
    'Ngày chi bộ tổ chức lễ kết nạp theo quyết định có hiệu lực của cấp có thẩm quyền.',
    'Day on which the branch holds the ceremony, following a decision in force of the competent authority.',
    'اليوم الذي تقيم فيه الخلية مراسم القبول وفق قرار نافذ من الجهة المختصة.',
  ),
  dataType: 'date',
  range: { min: '1930-02-03', max: 'today' },
};

const changes = [
  {
    verdict: 'breaking' as const,
    reason: 'element.type',
    rule: 'other-values',
    subject: 'DTD.DV.004',
    names: base.names,
    before: 'partialDate',
    after: 'date',
    words: {
      said: 'Ngày vào Đảng: đổi kiểu từ ngày chưa đầy đủ thành ngày',
      rule: 'Giá trị cũ và mới không cùng loại.',
      before: 'Ngày chưa đầy đủ',
      after: 'Ngày',
    },
  },
  {
    verdict: 'compatible' as const,
    reason: 'element.added',
    rule: 'more',
    subject: 'DTD.DV.031',
    names: name('Ngày lễ kết nạp', 'Day of the ceremony'),
    words: { said: 'Thêm trường dữ liệu Ngày lễ kết nạp', rule: 'Thêm mới: chưa ai dùng nên không ảnh hưởng.' },
  },
];

const twin: Twin = {
  kind: 'element',
  key: 'DTD.DV.004',
  names: base.names,
  definition: base.definition,
  likeness: 0.88,
  reasons: [
    { reason: 'synonym', strength: 1, words: 'Tên này đã là tên gọi khác của “Ngày vào Đảng”.' },
    { reason: 'similar-definition', strength: 0.7, words: 'Định nghĩa gần giống.' },
  ],
};
const finding = {
  kind: 'element' as const,
  key: 'DTD.DV.004',
  pointer: '/hint',
  severity: 'warning' as const,
  code: 'hint-missing',
  message: 'Nên ghi cách sửa khi giá trị chưa đúng.',
};

const actionsOf = (state: ProposalState): Answer<typeof getProposal>['actions'] => {
  const draft = state === 'draft';
  const made = { reason: 'made-it', words: 'Người lập, sửa hoặc trình không được quyết định.' };
  return [
    { action: 'edit', allowed: draft },
    { action: 'submit', allowed: draft },
    { action: 'withdraw', allowed: true },
    { action: 'comment', allowed: true },
    { action: 'rebase', allowed: draft },
    { action: 'return', allowed: !draft },
    { action: 'reject', allowed: false, ...made },
    { action: 'approve', allowed: false, ...made },
  ];
};

const whole = (number: number): Answer<typeof getProposal> | undefined => {
  const found = proposals.items.find((one) => one.number === number);
  if (!found) return undefined;
  return {
    ...found,
    currentRelease: 2,
    counts: { added: 1, changed: 1, removed: 0, same: 0, elements: 2, entities: 0, codeLists: 0, settings: 0 },
    findings: { errors: 0, warnings: 1, items: [finding] },
    difference: { verdict: 'breaking', total: 2, breaking: 1, changes, renames: [], hash: '5f1d7c0e9a3b' },
    clashes:
      found.state === 'draft'
        ? {
            total: 1,
            items: [
              {
                kind: 'element',
                key: 'DTD.DV.004',
                names: base.names,
                pointer: '/dataType',
                base: 'partialDate',
                theirs: 'datetime',
                mine: 'date',
              },
            ],
          }
        : { total: 0, items: [] },
    twins: [
      { kind: 'element', key: 'DTD.DV.031', names: name('Ngày lễ kết nạp', 'Day of the ceremony'), twins: [twin] },
    ],
    comments: { open: 1, total: 2 },
    history: [
      { action: 'create', from: null, to: 'draft', by: steward, at: '2026-11-18T02:00:00Z' },
      {
        action: 'submit',
        from: 'draft',
        to: 'in-review',
        by: steward,
        at: '2026-11-20T02:00:00Z',
        note: 'Đã thống nhất với Ban Tổ chức (mẫu).',
      },
    ],
    actions: actionsOf(found.state),
    unresolved: [],
  };
};

const row = (
  key: string,
  names: EntryRow['names'],
  effect: EntryRow['effect'],
  more: Partial<EntryRow> = {},
): EntryRow => ({
  kind: 'element',
  key,
  names,
  action: 'put',
  effect,
  attributes: ['definition', 'dataType', 'range'],
  changedBy: steward,
  changedAt: '2026-11-20T02:00:00Z',
  errors: 0,
  warnings: 0,
  clashes: 0,
  openComments: 0,
  ...more,
});
const rows: EntryRow[] = [
  row('DTD.DV.004', base.names, 'changed', { warnings: 1, openComments: 1 }),
  row('DTD.DV.031', name('Ngày lễ kết nạp', 'Day of the ceremony'), 'added'),
];

const entry = (proposal: number): EntryPage => ({
  proposal,
  revision: 4,
  kind: 'element',
  key: 'DTD.DV.004',
  names: base.names,
  action: 'put',
  effect: 'changed',
  base,
  theirs: base,
  mine: proposed,
  differences: [{ pointer: '/dataType', before: 'partialDate', after: 'date' }],
  clashes: [],
  findings: [finding],
  twins: [twin],
  changes: changes.slice(0, 1),
});

const comments: Comment[] = [
  {
    id: 1,
    kind: 'element',
    key: 'DTD.DV.004',
    pointer: '/definition',
    text: 'Cần dẫn rõ mục 12 của hướng dẫn khi đổi nghĩa.',
    by: office,
    at: '2026-11-20T03:00:00Z',
  },
  {
    id: 2,
    text: 'Đã hỏi các tỉnh: không vướng biểu mẫu nào.',
    by: steward,
    at: '2026-11-20T04:00:00Z',
    resolvedBy: office,
    resolvedAt: '2026-11-20T05:00:00Z',
  },
];

const list = {
  code: 'KHEN_THUONG',
  names: name('Hình thức khen thưởng', 'Kinds of reward', 'أنواع المكافآت'),
  items: [
    { code: '1', names: name('Bằng khen', 'Certificate of merit', 'شهادة تقدير') },
    { code: '2', names: name('Giấy khen', 'Letter of commendation', 'خطاب ثناء'), from: '2025-07-01', aliases: ['GK'] },
  ],
};
const listEntry = (proposal: number): EntryPage => ({
  ...entry(proposal),
  kind: 'code-list',
  key: list.code,
  names: list.names,
  base: null,
  theirs: null,
  mine: list,
  effect: 'added',
  findings: [],
  twins: [],
});
const entity = {
  name: 'party_member',
  code: 'DV',
  names: name('Đảng viên', 'Party member', 'عضو الحزب'),
  definition: name('Người được kết nạp vào Đảng.', 'A person admitted to the Party.', 'شخص مقبول في الحزب.'),
  key: ['so_the'],
  body: { how: 'uploader' },
  fields: [
    { element: 'DTD.DV.001', required: true },
    { element: 'DTD.DV.004', required: true, group: 'party' },
    { element: 'DTD.CN.002' },
  ],
  groups: [{ code: 'party', names: name('Thông tin đảng', 'Party', 'الحزب') }],
};
const entityEntry = (proposal: number): EntryPage => ({
  ...entry(proposal),
  kind: 'entity',
  key: entity.name,
  names: entity.names,
  base: entity,
  theirs: { ...entity, fields: entity.fields.slice(0, 2) },
  mine: entity,
  findings: [],
  twins: [],
});

const read: Answer<typeof importProposal> = {
  proposal: null,
  counts: {
    files: 1,
    elements: 12,
    entities: 2,
    codeLists: 1,
    unresolved: 1,
    errors: 0,
    warnings: 1,
    notes: 1,
    same: 3,
  },
  findings: [
    {
      file: 'dan-cu.odcs.yaml',
      line: 41,
      pointer: '/schema/0/properties/3',
      severity: 'warning',
      code: 'type-kept-as-text',
      message: '“toa_do” có kiểu geometry không có kiểu tương ứng: giữ dạng văn bản.',
    },
    {
      file: 'dan-cu.odcs.yaml',
      pointer: '/schema/1',
      severity: 'note',
      code: 'key-guessed',
      message: '“ho_gia_dinh” không nêu khóa; đề xuất “ma_ho”.',
    },
  ],
  hash: '9b1f0c5f1d7c0e9a3b5f1d7c0e9a3b5f1d7c0e9a3b5f1d7c0e9a3b5f1d7c0e9a',
};

const AT = /^\/api\/dictionary\/proposals\/(\d+)(?:\/(.*))?$/;

export const aboutProposals: Teller = (path, query) => {
  if (path === '/api/dictionary/proposals') {
    const state = query.get('state');
    const items = proposals.items.filter((one) => state === null || one.state === state);
    return ok({ items, total: items.length });
  }
  if (path === '/api/dictionary/proposal-imports') return ok(read);
  if (path === '/api/dictionary/twins') return ok({ items: [twin], release: 2 });
  if (/^\/api\/dictionary\/releases\/\d+\/proposals$/.test(path)) return ok({ items: proposals.items.slice(2, 3) });
  const [, number = '', rest] = AT.exec(path) ?? [];
  const found = number === '' ? undefined : whole(Number(number));
  if (!found) return undefined;
  if (rest === undefined) return ok(found);
  if (rest === 'entries') return ok({ items: rows });
  if (rest === 'comments') return ok({ items: comments });
  if (rest === 'check') return ok({ findings: [finding], twins: [twin], changes: changes.slice(0, 1) });
  if (rest.startsWith('entries/element/')) return ok(entry(found.number));
  if (rest.startsWith('entries/entity/')) return ok(entityEntry(found.number));
  if (rest.startsWith('entries/code-list/')) return ok(listEntry(found.number));
  return problem(404, 'dictionary/proposal-entry-not-found', 'Không có mục này', 'Đề xuất không có mục này.');
};
