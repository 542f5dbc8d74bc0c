/** Requests of people: the list, one that is refused, one under way, and hers. */
import { SubjectPage, type OfferedKind, type SubjectLine } from '../../../src/exchange/subject-requests/contract.ts';
import type { ConsentPurpose, OwnConsent } from '../../../src/exchange/consents/contract.ts';
import type { Static } from 'typebox';
import { bodyNamed } from './bodies.ts';
import { mayAll, name, ok, type Teller } from './telling.ts';

const members = { code: 'dang-vien', names: name('Đảng viên', 'Party members') };
const citation = '356/2025/NĐ-CP art. 5';
const kind = (of: Static<typeof OfferedKind>['kind'], days: number): Static<typeof OfferedKind> => ({
  ...{ kind: of, answerDays: 2, days, withOthers: days + 5, extend: days, count: 'working', citation },
});
const kinds = [kind('view', 10), kind('correct', 10), kind('erase', 20), kind('object', 15)];
const line: SubjectLine = {
  ...{
    id: '0193a1b2-0000-7000-8000-0000000000a1',
    kind: 'erase',
    state: 'received',
    onBehalf: true,
    register: members,
  },
  ...{ body: bodyNamed('99108'), receivedOn: '2026-11-20', answerDue: '2026-11-24', due: '2026-12-18' },
  ...{ nextDue: '2026-11-24', daysLeft: 1, overdue: false, closedAt: null },
};
const done: SubjectLine = {
  ...{ ...line, id: '0193a1b2-0000-7000-8000-0000000000a2', kind: 'correct', state: 'refused', onBehalf: false },
  ...{ nextDue: null, daysLeft: null, closedAt: '2026-11-21T03:00:00Z' },
};
const ground = { code: 'thoi-han', names: name('Thời hạn lưu trữ chưa hết', 'The term is not over'), citation };
const page: SubjectPage = {
  ...line,
  ...{ person: '099190000417', authority: 'herself', evidence: 'Thẻ căn cước, xem tại trụ sở', reason: 'Đã chuyển đi' },
  ...{ field: null, wanted: null, purpose: null, citation, withOthers: false, extended: null, told: [] },
  holders: [{ body: bodyNamed('TW'), register: members }],
  ...{ refusal: null, answer: null, correction: null, disposal: null, restricted: 0, hasExport: false },
  steps: [{ at: '2026-11-20T02:00:00Z', act: 'filed', body: bodyNamed('99108'), byNode: false, words: null }],
  ...{ acts: ['acknowledge', 'carry-out', 'extend', 'tell', 'refuse'], grounds: [ground] },
  ...{ allowed: mayAll(SubjectPage.properties.allowed, ['exchange.withdrawOwnRequest']) },
  mayExtend: 20,
};
const refused: SubjectPage = {
  ...{ ...page, ...done, acts: [], grounds: [], holders: [], evidence: null, authority: null },
  ...{ field: { code: 'birth_date', names: name('Ngày sinh', 'Date of birth') }, wanted: '1990-03-12' },
  correction: { id: '0193a1b2-0000-7000-8000-0000000000a3', state: 'refused', reason: 'Sổ gốc đúng' },
  refusal: { ground, reason: 'Sổ gốc ghi đúng', remedy: name('Khiếu nại lên cấp trên', 'Complain to the body above') },
};
const fields = [
  { code: 'birth_date', names: name('Ngày sinh', 'Date of birth'), type: 'date' },
  { code: 'sex', names: name('Giới tính', 'Sex'), type: 'code', options: [{ code: '2', names: name('Nữ', 'Female') }] },
];
const purposes = [{ code: 'thong-ke', names: name('thống kê', 'statistics') }];
const held = [{ register: members, keeper: bodyNamed('99108'), fields }];

const edition = {
  version: 2,
  words: name('Tôi đồng ý để Hội liên lạc với tôi.', 'I agree to be contacted.'),
  from: '2026-10-01',
};
const consent: ConsentPurpose = {
  ...{ purpose: { code: 'lien-lac', names: name('liên lạc', 'contact') }, current: edition, editions: [edition] },
  ...{ standing: 41, withdrawn: 2, agreements: ['TT-30'] },
};
const given = { at: '2026-10-05T02:00:00Z', version: 2, method: 'paper' as const, withdrawnAt: null };
const ownConsent: OwnConsent = { purpose: consent.purpose, current: edition, given };

export const aboutSubjects: Teller = (path) => {
  if (path === '/api/consents') return ok({ items: [consent], mayWrite: true, mayTake: true });
  if (path === '/api/consents/own') return ok({ linked: true, items: [ownConsent] });
  if (path === '/api/subject-requests')
    return ok({ items: [line, done], counts: { open: 1, overdue: 0 }, kinds, mayFile: true });
  if (path === '/api/subject-requests/form')
    return ok({ kinds, registers: held.map(({ keeper: _, ...one }) => one), purposes });
  if (path === '/api/subject-requests/own')
    return ok({
      linked: true,
      kinds,
      held,
      purposes,
      items: [{ ...page, acts: [], allowed: mayAll(SubjectPage.properties.allowed) }, refused],
    });
  if (path.startsWith('/api/subject-requests/')) return ok(path.endsWith('a2') ? refused : page);
  return undefined;
};
