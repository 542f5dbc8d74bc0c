/** A batch that is linked against what is there gives what linking everything anew would give, and ids that were given stay. */
import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { clusterName } from './cluster-links.ts';
import { beginLinkage, linkAll, linkBatch, linkFiles, readLinkageSettings, type Linkage } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'artery-linkage-batch-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const profile = readLinkageSettings(
  parse(readFileSync(join(import.meta.dirname, '../../../profiles/vn-party/linkage/person.yaml'), 'utf8')),
);
// Blocks so small that some become giants in the middle of a story.
const settings = { ...profile, largestBlock: 5 };

/** Few names, days and numbers, so that everything collides with everything. */
const row = fc.tuple(
  fc.constantFrom('', '', '', '099080000001', '099080000002', '099080000003', 'O9908OOOOO01'),
  fc.constantFrom(
    'Trần Thị Hà',
    'Trần Thị Hạ',
    'TRAN THI HA',
    'Trần Hà',
    'T.T.Hà',
    'Nguyễn Văn An',
    'Nguyễn Văn Anh',
    'nguyeenx vawn an',
  ),
  fc.constantFrom('12/03/1980', '1980-03-12', '03/12/1980', '1980', '13/03/1980', '31/02/1980', ''),
  fc.constantFrom('Nam', 'Nữ', ''),
  fc.constantFrom('01', '08'),
  fc.constantFrom('0912345678', '0912345679', ''),
);
type Row = readonly [string, string, string, string, string, string];
const batches = fc.array(fc.array(row, { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 4 });

let count = 0;
function csv(rows: readonly Row[], first: number): string {
  count += 1;
  const file = join(folder, `${String(count)}.csv`);
  const lines = rows.map((cells, i) => [`R${String(first + i).padStart(3, '0')}`, ...cells].join(','));
  writeFileSync(file, ['record_id,person_id,full_name,birth_date,sex,province,phone', ...lines].join('\n'));
  return file;
}

async function picture({ engine }: Linkage) {
  const clusters = await engine.rows<{ key: string; cluster: string }>(
    `select g.key, ${clusterName('sh.name', 'gh.key')} as cluster from clusters c join given g using (rid) join given gh on gh.rid = c.head join sources sh on sh.source = gh.source order by g.rid`,
  );
  const edges = await engine.rows(
    'select a, b, rules, pattern, round(weight, 3) as weight, conflict, apart from edges order by a, b',
  );
  return { clusters, edges };
}

async function tell(story: readonly (readonly Row[])[], distinct: boolean) {
  const run = await beginLinkage({ settings, distinct });
  const [first = [], ...more] = story;
  await linkFiles(run, [{ file: csv(first, 0) }]);
  let at = first.length;
  for (const rows of more) {
    await linkBatch(run, { file: csv(rows, at) });
    at += rows.length;
  }
  return run;
}

describe.each([true, false])('batches, files that name nobody twice: %s', (distinct) => {
  it('end where linking all of them anew ends', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(batches, async (story) => {
        await using run = await tell(story, distinct);
        const after = await picture(run);
        await linkAll(run, { keepWeights: true });
        expect(await picture(run)).toEqual(after);
      }),
      { numRuns: 6, seed: 4 },
    );
  });
});

it('keep the id of a cluster that grows, and of one that a record bridges', { timeout: 60_000 }, async () => {
  const an: Row = ['', 'Nguyễn Văn An', '12/03/1980', 'Nam', '01', '0912345678'];
  await using run = await tell([[an], [['', 'NGUYEN VAN AN', '12/03/1980', 'Nam', '01', '0912345678']]], false);
  const [before] = (await picture(run)).clusters;
  await linkBatch(run, { file: csv([['', 'nguyeenx vawn an', '1980-03-12', 'Nam', '01', '0912345678']], 2) });
  const { clusters } = await picture(run);
  expect(clusters.map(({ cluster }) => cluster)).toEqual([before?.cluster, before?.cluster, before?.cluster]);
});

describe('a block that becomes a giant', { timeout: 60_000 }, () => {
  const on = (name: string): Row => ['', name, '12/03/1980', '', '01', ''];
  /** Two whom nothing but birthday and province brings together, then more of that day than a block may hold. */
  const story = [
    [on('Nguyễn Văn An'), on('Nguyễn Văn Akn')],
    ['Lê Thị Hoa', 'Phạm Quốc Bảo', 'Vũ Đức Long', 'Bùi Minh Khang', 'Đỗ Thu Trang'].map(on),
  ];
  const edgesOf = async (run: Linkage) => (await picture(run)).edges;

  it('is forgotten with the links that it alone brought', async () => {
    await using before = await tell(story.slice(0, 1), false);
    expect(await edgesOf(before)).toHaveLength(1);
    await using run = await tell(story, false);
    expect(await edgesOf(run)).toEqual([]);
  });
  it('would leave them where linking anew finds none, were it not forgotten', async () => {
    await using run = await tell(story.slice(0, 1), false);
    const { steps } = run.engine;
    Object.assign(run.engine, {
      steps: (all: Parameters<typeof steps>[0]) =>
        steps(
          all.filter(({ statement }) => !/^(update edges set rules|delete from edges where rules)/.test(statement)),
        ),
    });
    await linkBatch(run, { file: csv(story[1] ?? [], 2) });
    expect(await edgesOf(run)).toHaveLength(1);
    await linkAll(run, { keepWeights: true });
    expect(await edgesOf(run)).toEqual([]);
  });
});
