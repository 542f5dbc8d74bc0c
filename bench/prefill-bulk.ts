/**
 * 10,000 IDs prefilled against the bare SQL join that fetches the same values of the same people, interleaved in one run,
 * median of the ratios. Ours judges every ID, asks governance, takes the quota, reads the register itself as well, and
 * leaves an entry in the audit trail that names everybody. What the workbook takes beside it is said, and not judged.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openNode } from '../src/node.ts';
import { readConfig } from '../src/platform/config.ts';
import { sql } from '../src/platform/db/sql.ts';
import { system } from '../src/platform/caller.ts';
import { loadRows } from '../src/records/index.ts';
import { prefillPeople } from '../src/registers/prefill/prefill-people.ts';
import { prefillList } from '../src/registers/prefill/prefill-list.ts';
import { Readable } from 'node:stream';
import { benchRow, type BenchRow } from './load.ts';

export interface PrefillOptions {
  /** People that the authority holds; default 1,000,000. */
  readonly people?: number;
  /** Default 10,000. */
  readonly ids?: number;
  readonly rounds?: number;
  readonly log?: (line: string) => void;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const FIELDS = [
  'person_id',
  'birth_name',
  'birth_date',
  'sex',
  'ethnic_group',
  'place_of_origin',
  'permanent_residence',
];
const NAMES = ['Bùi Thị Lá', 'Đỗ Văn Sỏi', 'Vũ Thị Mây', 'Ngô Văn Đá', 'Lý Thị Gạch'];

const idOf = (n: number) => `0990${String(50 + (n % 50))}${String(n % 1_000_000).padStart(6, '0')}`;
/** Somebody invented, who agrees with the soft checks of the profile. */
const personOf = (n: number): string[] => [
  idOf(n),
  `${NAMES[n % NAMES.length] ?? ''} ${String.fromCharCode(65 + (n % 26))}`,
  `19${String(50 + (n % 50))}-0${String(1 + (n % 9))}-1${String(n % 9)}`,
  'NAM',
  '01',
  '',
  '',
];

async function* batchesOf(count: number) {
  for (let at = 0; at < count; at += 5000) {
    await Promise.resolve();
    yield Array.from({ length: Math.min(5000, count - at) }, (_, i) => ({
      number: at + i + 2,
      cells: personOf(at + i),
    }));
  }
}

class WrongBenchError extends Error {
  override name = 'WrongBenchError';
}

export async function run(options: PrefillOptions = {}): Promise<BenchRow[]> {
  const { people = 1_000_000, ids: count = 10_000, rounds = 7, log = () => undefined } = options;
  const folder = mkdtempSync(join(tmpdir(), 'artery-bench-'));
  const config = readConfig({ ARTERY_DATA: join(folder, 'data'), ARTERY_LOG: 'error', ARTERY_DB_CONNECTIONS: '6' });
  try {
    await using node = await openNode({ config });
    await node.install();
    const { context } = node;
    const columns = FIELDS.map((field, column) => ({ column, header: field, field }));
    const load = await loadRows(context, {
      register: 'dan-cu',
      body: 1,
      caller: system,
      columns,
      rows: batchesOf(people),
    });
    if (load.ready !== people)
      throw new WrongBenchError(`${String(load.ready)} of ${String(people)} people were stored`);
    await context.db.run(sql`analyze data.person`);
    const step = Math.max(1, Math.floor(people / count));
    const ids = Array.from({ length: count }, (_, i) => ({ row: i + 2, written: idOf(i * step) }));
    const [body] = await context.db.rows<{ code: string }>(sql`select code from bodies.body order by id limit 1`);
    const ours = async () => {
      const { found } = await prefillPeople(context, system, {
        register: 'dang-vien',
        body: body?.code ?? '',
        ids,
        rule: 'bench',
        action: 'registers.prefill',
      });
      return found;
    };
    const bare = async () => {
      const rows = await context.db.rows(sql`select p.person_id, p.birth_name, p.birth_date, p.sex, p.ethnic_group,
          p.place_of_origin, p.permanent_residence
        from unnest(${ids.map(({ written }) => written)}::text[]) asked(id) join data.person p on p.person_id = asked.id`);
      return rows.length;
    };
    const ratios: number[] = [];
    for (let i = 0; i <= rounds; i++) {
      const limit = await timed(bare, count);
      const mine = await timed(ours, count);
      // The first round warms both.
      if (i > 0) ratios.push(limit / mine);
      log(`prefill-bulk: ${mine.toFixed(0)} ms against ${limit.toFixed(0)} ms`);
    }
    const start = performance.now();
    const list = Readable.from([Buffer.from(`ID\n${ids.map(({ written }) => written).join('\n')}\n`)]);
    const input = {
      register: 'dang-vien',
      body: body?.code ?? '',
      fileName: 'ids.csv',
      bytes: list,
      limit: 2 ** 30,
      language: 'vi',
      rule: 'bench',
    };
    await prefillList(context, system, input);
    log(`prefill-bulk: from the file to the kept workbook ${((performance.now() - start) / 1000).toFixed(2)} s`);
    const against = `bare SQL join, ${String(count)} of ${String(people)} people`;
    return [benchRow('prefill-bulk', median(ratios), { unit: 'of its speed', against, reach: 0.5 })];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timed(act: () => Promise<number>, wanted: number): Promise<number> {
  const start = performance.now();
  const found = await act();
  if (found !== wanted) throw new WrongBenchError(`${String(found)} of ${String(wanted)} were found`);
  return performance.now() - start;
}
