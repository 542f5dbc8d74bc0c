/** Labels and marks of an invented morning. */
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import type { explainLabels, listLabels } from '../../../src/governance/labels/contract.ts';
import type { listIncidents } from '../../../src/platform/marks/contract.ts';
import { name, ok, type Teller } from './telling.ts';

const members = { code: 'dang-vien', names: name('Đảng viên', 'Party members', 'أعضاء الحزب') };
const documents = { code: 'van-ban', names: name('Văn bản', 'Documents', 'الوثائق') };
const strict = { sharing: 'shared', importance: 'core', secrecy: 'none', personal: 'sensitive' } as const;
const loose = { sharing: 'shared', importance: 'other', secrecy: 'none', personal: 'none' } as const;
const lines: Answer<typeof listLabels>['items'] = [
  { register: members, stated: strict, computed: strict, effective: strict, looser: [] },
  {
    register: documents,
    stated: loose,
    computed: { ...loose, personal: 'basic' },
    effective: { ...loose, personal: 'basic' },
    looser: ['personal'],
  },
];
const fullName = { code: 'DTD.CN.002', names: name('Họ và tên', 'Full name', 'الاسم الكامل') };
const admitted = { code: 'DTD.DV.004', names: name('Ngày vào Đảng', 'Day of admission', 'تاريخ الانضمام') };
const page: Answer<typeof explainLabels> = {
  ...(lines[0] as (typeof lines)[number]),
  reasons: [
    { label: 'importance', value: 'core', elements: [fullName], rule: null },
    {
      ...{ label: 'personal', value: 'sensitive', elements: [fullName, admitted] },
      rule: {
        code: 'name-and-membership',
        names: name('Họ tên đi cùng việc là đảng viên', 'A name together with membership', 'الاسم مع العضوية'),
        citation: null,
      },
    },
  ],
  effects: [
    { label: 'importance', value: 'core', effect: 'not-open', by: 'dictionary/open-but-protected' },
    { label: 'personal', value: 'sensitive', effect: 'witnessed-before-out', by: 'exchange/not-witnessed-lately' },
  ],
  fields: [
    { element: fullName, field: 'full_name', labels: { ...strict, personal: 'basic' }, access: null },
    {
      ...{ element: admitted, field: 'admitted_on', labels: strict },
      access: { posts: ['keeper', 'data-manager'], purposes: null, others: 'year-only' },
    },
  ],
  decisions: [],
  whoCanChange: name('Ban Tổ chức (mẫu)', 'Organisation Commission (sample)', 'لجنة التنظيم (نموذج)'),
};
const incidents: Answer<typeof listIncidents> = {
  items: [
    {
      id: '0193a1b2-0000-7000-8000-0000000000b1',
      at: '2026-11-22T02:10:00.000Z',
      way: 'registers.beginLoad',
      place: 'cells',
      rule: 'labelled',
      degree: 'high',
      row: 312,
      account: '0193a1b2-0000-7000-8000-000000000001',
      body: 12,
    },
    {
      id: '0193a1b2-0000-7000-8000-0000000000b2',
      at: '2026-11-21T08:00:00.000Z',
      way: 'strategy.answerConsultation',
      place: 'text',
      rule: 'degree',
      degree: 'highest',
      row: null,
      account: '0193a1b2-0000-7000-8000-000000000002',
      body: 97,
    },
  ],
  next: null,
  count: 2,
};

export const aboutLabels: Teller = (path) => {
  if (path === '/api/governance/labels') return ok({ items: lines });
  if (path.startsWith('/api/governance/labels/')) return ok(page);
  if (path === '/api/marks/incidents') return ok(incidents);
  if (path.startsWith('/api/marks/check')) return ok({ marked: false, found: null });
  return undefined;
};
