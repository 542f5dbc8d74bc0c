/** Two communes that merge: the plan, the merge that was made, and one that was undone. */
import type { MergePage, MergePlan } from '../../../src/bodies/contract.ts';
import { bodyNamed } from './bodies.ts';
import { name, ok, type Teller } from './telling.ts';

const short = (code: string) => {
  const { id, names } = bodyNamed(code);
  return { id, code, names };
};

type Item = MergePlan['lines'][number]['items'][number];
const item = (code: string, more: Partial<Item> = {}): Item => ({
  body: 10,
  effect: 'move',
  code,
  names: null,
  word: null,
  values: {},
  link: null,
  count: 1,
  state: 'planned',
  ...more,
});
const line = (kind: string, items: Item[]): MergePlan['lines'][number] => {
  const effects: Record<string, number> = {};
  for (const { effect, count } of items) effects[effect] = (effects[effect] ?? 0) + count;
  return { kind, items, effects, count: items.reduce((sum, { count }) => sum + count, 0) };
};

const lines: MergePlan['lines'] = [
  line('sub-body', [
    item('99231-01', { names: name('Chi bộ số 1, Xã Khe Mây', 'Branch 1, Khe Mây'), link: '/bodies/99231-01' }),
    item('99231-02', { names: name('Chi bộ số 2, Xã Khe Mây', 'Branch 2, Khe Mây'), link: '/bodies/99231-02' }),
  ]),
  line('post', [item('Cán bộ, Xã Khe Mây', { word: 'bodies:posts.officer' })]),
  line('work', [item('2026-11-09', { word: 'quality:work.round', link: '/work' })]),
  line('grant', [
    item('TT-01', {
      effect: 'fold',
      names: name('Tra cứu dân cư', 'Population look-up'),
      link: '/governance/agreements/TT-01',
    }),
    item('TT-07', { names: name('Thống kê cơ sở', 'Statistics of the base') }),
  ]),
  line('record', [item('dang-vien', { effect: 'stay', count: 452, link: '/registers/dang-vien' })]),
  line('round', [item('2026-Q4', { effect: 'stay' })]),
];

const warning = {
  rule: 'other-parent',
  severity: 'warning' as const,
  values: {},
  message: '99231 rời khỏi 98: người ở đó không còn xem được bản ghi của nó.',
  remedy: 'Báo cho họ biết, hoặc chuyển cơ quan trước.',
  link: null,
};

const plan: MergePlan = {
  from: [short('99231')],
  into: short('99215'),
  day: '2026-11-22',
  founded: false,
  blocked: false,
  obstacles: [warning],
  lines,
  hash: 'a'.repeat(64),
};

const stands: MergePage = {
  id: '0199aaaa-0000-7000-8000-000000000001',
  from: plan.from,
  into: plan.into,
  day: plan.day,
  founded: false,
  decision: '12-QĐ/TU (mẫu)',
  madeAt: '2026-11-22T02:00:00.000Z',
  undoneAt: null,
  reason: 'Hai xã nhỏ cạnh nhau',
  madeBy: 'Văn phòng dữ liệu (mẫu)',
  undoneBy: null,
  undoneReason: null,
  left: [],
  changeSet: 41,
  obstacles: [warning],
  lines: lines.map((one) => ({ ...one, items: one.items.map((each) => ({ ...each, state: 'done' as const })) })),
  mayUndo: true,
};

const undone: MergePage = {
  ...stands,
  id: '0199aaaa-0000-7000-8000-000000000002',
  undoneAt: '2026-11-23T02:00:00.000Z',
  undoneBy: 'Văn phòng dữ liệu (mẫu)',
  undoneReason: 'Quyết định được thu hồi',
  mayUndo: false,
  left: [{ kind: 'record', code: 'dang-vien', names: null, word: null, count: 3, why: 'new' }],
  lines: lines.map((one, i) => ({
    ...one,
    items: one.items.map((each) => ({ ...each, state: each.effect === 'stay' ? 'done' : i === 1 ? 'left' : 'back' })),
  })),
};

export const aboutMerges: Teller = (path, _query, method) => {
  if (path === '/api/body-merges/plan') return ok(plan);
  if (path === '/api/body-merges' && method === 'GET') return ok({ items: [stands, undone] });
  if (/\/undo$/.test(path) && path.startsWith('/api/body-merges/')) return ok({ left: undone.left });
  if (path === `/api/body-merges/${stands.id}`) return ok(stands);
  if (path === `/api/body-merges/${undone.id}`) return ok(undone);
  return undefined;
};
