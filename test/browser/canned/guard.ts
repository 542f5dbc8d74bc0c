/** Protection of personal data on an invented morning: one drill that runs, one that is over. */
import { BreachPage, type PrivacyBoard } from '../../../src/governance/privacy/contract.ts';
import type { AssessmentPage, TransferPage } from '../../../src/governance/privacy/dossier-contract.ts';
import type { RiskPage } from '../../../src/governance/privacy/risk-contract.ts';
import { bodyNamed } from './bodies.ts';
import { mayAll, name, ok, type Teller } from './telling.ts';

const members = { code: 'dang-vien', names: name('Đảng viên', 'Party members', 'أعضاء الحزب') };
const authority = name('Cơ quan chuyên trách', 'Authority for personal data', 'الجهة المختصة');
const over: BreachPage = {
  ...{ code: 'SC-DT-01', title: 'Diễn tập: gửi nhầm tệp danh sách (mẫu)', drill: true, state: 'closed' },
  ...{ body: bodyNamed('TW-BTC'), registers: [members], people: 250, estimated: true, owed: [] },
  ...{ discoveredAt: '2026-10-30T01:10:00.000Z', dueAt: '2026-11-02T01:10:00.000Z' },
  clock: { state: 'in-time', hoursLeft: null, behind: false },
  categories: [{ code: 'nhan-than', names: name('Nhân thân', 'Identity', 'بيانات الهوية'), sensitive: false }],
  ...{ happenedAt: '2026-10-29T09:40:00.000Z', hours: 72, authority },
  basis: {
    ...{ code: 'luat-dldcn-23', names: name('Luật Bảo vệ dữ liệu cá nhân, Điều 23', 'Data Protection Law, art. 23') },
    ...{ citation: '91/2025/QH15 art. 23', kind: 'law', law: '91/2025/QH15', article: '23', text: null },
  },
  parts: [
    { code: 'su-viec', names: name('Diễn biến sự việc', 'What happened', 'ما حدث'), text: 'Tệp mẫu gửi nhầm' },
    { code: 'hau-qua', names: name('Hậu quả', 'Consequences', 'العواقب'), text: '' },
  ],
  ...{ assessedAt: '2026-10-30T04:30:00.000Z', notifies: true, whyNot: null },
  ...{ notifiedAt: '2026-10-31T08:20:00.000Z', noticeNumber: '01/DT-VPDL (mẫu)', lateReason: null },
  ...{ personsAt: '2026-10-31T09:00:00.000Z', personsHow: null, personsWhyNot: 'Diễn tập' },
  ...{ containedAt: '2026-10-30T02:05:00.000Z', closedAt: '2026-11-02T03:00:00.000Z', lesson: 'Rà soát danh bạ gửi' },
  entries: (['report', 'contain', 'assess', 'notify', 'persons', 'close'] as const).map((kind, i) => ({
    ...{ position: i + 1, kind, at: `2026-10-30T0${String(i + 1)}:10:00.000Z`, words: i === 0 ? 'Thư trả lời' : null },
    ...{ writtenAt: `2026-10-30T0${String(i + 1)}:10:0${String(i % 2)}.000Z`, clockBehind: i === 3 ? 40 : 0 },
    ...{ by: { id: 'system', name: '' }, body: bodyNamed('TW-BTC') },
  })),
  allowed: mayAll(BreachPage.properties.allowed, ['governance.stepBreach']),
};
const running: BreachPage = {
  ...over,
  ...{ code: 'SC-2026-001', title: 'Diễn tập: mất thẻ nhớ (mẫu)', state: 'assessed', notifiedAt: null },
  ...{ noticeNumber: null, containedAt: null, personsAt: null, closedAt: null, personsWhyNot: null, lesson: null },
  ...{
    owed: ['notify', 'contain', 'persons'],
    entries: over.entries.slice(0, 2),
    allowed: mayAll(BreachPage.properties.allowed),
  },
  ...{ discoveredAt: '2026-11-20T01:10:00.000Z', dueAt: '2026-11-23T01:10:00.000Z' },
  clock: { state: 'running', hoursLeft: 21.4, behind: false },
};
const law = over.basis;
const purpose = { code: 'quan-ly-dang-vien', names: name('quản lý đảng viên', 'managing members', 'إدارة الأعضاء') };
const parts = (text: string) => [{ code: 'muc-dich', names: name('Mục đích', 'Purpose', 'الغرض'), text }];
const assessment: AssessmentPage = {
  ...{ code: 'DG-DT-01', purpose, registers: [members], body: bodyNamed('TW-BTC'), state: 'sent', revision: 2 },
  ...{ firstProcessing: '2026-03-02', clock: { state: 'running', due: '2027-05-10', daysLeft: 169 } },
  ...{
    sentOn: '2026-11-10',
    number: '12/CV (mẫu)',
    basis: law,
    purposeBases: [law],
    authority,
    parts: parts('Quản lý'),
  },
  ...{ cause: 'Thêm đơn vị nhận (mẫu)', due: '2026-12-01', calendar: '2026', lateReason: null, answeredOn: null },
  ...{ answer: null, refreshOn: '2027-05-10', waived: null, steps: ['answer', 'refresh'] },
  revisions: [
    {
      ...{ revision: 1, parts: parts('Quản lý'), cause: null, sentOn: '2026-04-20', number: '03/CV (mẫu)' },
      ...{ lateReason: null, answeredOn: '2026-05-04', answer: 'Đã tiếp nhận (mẫu)' },
    },
  ],
};
const draft: AssessmentPage = {
  ...assessment,
  ...{ code: 'DG-2026-002', state: 'draft', revision: 1, sentOn: null, number: null, refreshOn: null, revisions: [] },
  ...{ cause: null, clock: { state: 'running', due: '2026-12-04', daysLeft: 12 }, parts: parts('') },
  steps: ['write', 'send', 'waive'],
};
const transfer: TransferPage = {
  ...{ code: 'CG-DT-01', title: 'Chuyển bản sao để lưu trữ (mẫu)', body: bodyNamed('TW-BTC'), to: null },
  ...{ recipient: 'Trung tâm lưu trữ Sông Mây (mẫu)', country: null, registers: [members], state: 'active' },
  ...{ from: '2026-10-23', until: '2027-04-21', agreement: 'TT-01', written: 7, asked: 7 },
  categories: over.categories.map(({ code, names }) => ({ code, names })),
  ...{ basis: law, assessment: null, needsAssessment: false, parts: parts('Lưu trữ dài hạn'), endedOn: null },
  ...{ endWords: null, steps: ['end'] },
};
const low = { from: 1, names: name('Thấp', 'Low', 'منخفض'), acts: false };
const high = { from: 10, names: name('Cao', 'High', 'مرتفع'), acts: true };
const steps = [1, 2, 3, 4, 5].map((value) => ({ value, names: name('Có thể', 'Possible', 'ممكن') }));
const risk: RiskPage = {
  ...{ code: 'RR-DT-01', register: members, body: bodyNamed('TW-BTC'), state: 'done', revision: 2, due: '2026-06-01' },
  ...{ clock: { state: 'running', due: '2027-05-25', daysLeft: 184 }, doneOn: '2026-05-25', nextOn: '2027-05-25' },
  ...{
    worst: { score: 12, band: high },
    owed: 1,
    late: 1,
    basis: law,
    calendar: '2026',
    months: 12,
    cause: 'Hằng năm',
  },
  ...{
    conclusion: 'Chấp nhận được (mẫu)',
    lateReason: null,
    scale: { likelihood: steps, impact: steps, bands: [low, high] },
  },
  risks: [
    { id: 'r1', what: 'Gửi nhầm tệp danh sách (mẫu)', likelihood: 3, impact: 4, score: 12, band: high },
    { id: 'r2', what: 'Máy cũ còn dữ liệu (mẫu)', likelihood: 2, impact: 2, score: 4, band: low },
  ],
  measures: [
    {
      ...{ id: 'm1', risk: 'r1', what: 'Duyệt danh bạ gửi (mẫu)', body: bodyNamed('TW-BTC'), post: 'data-manager' },
      ...{ due: '2026-11-10', decidedOn: '2026-05-25', ended: null, endedOn: null, words: null },
      clock: { state: 'late', due: '2026-11-10', daysLeft: -12 },
    },
  ],
  revisions: [
    {
      ...{ revision: 1, doneOn: '2025-05-20', conclusion: 'Còn một rủi ro (mẫu)', cause: null, lateReason: null },
      ...{
        risks: [{ id: 'r1', what: 'Gửi nhầm (mẫu)', likelihood: 4, impact: 4, score: 16, band: high }],
        measures: [],
      },
    },
  ],
  ...{ steps: ['refresh'], mayEnd: ['m1'] },
};
const draftRisk: RiskPage = {
  ...risk,
  ...{ code: 'RR-2026-002', state: 'draft', doneOn: null, nextOn: null, conclusion: null, owed: 0, late: 0 },
  ...{ clock: { state: 'running', due: '2026-12-10', daysLeft: 18 }, steps: ['write', 'finish'], mayEnd: [] },
  ...{ measures: risk.measures.map((one) => ({ ...one, decidedOn: null })), revisions: [] },
};
const lineOf = ({ risks, ...page }: RiskPage): PrivacyBoard['risks'][number] => ({ ...page, risks: risks.length });
const board: PrivacyBoard = {
  ...{ ruled: true, authority, hours: 72, breaches: [running, over], assessments: [draft, assessment] },
  unassessed: [{ purpose, registers: [members], since: '2026-06-01' }],
  transfers: [transfer],
  risks: [lineOf(risk)],
  unrisked: [
    {
      ...{ register: { code: 'don-thu', names: name('Đơn thư', 'Petitions', 'العرائض') }, body: bodyNamed('TW-BTC') },
      ...{ since: '2025-12-10', clock: { state: 'running', due: '2026-12-10', daysLeft: 18 } },
    },
  ],
};

export const aboutGuard: Teller = (path) => {
  const own = '/api/governance/privacy';
  if (path === own) return ok(board);
  if (path.startsWith(`${own}/assessments/`)) return ok(path.endsWith('DG-DT-01') ? assessment : draft);
  if (path.startsWith(`${own}/transfers/`)) return ok(transfer);
  if (path.startsWith(`${own}/risks/`)) return ok(path.endsWith('RR-DT-01') ? risk : draftRisk);
  if (path.startsWith(`${own}/breaches/`)) return ok(path.endsWith('SC-DT-01') ? over : running);
  return undefined;
};
