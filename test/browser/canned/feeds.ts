/** Three feeds: one that is up to date with rows that wait, one that waits for a release, one that cannot be asked; and one given. */
import type { Feed, ProvidedStream } from '../../../src/exchange/feeds/contract.ts';
import { name, ok, type Teller } from './telling.ts';

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const members = name('Đảng viên', 'Party members', 'أعضاء الحزب');
const centre = { code: 'TW', names: name('Trung ương (mẫu)', 'Centre (sample)', 'المركز (نموذج)') };
const province = { code: '97', names: name('Tỉnh Vân Mộc', 'Vân Mộc Province', 'محافظة فان موك') };

type Stream = Feed['streams'][number];
const stream = (id: string, more: Partial<Stream> = {}): Stream => ({
  stream: `node-${id}.artery/stream/LT-01/1`,
  register: 'dang-vien',
  registerNames: members,
  phase: 'following',
  release: null,
  fault: null,
  epoch: 1,
  size: 412,
  offered: 412,
  rows: 196_204,
  partial: false,
  appliedAt: ago(0.2),
  parked: [],
  ...more,
});

const feed = (id: number, origin: string, more: Partial<Feed> = {}): Feed => ({
  id,
  origin: `node-${origin}.artery`,
  address: 'https://data.example.org',
  agreement: 'LT-01',
  purpose: 'doi-chieu-ho-so',
  consumer: centre,
  active: true,
  askedAt: ago(0.1),
  attempts: 0,
  failed: null,
  streams: [],
  ...more,
});

const items: Feed[] = [
  feed(1, '1a2b3c4d', { streams: [stream('1a2b3c4d', { parked: [{ reason: 'unknown-body', rows: 3 }] })] }),
  feed(2, '5e6f7a8b', {
    streams: [stream('5e6f7a8b', { phase: 'parked', release: 4, size: 20, offered: 31, rows: 8120, partial: true })],
  }),
  feed(3, '9c0d1e2f', {
    attempts: 7,
    failed: 'ECONNREFUSED',
    askedAt: ago(9),
    streams: [stream('9c0d1e2f', { size: 5, offered: 9, rows: 2410, fault: 'not-signed' })],
  }),
];

const given: ProvidedStream = {
  number: 1,
  stream: 'node-1a2b3c4d.artery/stream/LT-01/1',
  agreement: 'LT-01',
  register: 'dang-vien',
  scope: { trees: 'all', condition: null },
  columns: Array.from({ length: 48 }, (_, i) => `field_${String(i)}`),
  epoch: 2,
  size: 412,
  release: 3,
  due: 2,
  lastPage: ago(1),
  state: 'open',
  seats: [
    {
      consumer: centre,
      acknowledged: { epoch: 2, size: 412 },
      acknowledgedAt: ago(1),
      behind: 0,
      endedAt: null,
      purgedAt: null,
    },
    {
      consumer: province,
      acknowledged: { epoch: 2, size: 380 },
      acknowledgedAt: ago(40),
      behind: 32,
      endedAt: null,
      purgedAt: null,
    },
    {
      consumer: { code: '98', names: name('Tỉnh Khê Giang', 'Khê Giang Province', 'محافظة خه جيانغ') },
      acknowledged: null,
      acknowledgedAt: null,
      behind: null,
      endedAt: ago(100),
      purgedAt: null,
    },
  ],
};

export const aboutFeeds: Teller = (path) => {
  if (path === '/api/exchange/feeds') return ok({ items, mayChange: true });
  return /^\/api\/exchange\/agreements\/[^/]+\/streams$/.test(path) ? ok({ items: [given] }) : undefined;
};
