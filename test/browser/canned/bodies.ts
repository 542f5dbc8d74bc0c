/** The story's bodies, and one refusal. */
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import type { BodyName, getBody, TreeItem } from '../../../src/bodies/contract.ts';
import { fold } from '../../../src/platform/search/fold.ts';
import { name, ok, problem, type Teller } from './telling.ts';

const bodies: readonly [number, string, string, string, string | null][] = [
  [1, 'TW', 'Trung ương (mẫu)', 'central', null],
  [2, 'TW-VP', 'Văn phòng dữ liệu (mẫu)', 'central', 'TW'],
  [3, 'TW-BTC', 'Ban Tổ chức (mẫu)', 'central', 'TW'],
  [5, '97', 'Tỉnh Vân Mộc', 'province', 'TW'],
  [6, '98', 'Tỉnh Khê Giang', 'province', 'TW'],
  [7, '99101', 'Xã Đồng Lau', 'commune', '97'],
  [8, '99108', 'Phường Bến Sỏi', 'commune', '97'],
  [9, '99215', 'Phường Phố Gạch', 'commune', '98'],
  [10, '99231', 'Xã Khe Mây', 'commune', '98'],
];
const named = ([id, code, vi, level]: (typeof bodies)[number]): BodyName => ({
  id,
  code,
  names: name(vi, vi),
  kind: level,
  level,
  from: level === 'commune' ? '2025-07-01' : null,
  to: null,
});
const items: TreeItem[] = bodies.map((body) => ({
  ...named(body),
  children: bodies.filter((one) => one[4] === body[1]).length,
}));
const byCode = (code: string) => items.find((item) => item.code === code) as TreeItem;

const page: Answer<typeof getBody> = {
  body: { ...byCode('99231'), parent: 6, ended: null, attributes: {}, path: [1, 6, 10] },
  path: [byCode('TW'), byCode('98'), byCode('99231')],
  children: 0,
  aliases: [{ alias: 'Khe May', from: null, to: null }],
  predecessors: [
    {
      kind: 'merge',
      day: '2025-07-01',
      body: { ...byCode('99231'), id: 21, names: name('Xã Đá Rêu', 'Đá Rêu Commune'), from: null, to: '2025-06-30' },
      share: 1,
    },
    {
      kind: 'merge',
      day: '2025-07-01',
      body: {
        ...byCode('99231'),
        id: 22,
        code: '99234',
        names: name('Xã Khe Mây (cũ)', 'Khe Mây Commune (old)'),
        from: null,
        to: '2025-06-30',
      },
      share: 1,
    },
  ],
  successors: [],
  home: null,
  sameCode: [
    { ...byCode('99231'), id: 21, names: name('Xã Đá Rêu', 'Đá Rêu Commune'), from: null, to: '2025-06-30' },
    byCode('99231'),
  ],
};

const decision = {
  allowed: false,
  rule: 'governance/own-body-scope',
  facts: { you: name('Xã Đồng Lau', 'Đồng Lau Commune'), asked: name('Phường Bến Sỏi', 'Bến Sỏi Ward') },
  remedy: 'agreement-for-purpose',
  whoCanChange: name('Chủ quản: Ban Tổ chức (mẫu)', 'Data manager: Organisation Commission (sample)'),
  words: {
    reason: 'Chỉ xem dữ liệu trong phạm vi đơn vị mình.',
    remedy: 'Cần có thoả thuận chia sẻ với mục đích “chuyển sinh hoạt”.',
    whoCanChange: 'Chủ quản: Ban Tổ chức (mẫu)',
  },
};

export const aboutBodies: Teller = (path, query) => {
  if (path === '/api/bodies') {
    const wanted = fold(query.get('text') ?? '');
    return ok({ items: items.filter(({ names }) => fold(names['vi'] ?? '').includes(wanted)) });
  }
  if (path === '/api/body-tree') {
    const parent = query.get('parent');
    const below = bodies.filter((body) => body[4] === parent).map(([, code]) => byCode(code));
    return ok({ items: below, total: below.length });
  }
  if (path === '/api/bodies/99108')
    return problem(403, 'platform/refused', 'Từ chối', decision.words.reason, { decision });
  if (/\/posts$/.test(path))
    return ok({ items: [{ id: 1, account: 'x', name: 'Cán bộ, Xã Khe Mây', post: 'officer', from: null, to: null }] });
  if (/^\/api\/bodies\//.test(path)) return ok(page);
  return undefined;
};

export const bodyNamed = byCode;
export const refusal = decision;
