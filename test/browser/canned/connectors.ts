/** Connectors and webhooks: one that runs, one that waits, one that fails; deliveries that arrived, wait and were given up. */
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import type {
  ConnectorLine,
  ConnectorPage,
  DryRun,
  listConnectors,
  Run,
} from '../../../src/exchange/connectors/connector-contract.ts';
import type { Delivery, listWebhooks, WebhookPage } from '../../../src/exchange/webhooks/webhook-contract.ts';
import { name, ok, type Teller } from './telling.ts';
import { bodyNamed } from './bodies.ts';

const run = (n: number, outcome: Run['outcome'], more: Partial<Run> = {}): Run => ({
  id: `0193a1b2-0000-7000-8000-00000000c00${String(n)}`,
  file: null,
  startedAt: `2026-11-22T0${String(n)}:00:00Z`,
  endedAt: `2026-11-22T0${String(n)}:00:04Z`,
  outcome,
  ...{ rows: 1204, new: 12, changed: 31, unchanged: 1157, wrong: 4 },
  load: '0193a1b2-0000-7000-8000-000000000001',
  changeSet: 812,
  trouble: null,
  ...more,
});
const failed = run(3, 'failed', {
  ...{ rows: 0, new: 0, changed: 0, unchanged: 0, wrong: 0, load: null, changeSet: null },
  trouble: {
    type: '/problems/platform/far-end-silent',
    title: 'Phía bên kia không trả lời',
    detail: 'Không nhận được dữ liệu dùng được trong thời gian chờ. Hãy thử lại sau.',
  },
});
const line = (code: string, vi: string, en: string, more: Partial<ConnectorLine> = {}): ConnectorLine => ({
  ...{ code, names: name(vi, en), kind: 'rest', register: 'dang-vien', body: bodyNamed('99231') },
  ...{ state: 'active', everyMinutes: 60, nextRun: '2026-11-22T05:00:00Z', lastRun: run(4, 'stored') },
  ...more,
});
const lines = [
  line('phan-mem', 'Phần mềm quản lý đảng viên (mẫu)', 'Member management software (sample)'),
  line('thu-muc', 'Thư mục nhận danh sách Đồng Lau', 'Drop folder for the lists of Đồng Lau', {
    ...{ kind: 'folder', body: bodyNamed('99101'), lastRun: run(2, 'same', { file: 'quy-3.xlsx' }) },
  }),
  line('kho-du-lieu', 'Kho dữ liệu tỉnh', 'Warehouse of the province', {
    ...{ kind: 'postgresql', state: 'failing', lastRun: failed, body: bodyNamed('97') },
  }),
  line('dan-cu', 'Dân cư (giả lập)', 'Population (simulated)', {
    ...{ register: 'dan-cu', state: 'waiting', lastRun: null, nextRun: null, body: bodyNamed('TW') },
  }),
];
const may = { ok: true, reason: null };
const pageOf = (one: ConnectorLine): ConnectorPage => ({
  ...one,
  settings:
    one.kind === 'folder'
      ? { folder: 'dong-lau' }
      : {
          ...{ base: 'https://api.phan-mem.example', path: '/v1/members', items: 'data' },
          ...{ paging: { by: 'link' }, access: { by: 'bearer', secret: 'phan-mem' } },
          since: { parameter: 'since', field: 'updated_at' },
        },
  hosts: one.kind === 'folder' ? [] : ['api.phan-mem.example', '10.20.1.7:8443'],
  mapping: { code: 'AX-DV-HS', names: name('Bảng hồ sơ', 'Table of files') },
  ...{ madeBy: 'a', madeAt: '2026-11-20T02:00:00Z' },
  ...(one.state === 'waiting'
    ? { approvedBy: null, approvedAt: null }
    : { approvedBy: 'b', approvedAt: '2026-11-20T03:00:00Z' }),
  runs: one.lastRun ? [one.lastRun, failed, run(1, 'stored'), run(2, 'nothing', { load: null })] : [],
  secrets: one.kind === 'folder' ? [] : [{ name: 'phan-mem', there: one.state !== 'waiting' }],
  may:
    one.state === 'waiting'
      ? { approve: may, change: may, run: { ok: false, reason: 'Đang chờ duyệt.' } }
      : { approve: { ok: false, reason: 'Đã được duyệt.' }, change: may, run: may },
});
const list: Answer<typeof listConnectors> = { items: lines, may: { write: may } };
const dryRun: DryRun = {
  columns: [
    { header: 'card_no', field: 'card_no' },
    { header: 'full_name', field: 'birth_name' },
    { header: 'updated_at', field: null },
  ],
  sample: [
    ['99010000123', 'Vũ Thị Mây', '2026-11-20T01:00:00Z'],
    ['99010000124', 'Đỗ Văn Lau', '2026-11-20T02:00:00Z'],
  ],
  ...{ rows: 200, ready: 198, new: 4, changed: 12, unchanged: 182, wrong: 2 },
  findings: [
    { row: 17, label: 'Ngày sinh', severity: 'error', value: '31/02/1980', message: 'Ngày này không có trong lịch.' },
    { row: 31, label: 'Số thẻ', severity: 'warning', value: '9901', message: 'Ngắn hơn thường lệ.' },
  ],
};
const tested = {
  columns: ['card_no', 'full_name', 'updated_at'],
  offered: [
    { path: '/v1/members', items: 'data', summary: 'All members', columns: ['card_no'], parameters: ['since'] },
  ],
};

const delivery = (n: number, kind: string, state: Delivery['state'], more: Partial<Delivery> = {}): Delivery => ({
  id: `msg_${String(n).repeat(27)}`,
  kind,
  payload: '{"type":"register.changed","timestamp":"2026-11-22T03:00:00Z","data":{"register":"dang-vien"}}',
  ...{ createdAt: `2026-11-22T0${String(n)}:00:00Z`, state, attempts: 1, nextTry: null, lastStatus: 200 },
  ...{ trouble: null, triedAt: '2026-11-22T03:00:00Z', deliveredAt: '2026-11-22T03:00:00Z' },
  ...more,
});
const webhook: WebhookPage = {
  ...{ code: 'so-mau', names: name('Phần mềm của Sở mẫu', 'Program of the sample department') },
  ...{ body: bodyNamed('97'), url: 'https://nhan-tin.so-mau.example/artery', state: 'failing' },
  kinds: ['register.changed', 'agreement.decided', 'feed.due'],
  ...{ waiting: 1, delivered: 41, failed: 1, hosts: ['nhan-tin.so-mau.example'], madeAt: '2026-11-01T02:00:00Z' },
  ...{ approvedAt: '2026-11-01T03:00:00Z', failingSince: '2026-11-22T02:00:00Z' },
  secrets: [{ name: 'so-mau', there: true }],
  deliveries: [
    delivery(3, 'register.changed', 'waiting', {
      attempts: 2,
      nextTry: '2026-11-22T04:00:00Z',
      lastStatus: 503,
      trouble: 'Nguồn từ chối',
      deliveredAt: null,
    }),
    delivery(2, 'feed.due', 'delivered'),
    delivery(1, 'agreement.decided', 'failed', {
      attempts: 10,
      lastStatus: null,
      trouble: 'Phía bên kia không trả lời',
      deliveredAt: null,
    }),
  ],
  may: { approve: { ok: false, reason: 'Đã được duyệt.' }, change: may, run: may },
};
const webhooks: Answer<typeof listWebhooks> = {
  items: [webhook],
  publicKey: 'whpk_3vG6mZ0q1x8aXkPz5cQ2rT9yB7nL4dW0eF1hJ6sU8oI=',
  may: { write: may },
};

export const aboutConnectors: Teller = (path, _query, method) => {
  if (path === '/api/exchange/connectors') return ok(list);
  if (path.endsWith('/dry-run')) return ok(dryRun);
  if (path.endsWith('/test')) return ok(tested);
  const [, code] = /^\/api\/exchange\/connectors\/([^/]+)$/.exec(path) ?? [];
  const found = lines.find((one) => one.code === code);
  if (found) return ok(pageOf(found));
  if (path === '/api/exchange/webhooks') return ok(webhooks);
  if (method === 'POST' && path.endsWith('/replay')) return ok(webhook.deliveries[0]);
  return /^\/api\/exchange\/webhooks\/[^/]+$/.test(path) ? ok(webhook) : undefined;
};
