/** Who is who on a few rows: every way of writing a person, and everything that must not be joined. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  beginLinkage,
  explainPair,
  forgetDecision,
  linkFiles,
  measureTruth,
  noteDecisions,
  readLinkageSettings,
  relink,
  summarise,
  type Linkage,
  type LinkSummary,
} from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'artery-linkage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const settings = readLinkageSettings(
  parse(readFileSync(join(import.meta.dirname, '../../../profiles/vn-party/linkage/person.yaml'), 'utf8')),
);
const HEADERS = 'record_id,person_id,old_id_no,full_name,birth_date,sex,province,phone,truth';
const places = {
  TINH: [
    ['Hà Giang', ['08']],
    ['08', ['08']],
    ['Tuyên Quang', ['08']],
    ['01', ['01']],
  ] as const,
};

let count = 0;
/** Rows as text, `;` between them. */
const csv = (rows: readonly string[], headers = HEADERS) => {
  count += 1;
  const file = join(folder, `${String(count)}.csv`);
  writeFileSync(file, [headers, ...rows].join('\n'));
  return file;
};

async function link(
  files: readonly string[],
  distinct = files.length > 1,
): Promise<Linkage & { summary: LinkSummary }> {
  const run = await beginLinkage({ settings, distinct, places });
  await linkFiles(
    run,
    files.map((file) => ({ file, truth: 'truth' })),
  );
  return Object.assign(run, { summary: await summarise(run) });
}

/** Keys by cluster, clusters of two and more. */
async function clustersOf({ engine }: Linkage): Promise<string[][]> {
  const rows = await engine.rows<{ keys: string[] }>(
    'select array_agg(key order by g.rid) as keys from clusters c join given g using (rid) group by head order by head',
  );
  return rows.map(({ keys }) => [...keys]);
}

/** Both rows in one file: is it one person? */
async function isOne(one: string, other: string): Promise<boolean> {
  await using run = await link([csv([`A,${one},`, `B,${other},`])]);
  return (await clustersOf(run)).some((cluster) => cluster.length === 2);
}

const an = ',,Nguyễn Văn An,12/03/1980,Nam,01,0912345678';

describe('one person is found again', () => {
  it.each([
    ['with the same words', an],
    ['with the tone marks lost', ',,NGUYEN VAN AN,12/03/1980,Nam,01,0912345678'],
    ['with some of the marks lost', ',,Nguyễn Van An,12/03/1980,Nam,01,0912345678'],
    ['with the given name first', ',,An Nguyễn Văn,12/03/1980,Nam,01,0912345678'],
    ['as typed for an input method', ',,nguyeenx vawn an,12/03/1980,Nam,01,0912345678'],
    ['with first letters', ',,N.V.An,12/03/1980,Nam,01,0912345678'],
    ['with first letters only', ',,N.V.A,12/03/1980,Nam,01,0912345678'],
    ['with a slip', ',,Nguyxễn Văn An,12/03/1980,Nam,01,0912345678'],
    ['without the middle name', ',,Nguyễn An,12/03/1980,Nam,01,0912345678'],
    ['with day and month swapped', ',,Nguyễn Văn An,03/12/1980,Nam,01,0912345678'],
    ['with the year alone', ',,Nguyễn Văn An,1980,Nam,01,0912345678'],
    ['with month and year', ',,Nguyễn Văn An,03/1980,Nam,01,0912345678'],
    ['in the order of ISO 8601', ',,Nguyễn Văn An,1980-03-12,Nam,01,0912345678'],
    ['with the country code', ',,Nguyễn Văn An,12/03/1980,nam,01,+84 912 345 678'],
  ])('%s', async (_what, other) => {
    expect(await isOne(an, other)).toBe(true);
  });
  it('by a number with letters for digits', async () => {
    expect(await isOne('099080000012,,Nguyễn Văn An,12/03/1980,Nam,01,', 'O99O8OOOOO12,,NGUYEN VAN AN,,,,')).toBe(true);
  });
  it('by the old number, whichever column holds it', async () => {
    expect(await isOne('099080000012,099123456,Nguyễn Văn An,1980,Nam,01,', '099123456,,Nguyễn Văn An,1980,,,')).toBe(
      true,
    );
  });
  it('in a province that has become part of another', async () => {
    await using run = await link([
      csv(['A,,,Nguyễn Văn An,12/03/1980,Nam,Hà Giang,,', 'B,,,Nguyễn Văn An,12/03/1980,Nam,08,,']),
    ]);
    const waterfall = await explainPair(run, 'A', 'B');
    expect(waterfall?.steps.find(({ field }) => field === 'place')?.level).toBe('same');
  });
});

describe('two people stay two', () => {
  it.each([
    ['twins whose names differ by a letter', an, ',,Nguyễn Văn Anh,12/03/1980,Nam,01,0912345678'],
    [
      'twins whose names differ by a mark',
      ',,Trần Thị Hà,12/03/1980,Nữ,01,0912345678',
      ',,Trần Thị Hạ,12/03/1980,Nữ,01,0912345678',
    ],
    [
      'different numbers of twelve digits',
      '099080000012,,Nguyễn Văn An,12/03/1980,Nam,01,',
      '099080000999,,Nguyễn Văn An,12/03/1980,Nam,01,',
    ],
    [
      'nothing but a frequent name in common',
      ',,Nguyễn Văn An,12/03/1980,Nam,01,',
      ',,Nguyễn Văn An,25/07/1980,Nam,08,',
    ],
  ])('%s', async (_what, one, other) => {
    expect(await isOne(one, other)).toBe(false);
  });
  it('even when a third record without marks looks like both twins', async () => {
    await using run = await link([
      csv([
        'A,,,Trần Thị Hà,12/03/1980,Nữ,01,0912345678,',
        'B,,,Trần Thị Hạ,12/03/1980,Nữ,01,0912345678,',
        'C,,,TRAN THI HA,12/03/1980,Nữ,01,0912345678,',
      ]),
    ]);
    const clusters = await clustersOf(run);
    expect(clusters.some((cluster) => cluster.includes('A') && cluster.includes('B'))).toBe(false);
    expect(run.summary.review).toBeGreaterThan(0);
  });
  it('even when a third record without a number looks like both', async () => {
    await using run = await link([
      csv([
        'A,099080000012,,Nguyễn Văn An,12/03/1980,Nam,01,0912345678,',
        'B,099080000999,,Nguyễn Văn An,12/03/1980,Nam,01,0912345678,',
        'C,,,Nguyễn Văn An,12/03/1980,Nam,01,0912345678,',
      ]),
    ]);
    expect((await clustersOf(run)).filter((cluster) => cluster.includes('A') && cluster.includes('B'))).toEqual([]);
    expect(run.summary.findings.map(({ code }) => code)).toContain('two-identifiers');
  });
});

describe('bad rows', () => {
  it('are said in findings, and none is lost', async () => {
    await using run = await link([
      csv([
        'A,099080000012,,Nguyễn Văn An,31/02/1980,Nam,01,,',
        'A,,,,12/03/1980,Nam,01,,',
        'C,12AB,,Lê Thị Hoa,25/13/1980,Nữ,01,,',
        'D,O99080000013,,Lê Thị Hoa,1980,Nữ,01,,',
        'E,099080000012,,Phạm Quốc Bảo,01/01/1950,Nam,08,,',
      ]),
    ]);
    const codes = run.summary.findings.map(({ code }) => code);
    for (const code of [
      'impossible-date',
      'empty-name',
      'no-identifier',
      'letters-for-digits',
      'double-key',
      'identifier-of-two',
      'weights-from-settings',
    ])
      expect(codes, code).toContain(code);
    expect(run.summary.records).toBe(5);
  });
  it('in a file with one row, and in one without rows', async () => {
    await using run = await link([csv([`A,${an},`]), csv([])]);
    expect(run.summary.findings.map(({ code }) => code)).toEqual(expect.arrayContaining(['one-row', 'no-rows']));
    expect(run.summary.records).toBe(1);
  });
  it('say which columns are missing', async () => {
    await using run = await link([csv(['Nguyễn Văn An,1', 'Nguyễn Văn Anh,2'], 'Họ và tên,truth')]);
    const missing = run.summary.findings.flatMap(({ code, field }) => (code === 'column-missing' ? [field] : []));
    expect(missing).toEqual(['id', 'born', 'sex', 'place', 'phone']);
  });
  it('refuse a file in which nothing is known', async () => {
    await expect(link([csv(['1,2'], 'x,truth')])).rejects.toThrow('no-columns');
  });
});

describe('decisions', () => {
  const rows = [`A,${an},`, 'B,,,NGUYEN VAN AN,12/03/1980,Nam,01,0912345678,', 'C,,,Lê Thị Hoa,01/05/1990,Nữ,08,,'];
  it('join and part against the scores, and are undone without a trace', async () => {
    await using run = await link([csv(rows)]);
    expect(await clustersOf(run)).toEqual([['A', 'B']]);
    await noteDecisions(run, [
      { kind: 'different', a: 'A', b: 'B' },
      { kind: 'same', a: 'A', b: 'C' },
    ]);
    await relink(run);
    expect(await clustersOf(run)).toEqual([['A', 'C']]);
    await forgetDecision(run, 'A', 'B');
    await forgetDecision(run, 'C', 'A');
    await relink(run);
    expect(await clustersOf(run)).toEqual([['A', 'B']]);
  });
  it('take one record out', async () => {
    await using run = await link([csv(rows)]);
    await noteDecisions(run, [{ kind: 'split', a: 'B' }]);
    await relink(run);
    expect(await clustersOf(run)).toEqual([]);
  });
  it('that contradict each other, close a circle or name nobody are findings', async () => {
    await using run = await link([csv(rows)]);
    const findings = await noteDecisions(run, [
      { kind: 'same', a: 'A', b: 'B' },
      { kind: 'same', a: 'B', b: 'C' },
      { kind: 'same', a: 'C', b: 'A' },
      { kind: 'same', a: 'A', b: 'Z' },
    ]);
    expect(findings.map(({ code }) => code)).toEqual(['decision-unknown', 'already-joined']);
    const more = await noteDecisions(run, [
      { kind: 'different', a: 'A', b: 'C' },
      { kind: 'same', a: 'A', b: 'C' },
    ]);
    expect(more.map(({ code }) => code)).toEqual(['decision-contradicts']);
  });
});

describe('a waterfall', () => {
  it('adds up from the prior to the total', async () => {
    await using run = await link([csv([`A,${an},`, 'B,,,NGUYEN VAN AN,12/03/1980,Nam,01,0912345678,'])]);
    const waterfall = await explainPair(run, 'A', 'B');
    expect(waterfall?.verdict).toBe('link');
    const sum = (waterfall?.steps ?? []).reduce(
      (all, { bits }) => all + bits,
      (waterfall?.prior ?? 0) + (waterfall?.rarity ?? 0),
    );
    expect(waterfall?.total).toBeCloseTo(sum, 6);
    expect(waterfall?.steps.map(({ field, level }) => `${field} ${level}`)).toEqual([
      'name marks-lost',
      'born same',
      'id silent',
      'sex same',
      'place same',
      'phone same',
    ]);
  });
  it('is not made of a record that is not there', async () => {
    await using run = await link([csv([`A,${an},`])]);
    expect(await explainPair(run, 'A', 'Z')).toBeUndefined();
  });
});

it('measures links against the truth, by column and by file', async () => {
  const [left, right] = [
    csv([`A,${an},1`, 'B,,,Lê Thị Hoa,01/05/1990,Nữ,08,0987654321,2']),
    csv(['C,,,NGUYEN VAN AN,12/03/1980,Nam,01,0912345678,1', 'D,,,Vũ Đức Long,03/03/1971,Nam,01,,2']),
  ];
  await using run = await link([left, right]);
  expect(await measureTruth(run)).toMatchObject({ truth: 2, links: 1, right: 1, precision: 1, recall: 0.5 });
  expect(await measureTruth(run, csv(['A,C'], 'left,right'))).toMatchObject({ truth: 1, right: 1, f1: 1 });
});
