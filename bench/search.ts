/**
 * Search as people type, in a dictionary of 100,000 elements made of few words (thousands of hits a question, harsher
 * than a real one). `npx node bench/search.ts`; `run` gives the row to the bench as a whole.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { planEntries, indexEntries, search } from '../src/dictionary/search.ts';
import { testPlan } from '../src/dictionary/testing/dictionary.ts';
import type { ElementPlan } from '../src/dictionary/plan.ts';
import { openDatabase, type Database } from '../src/platform/db/db.ts';
import { startServer } from '../src/platform/db/embedded.ts';
import { migrate, readMigrations } from '../src/platform/db/migrate.ts';
import { migratedRooms } from '../src/platform/db/rooms.ts';
import { raw } from '../src/platform/db/sql.ts';
import { fold } from '../src/platform/search/fold.ts';
import type { BenchRow } from './load.ts';

export interface SearchOptions {
  /** Default 100,000. */
  readonly elements?: number;
  /** Questions a round; default 500. */
  readonly queries?: number;
  readonly log?: (line: string) => void;
}

const OBJECTS = [
  'đảng viên',
  'chi bộ',
  'cán bộ',
  'tổ chức đảng',
  'văn bản',
  'cá nhân',
  'hộ gia đình',
  'cơ quan',
  'doanh nghiệp',
  'địa bàn',
];
const PROPERTIES = [
  'ngày vào',
  'ngày kết nạp',
  'ngày chính thức',
  'số định danh',
  'họ và tên',
  'giới tính',
  'dân tộc',
  'tôn giáo',
  'quê quán',
  'nơi ở',
  'trình độ',
  'chức vụ',
  'trạng thái',
  'loại hình',
  'mã số',
  'tên gọi',
  'địa chỉ',
  'điện thoại',
  'thời hạn',
  'kết quả',
];
const QUALIFIERS = [
  'hiện nay',
  'trước đây',
  'theo quyết định',
  'khi khai báo',
  'đã xác minh',
  'của người thân',
  'tại nơi cư trú',
  'cấp tỉnh',
  'cấp xã',
  'trung ương',
];

/** A small generator with a fixed seed (mulberry32): every run asks the same. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const pick = <T>(list: readonly T[], next: () => number): T => list[Math.floor(next() * list.length)] as T;

/** Elements made of few words; the bench of the difference uses them too. */
export function elements(count: number): ElementPlan[] {
  const next = random(1);
  const [model] = testPlan().elements as [ElementPlan];
  return Array.from({ length: count }, (_, i) => {
    const name = `${pick(PROPERTIES, next)} ${pick(OBJECTS, next)} ${pick(QUALIFIERS, next)} ${String(i % 997)}`;
    return {
      ...model,
      code: `E.${String(i).padStart(6, '0')}`,
      physicalName: `e_${String(i)}`,
      names: { vi: name, en: `Element ${String(i)}` },
      definition: { vi: `${pick(PROPERTIES, next)} của ${pick(OBJECTS, next)} ${pick(QUALIFIERS, next)}` },
      synonyms: { vi: [`${pick(PROPERTIES, next)} ${pick(OBJECTS, next)}`] },
      oldNames: [],
    };
  });
}

/** Two phrases without marks, a name being typed, a code, a phrase with marks: what people type. */
function questions(count: number): string[] {
  const next = random(2);
  const kinds = [
    () => fold(`${pick(PROPERTIES, next)} ${pick(OBJECTS, next)}`),
    () => `${pick(PROPERTIES, next)} ${pick(QUALIFIERS, next)}`,
    () => fold(`${pick(PROPERTIES, next)} ${pick(OBJECTS, next)}`).slice(0, -2),
    () => fold(pick(OBJECTS, next)),
    () => `e.${String(Math.floor(next() * 100_000)).padStart(6, '0')}`,
  ];
  return Array.from({ length: count }, (_, i) => (kinds[i % kinds.length] as () => string)());
}

const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const ROUNDS = 5;

/** Times of one round in milliseconds, the shortest first. */
async function measure(db: Database, asked: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (const text of asked) {
    const start = performance.now();
    await search(db, text);
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b);
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

export async function run(options: SearchOptions = {}): Promise<BenchRow[]> {
  const { elements: count = 100_000, queries = 500, log = () => undefined } = options;
  const folder = mkdtempSync(join(tmpdir(), 'artery-bench-'));
  const server = await startServer({ dataDir: join(folder, 'postgres') });
  try {
    await using db = openDatabase(server.target, 2);
    await migrate(db, readMigrations(join(import.meta.dirname, '../src'), migratedRooms));
    const start = performance.now();
    const plan = { ...testPlan(), elements: elements(count), entities: [], codeLists: [] };
    await db.transaction((tx) => indexEntries(tx, planEntries(plan)));
    log(`search-100000: ${String(count)} elements indexed in ${((performance.now() - start) / 1000).toFixed(1)} s`);
    await db.run(raw('analyze dictionary.entry, dictionary.entry_name'));
    const asked = questions(queries);
    for (const text of asked.slice(0, 50)) await search(db, text);
    const rounds: number[][] = [];
    for (let i = 0; i < ROUNDS; i += 1) rounds.push(await measure(db, asked));
    const over = (share: number) => Number(median(rounds.map((times) => at(times, share))).toFixed(1));
    const p99 = over(0.99);
    log(
      `search-100000: p50 ${String(over(0.5))} ms, p99 ${String(p99)} ms, slowest ${String(over(1))} ms (median of ${String(ROUNDS)} rounds)`,
    );
    return [
      {
        name: 'search-100000',
        value: p99,
        unit: 'ms (p99)',
        against: `${String(count)} elements`,
        reach: 20,
        ok: p99 <= 20,
      },
    ];
  } finally {
    await server[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const row of await run({ log: (line) => process.stderr.write(`${line}\n`) }))
    process.stdout.write(`${JSON.stringify(row)}\n`);
}
