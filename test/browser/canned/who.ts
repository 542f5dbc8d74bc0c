/** Pairs that may be one person, and a golden person, as their pages show them. */
import type {
  Duplicate,
  DuplicateDetail,
  GoldenPerson,
  GoldenRecordRef,
  LinkedEntityView,
} from '../../../src/registers/golden-contract.ts';
import { name, ok, type Teller } from './telling.ts';

const PAIR = '0193a1b2-0000-7000-8000-0000000d0001';
const PART = '0193a1b2-0000-7000-8000-0000000d0002';
const PERSON = '0193a1b2-0000-8000-8000-0000000d0003';
const members = name('Đảng viên', 'Party members', 'أعضاء الحزب');
const people = name('CSDL dân cư (giả lập)', 'Population register (simulator)', 'سجل السكان');

const ref = (n: number, label: string | null, register = 'dang-vien'): GoldenRecordRef => ({
  register,
  registerNames: register === 'dan-cu' ? people : members,
  record: `0193a1b2-0000-7000-8000-0000000e000${String(n)}`,
  body: { id: n, code: `99215-3${String(n)}`, names: name(`Chi bộ số 3${String(n)}`, `Branch 3${String(n)}`) },
  label,
});

const twins: Duplicate = {
  id: PAIR,
  entity: 'person',
  reason: 'twins',
  weight: 25.9,
  probability: 0.99999998,
  state: 'open',
  version: 1,
  openedAt: '2026-11-22T02:00:00Z',
  closedAt: null,
  left: ref(1, 'Vũ Hữu Khải'),
  right: ref(2, 'Vũ Hữu Khãi'),
};

const inPart: Duplicate = {
  ...twins,
  id: PART,
  reason: 'withheld',
  weight: null,
  probability: null,
  left: ref(3, 'Trịnh Duy Duy'),
  right: ref(4, null),
};

const field = (code: string, vi: string, en: string, left: string | null, right: string | null) => ({
  element: `DTD.${code}`,
  field: code,
  names: name(vi, en),
  dataType: 'string',
  left,
  right,
  hidden: { left: false, right: false },
  likeness: 'equal' as const,
  differs: false,
});

const step = (code: string, vi: string, en: string, level: string, bits: number) => ({
  field: code,
  names: name(vi, en),
  level,
  bits,
  left: 'Vũ Hữu Khải',
  right: 'Vũ Hữu Khãi',
});

const open: DuplicateDetail = {
  ...twins,
  fields: [
    {
      ...field('birth_name', 'Họ và tên khai sinh', 'Birth name', 'Vũ Hữu Khải', 'Vũ Hữu Khãi'),
      likeness: 'similar',
      differs: true,
    },
    { ...field('birth_date', 'Ngày sinh', 'Date of birth', '1981-03-22', '1981-03-22'), dataType: 'date' },
    {
      ...field('card_no', 'Số thẻ', 'Card number', '992150001349', '992150001357'),
      likeness: 'different',
      differs: true,
    },
    { ...field('theory', 'Lý luận chính trị', 'Political theory', null, 'Sơ cấp'), likeness: 'missing' },
  ],
  people: { left: PERSON, right: PERSON.replace('d0003', 'd0004') },
  changedAt: { left: '2026-11-18T02:00:00Z', right: '2026-11-20T02:00:00Z' },
  waterfall: {
    prior: -13.5,
    steps: [
      step('name', 'Họ và tên khai sinh', 'Birth name', 'marks-differ', 9.4),
      step('born', 'Ngày sinh', 'Date of birth', 'same', 14.8),
      step('id', 'Số định danh', 'Number', 'slip', 14.3),
      step('sex', 'Giới tính', 'Sex', 'same', 0.9),
    ],
    rarity: 0,
    total: 25.9,
    thresholds: { match: 4, review: -4 },
    withheld: [],
  },
  decisions: [
    {
      outcome: 'different',
      reason: 'Hai thẻ khác nhau',
      by: 'Chủ quản (mẫu)',
      at: '2026-11-23T02:00:00Z',
      despiteIdentifiers: false,
      undone: { by: 'Chủ quản (mẫu)', at: '2026-11-24T02:00:00Z', reason: 'Xem nhầm thẻ' },
    },
  ],
  mayDecide: true,
  foreseen: [
    {
      act: 'same',
      people: [{ id: PERSON, records: [ref(1, 'Vũ Hữu Khải'), ref(2, 'Vũ Hữu Khãi')] }],
      closes: [{ duplicate: PART, left: 'Vũ Hữu Khải', right: 'Vũ Hữu Khai' }],
      refused: 'two-identifiers',
      undoFirst: [],
    },
    {
      act: 'different',
      people: [
        { id: PERSON, records: [ref(1, 'Vũ Hữu Khải')] },
        { id: null, records: [ref(2, 'Vũ Hữu Khãi')] },
      ],
      closes: [],
      refused: null,
      undoFirst: [],
    },
  ],
};

const hidden: DuplicateDetail = {
  ...open,
  ...inPart,
  mayDecide: false,
  foreseen: [],
  decisions: [],
  fields: [
    {
      ...field('birth_name', 'Họ và tên khai sinh', 'Birth name', 'Trịnh Duy Duy', null),
      hidden: { left: false, right: true },
      likeness: 'hidden',
    },
    {
      ...field('phone', 'Số điện thoại', 'Phone', null, null),
      hidden: { left: true, right: true },
      likeness: 'hidden',
    },
  ],
  waterfall: {
    prior: -13.5,
    steps: [step('sex', 'Giới tính', 'Sex', 'same', 0.9)],
    rarity: null,
    total: null,
    thresholds: { match: 4, review: -4 },
    withheld: [{ field: 'name', names: name('Họ và tên khai sinh', 'Birth name') }],
  },
};

const person: GoldenPerson = {
  id: PERSON,
  entity: 'person',
  madeAt: '2026-11-18T02:00:00Z',
  mergedInto: null,
  members: [
    {
      ...ref(5, 'Vũ Hữu Khải', 'dan-cu'),
      joinedAt: '2026-11-18T02:00:00Z',
      changedAt: '2026-08-02T02:00:00Z',
      maySplit: true,
      joinedBy: null,
    },
    {
      ...ref(1, 'Vũ Hữu Khải'),
      joinedAt: '2026-11-23T02:00:00Z',
      changedAt: '2026-11-18T02:00:00Z',
      maySplit: false,
      joinedBy: PAIR,
    },
  ],
  values: [
    {
      ...{
        element: 'DTD.1',
        field: 'birth_name',
        names: name('Họ và tên khai sinh', 'Birth name'),
        dataType: 'string',
      },
      ...{ value: 'Vũ Hữu Khải', register: 'dan-cu', registerNames: people, record: ref(5, '').record, trusted: true },
      since: '2026-08-02T02:00:00Z',
      others: [{ register: 'dang-vien', registerNames: members, record: ref(1, '').record, value: 'Vũ Hửu Khải' }],
    },
    {
      ...{ element: 'DTD.2', field: 'card_no', names: name('Số thẻ', 'Card number'), dataType: 'identifier' },
      ...{ value: '992150001349', register: 'dang-vien', registerNames: members, record: ref(1, '').record },
      ...{ trusted: false, since: '2026-11-18T02:00:00Z', others: [] },
    },
  ],
  history: [
    {
      ...{ kind: 'same', at: '2026-11-23T02:00:00Z', by: 'Chủ quản (mẫu)', reason: 'Đã xem hai thẻ', duplicate: PAIR },
      ...{ left: [ref(5, 'Vũ Hữu Khải', 'dan-cu')], right: [ref(1, 'Vũ Hữu Khải')], undone: null },
    },
    {
      ...{ kind: 'linked', at: '2026-11-18T02:00:00Z', by: null, reason: null, duplicate: null },
      ...{ left: [ref(5, 'Vũ Hữu Khải', 'dan-cu')], right: [], undone: null },
    },
  ],
};

const entities: LinkedEntityView[] = [
  {
    entity: 'person',
    names: name('Người', 'Person', 'شخص'),
    registers: [
      { register: 'dang-vien', names: members },
      { register: 'dan-cu', names: people },
    ],
    fields: [
      { field: 'name', kind: 'name', names: name('Họ và tên khai sinh', 'Birth name') },
      { field: 'born', kind: 'date', names: name('Ngày sinh', 'Date of birth') },
    ],
  },
];

export const aboutWho: Teller = (path, query) => {
  if (path === '/api/duplicates') {
    const isNone = query.get('body') !== null || query.get('state') === 'same';
    return ok({ items: isNone ? [] : [twins, inPart], counts: { open: 2, same: 0, different: 1 } });
  }
  if (path === `/api/duplicates/${PAIR}`) return ok(open);
  if (path === `/api/duplicates/${PART}`) return ok(hidden);
  if (path === '/api/golden/entities') return ok({ items: entities });
  if (path === `/api/golden/${PERSON}`) return ok(person);
  return undefined;
};
