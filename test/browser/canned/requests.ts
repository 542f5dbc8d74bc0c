/** Requests for data: one in each state, and what judges one while it is written. */
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import type { listPurposes, listRequests } from '../../../src/governance/contract.ts';
import type { reachOfClass } from '../../../src/governance/agreement-contract.ts';
import {
  RequestPage,
  type AssessmentPage,
  type listFields,
} from '../../../src/governance/requests/request-contract.ts';
import { bodyNamed } from './bodies.ts';
import { mayAll, name, ok, problem, type Teller } from './telling.ts';

type Opinion = NonNullable<RequestPage['content']>;
const members = { code: 'dang-vien', names: name('Đảng viên', 'Party members', 'أعضاء الحزب') };
const fields: RequestPage['fields'] = [
  { element: 'DTD.CN.004', names: name('Ngày sinh', 'Date of birth', 'تاريخ الميلاد'), personal: 'basic' },
  { element: 'DTD.CN.005', names: name('Giới tính', 'Sex', 'الجنس'), personal: 'basic' },
  { element: 'DTD.CN.011', names: name('Tôn giáo', 'Religion', 'الديانة'), personal: 'sensitive' },
  { element: 'DTD.DV.013', names: name('Tuổi đảng', 'Years of membership', 'سنوات العضوية'), personal: 'none' },
];
const findings: RequestPage['findings'] = [
  {
    ...{ severity: 'serious', rule: 'field-not-needed-sensitive', facts: {}, at: 'elements', element: 'DTD.CN.011' },
    words: '“Tôn giáo” là dữ liệu cá nhân nhạy cảm và không cần cho “thống kê”.',
  },
  { severity: 'note', rule: 'rows-beyond-own-tree', facts: {}, at: 'rows', words: 'Có cả bản ghi ngoài đơn vị mình.' },
];
const demand: NonNullable<RequestPage['demand']> = {
  ...{ purpose: 'thong-ke', basis: 'luat-91-11', citation: 'Luật 91/2025/QH15, Điều 11 khoản 2' },
  purposeText: 'Thống kê đảng viên theo độ tuổi, giới tính và tôn giáo tại các xã của tỉnh.',
  elements: fields.map(({ element }) => element),
  ...{ rows: 'own-tree', condition: null, mode: 'statistics', volume: 'Mỗi quý một lần, khoảng 2.400 bản ghi' },
  ...{ quota: 200, quotaPeriod: 'month', from: '2026-11-22', to: '2027-11-22' },
  ...{ recipient: 'Bộ phận thống kê, Sở mẫu', retention: '12 tháng, sau đó xoá', contact: 'Đầu mối dữ liệu' },
  ...{ microData: false, noReidentification: false, impactAssessment: '' },
};
const opinion = (allowed: boolean, body: string, on: string, text = ''): Opinion => ({
  ...{ allowed, on, body: bodyNamed(body), text },
  reason: allowed ? null : name('Trường dữ liệu không cần cho mục đích', 'A field is not needed', 'حقل غير لازم'),
});
const reasons = ['field-not-needed', 'no-basis', 'too-wide'].map((code) => ({
  code,
  names: name('Trường dữ liệu không cần cho mục đích', 'A field is not needed for the purpose', 'حقل غير لازم للغرض'),
}));

const request = (code: string, stage: RequestPage['stage'], more: Partial<RequestPage> = {}): RequestPage => ({
  ...{ code, stage, kind: 'on-request', names: name('Thống kê đảng viên của tỉnh', 'Statistics on members') },
  ...{ register: members, by: bodyNamed('97'), purpose: { code: 'thong-ke', names: name('thống kê', 'statistics') } },
  ...{ elements: demand.elements as string[], asked: '2026-11-02', decided: null, outcome: null, reason: null },
  ...{ due: '2026-11-24', turn: bodyNamed('TW-BTC'), workingDays: 14, late: 0, escalated: null },
  ...{ demand, under: null, basis: { code: 'luat', names: name('Luật 91/2025/QH15', 'Law 91/2025/QH15') } },
  ...{ fields, findings, content: null, security: null, contentDue: '2026-11-24', securityDue: '2026-11-24' },
  ...{ manager: bodyNamed('TW-BTC'), technical: bodyNamed('TW-VP'), notes: [], appeal: null, escalations: [] },
  ...{ mayAppeal: false, agreement: null, home: null, appealHome: null, reasons },
  allowed: mayAll(RequestPage.properties.allowed, ['governance.decideSecurity']),
  ...more,
});
const agreed = opinion(true, 'TW-BTC', '2026-11-10', 'Đủ căn cứ.');
const refused = opinion(false, 'TW-BTC', '2026-11-12', 'Kế hoạch không cần tôn giáo.');
const question = {
  kind: 'question',
  day: '2026-11-09',
  body: bodyNamed('TW-BTC'),
  words: 'Thống kê theo xã?',
} as const;
const answer = { kind: 'answer', day: '2026-11-11', body: bodyNamed('97'), words: 'Vâng, theo từng xã.' } as const;
const open = { turn: null, due: null } as const;
const all: readonly RequestPage[] = [
  request('YC-08', 'draft', { turn: bodyNamed('97'), due: null, contentDue: null, securityDue: null, workingDays: 0 }),
  request('YC-05', 'deciding', {
    ...{ content: agreed, turn: bodyNamed('TW-VP'), due: '2026-11-17', securityDue: '2026-11-17', late: 3 },
    escalated: { body: bodyNamed('TW'), on: '2026-11-19' },
    escalations: [{ part: 'security', due: '2026-11-17', on: '2026-11-19', body: bodyNamed('TW'), post: 'leader' }],
    notes: [question, answer],
  }),
  request('YC-09', 'deciding', { kind: 'automatic', contentDue: null, turn: bodyNamed('TW-VP'), findings: [] }),
  request('YC-07', 'asked-back', { notes: [question], turn: bodyNamed('97'), due: null }),
  request('YC-03', 'granted', {
    ...{ ...open, content: agreed, security: opinion(true, 'TW-VP', '2026-11-13'), agreement: 'TT-01' },
    ...{ decided: '2026-11-13', outcome: 'granted', workingDays: 9, findings: [] },
  }),
  request('YC-04', 'refused', {
    ...{
      ...open,
      content: refused,
      decided: '2026-11-12',
      outcome: 'refused',
      reason: refused.reason,
      mayAppeal: true,
    },
  }),
  request('YC-06', 'appealed', {
    ...{ content: refused, decided: '2026-11-12', outcome: 'refused', reason: refused.reason, turn: bodyNamed('TW') },
    appeal: {
      ...{ text: 'Đoàn thăm hỏi cần ưu tiên người ốm nặng.', on: '2026-11-16', due: '2026-11-30' },
      ...{ body: bodyNamed('TW'), decision: null },
    },
  }),
  request('YC-02', 'withdrawn', { ...open, workingDays: 3 }),
];
/** Of a page, what a line of the list shows. */
function lineOf(page: RequestPage): Answer<typeof listRequests>['items'][number] {
  const { code, names, register, by, kind, stage, purpose, elements, asked, decided, outcome, reason } = page;
  const { due, turn, workingDays, late, escalated } = page;
  return {
    ...{ code, names, register, by, kind, stage, purpose, elements, asked, decided, outcome, reason },
    ...{ due, turn, workingDays, late, escalated },
  };
}
const assessment: AssessmentPage = {
  ...{ kind: 'on-request', verdict: 'people', findings, days: 14 },
  deciders: [bodyNamed('TW-BTC'), bodyNamed('TW-VP')],
};
const purposes: Answer<typeof listPurposes> = {
  purposes: [
    {
      code: 'thong-ke',
      names: name('thống kê phục vụ lãnh đạo', 'statistics for leaders'),
      bases: ['luat-91-11'],
      needs: ['DTD.CN.004'],
      microData: true,
      categories: ['nhan-than', 'quan-diem-chinh-tri'],
    },
    {
      code: 'gui-thu-chuc-mung',
      names: name('gửi thư chúc mừng', 'letters of congratulation'),
      bases: ['luat-91-9'],
      needs: ['DTD.CN.002', 'DTD.CN.014'],
      microData: false,
      categories: ['nhan-than'],
    },
  ],
  bases: [
    {
      code: 'luat-91-9',
      names: name('Luật Bảo vệ dữ liệu cá nhân, Điều 9', 'Data Protection Law, art. 9'),
      ...{ citation: '91/2025/QH15 art. 9', kind: 'consent', law: '91/2025/QH15', article: '9', text: null },
    },
    {
      code: 'luat-91-11',
      names: name('Luật Bảo vệ dữ liệu cá nhân, Điều 11', 'Data Protection Law, art. 11'),
      ...{ citation: null, kind: 'law', law: null, article: null, text: null },
    },
  ],
  categories: [
    { code: 'nhan-than', names: name('nhân thân', 'identity'), sensitive: false, elements: ['DTD.CN.002'] },
    {
      code: 'quan-diem-chinh-tri',
      names: name('quan điểm chính trị', 'political views'),
      ...{ sensitive: true, elements: ['DTD.DV.004'] },
    },
  ],
};
const reach: Answer<typeof reachOfClass> = {
  count: 4,
  bodies: ['99101', '99108', '99215', '99231'].map(bodyNamed),
};
const fieldList: Answer<typeof listFields> = { items: fields };

export const aboutRequests: Teller = (path, query) => {
  if (path === '/api/governance/purposes') return ok(purposes);
  if (path === '/api/governance/agreements/reach') return ok(reach);
  if (path.endsWith('/fields') && path.startsWith('/api/governance/registers/')) return ok(fieldList);
  if (path === '/api/governance/requests/assess') return ok(assessment);
  if (path === '/api/governance/requests') {
    const items = all.map(lineOf).filter(({ late }) => query.get('overdue') !== 'true' || late > 0);
    return ok({ items, decided: 5, open: 2, medianAnswer: 6 });
  }
  const [, code] = /^\/api\/governance\/requests\/([^/]+)/.exec(path) ?? [];
  if (code === undefined) return undefined;
  const found = all.find((one) => one.code === code);
  return found ? ok(found) : problem(404, 'governance/request-not-found', 'Không có đề nghị này', code);
};
