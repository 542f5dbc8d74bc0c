/** What is read and compared in the process is what the engine reads and compares: columns, blocks and levels, pair by pair. */
import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { blockKeysStatement } from './block-keys.ts';
import { recordComparer } from './compare-records.ts';
import { comparedColumns } from './compare.ts';
import { beginLinkage, linkFiles, readLinkageSettings, type Linkage } from './index.ts';
import { readKnown, shareReader } from './known.ts';
import { recordReader, type PlainRecord } from './read-record.ts';
import { damerauLevenshtein, jaroWinkler, levenshtein } from './text-distance.ts';
import { openEngine } from '../../platform/analysis/engine.ts';
import { word } from './write-sql.ts';

const folder = mkdtempSync(join(tmpdir(), 'artery-linkage-process-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const settingsOf = (profile: string) =>
  readLinkageSettings(
    parse(readFileSync(join(import.meta.dirname, `../../../profiles/${profile}/linkage/person.yaml`), 'utf8')),
  );
const places = {
  TINH: [
    ['Hà Giang', ['08', '24']],
    ['08', ['08']],
    ['Tuyên Quang', ['08']],
    ['01', ['01']],
  ] as const,
};

const NAMES = [
  'Nguyễn Văn An',
  'Nguyễn Văn Anh',
  'NGUYEN VAN AN',
  'Nguyễn Van An',
  'An Nguyễn Văn',
  'nguyeenx vawn an',
  'N.V.An',
  'N. V. A',
  'Nguyễn Thị Ngọc An',
  'Nguyễn Ngọc Thị An',
  'Nguyễn An',
  'Nguyxễn Văn An',
  'Trần Thị Hà',
  'Trần  Thị-Hạ',
  'Đặng Ðức Øyvind',
  'Hoà',
  'Hòa',
  'İstanbul Straße',
  'محمد بن علي',
  'عَلِيّ محمد',
  'ΣΑΣ',
  '—',
];
const DATES =
  '12/03/1980 03/12/1980 1980-03-12 1980 03/1980 31/02/1980 29/02/1980 29/02/1981 25/1980 1980.25.12 12/25/1980 x 0 12-3-80 99999999999 12/03/1981 13/03/1980'.split(
    ' ',
  );
const IDS =
  '099080000012 O99O8OOOOO12 099080000021 099123456 099-123-456 099080000012|099123456 09908000001 x099080000012 ıß'.split(
    ' ',
  );
const PHONES = '0912345678 +84912345678 912345678 0912345687 12 ٠٩'.split(' ');
const anything = fc.string({ unit: 'grapheme', maxLength: 14 }).map((text) => text.replaceAll('\0', ''));
const some = (known: readonly string[]) =>
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom('', ...known) }, { weight: 1, arbitrary: anything });
const person = fc.tuple(
  some(IDS),
  some(NAMES),
  some(DATES),
  some(['Nam', 'Nữ', 'NAM', 'm', 'female']),
  some(['01', 'Hà Giang', 'HA GIANG', 'Tuyên Quang', 'nowhere', '8']),
  some(PHONES),
);

type Row = readonly string[];
let count = 0;
function csv(rows: readonly Row[]): string {
  count += 1;
  const file = join(folder, `${String(count)}.csv`);
  const cell = (text: string) => `"${text.replaceAll('"', '""').replace(/[\r\n]/g, ' ')}"`;
  const lines = rows.map((cells, i) => [`R${String(i).padStart(3, '0')}`, ...cells.map(cell)].join(','));
  writeFileSync(file, ['record_id,person_id,full_name,birth_date,sex,province,phone', ...lines].join('\n'));
  return file;
}

async function readAll({ engine, model: { settings } }: Linkage): Promise<PlainRecord[]> {
  const read = recordReader(settings, await readKnown(engine, settings));
  const share = await shareReader(engine, settings);
  const texts = await engine.rows<Record<string, string | null>>('select * from given order by rid');
  const records: PlainRecord[] = [];
  for (const one of texts) {
    const record = read(Object.fromEntries(Object.keys(settings.fields).map((f) => [f, one[`${f}_text`] ?? null])));
    const folded = record['name'];
    records.push({ ...record, name_share: typeof folded === 'string' ? await share('name', folded) : null });
  }
  return records;
}

/** What both hold as it is: hashes are told by the blocks. */
const SHOWN = /^(?!block|rid$|source$|batch$|key$)(?!.*_(sorted|ends|given|family)$)/;

async function held({ engine }: Linkage) {
  const rows = await engine.rows<Record<string, unknown>>('select * from records order by rid');
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([column]) => SHOWN.test(column))));
}

async function blocksOf({ engine, model: { settings } }: Linkage, record: PlainRecord) {
  const [row] = await engine.rows<Record<string, string | null>>(blockKeysStatement(settings, record));
  return row;
}

async function agree(profile: string, rows: readonly Row[]) {
  const settings = settingsOf(profile);
  await using run = await beginLinkage({ settings, distinct: false, places });
  await linkFiles(run, [{ file: csv(rows) }]);
  const records = await readAll(run);
  const expected = await held(run);
  const columns = Object.keys(expected[0] ?? {});
  const own = records.map((one) => Object.fromEntries(columns.map((column) => [column, one[column] ?? null])));
  expect(own).toEqual(expected);
  const blocks = settings.blocks.map((_, i) => `block${String(i)}::varchar as block${String(i)}`).join(', ');
  const hashes = await run.engine.rows(`select ${blocks} from records order by rid`);
  expect(await Promise.all(records.map((one) => blocksOf(run, one)))).toEqual(hashes);
  const compare = recordComparer(settings);
  const pairs = await run.engine.rows<{
    a: number;
    b: number;
    pattern: number;
    share: number | null;
    conflict: boolean;
  }>(
    `select l.rid as a, r.rid as b, ${comparedColumns(settings)} from records l, records r where l.rid <> r.rid order by a, b`,
  );
  const mine = pairs.map(({ a, b }) => ({ a, b, ...compare(records[a] as PlainRecord, records[b] as PlainRecord) }));
  expect(mine).toEqual(pairs);
}

describe.each(['vn-party', 'example-county'])('a record of %s', (profile) => {
  it('is read and compared as the engine does it', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(person, { minLength: 30, maxLength: 60 }), (rows) => agree(profile, rows)),
      { numRuns: 3, seed: 11, endOnFailure: true },
    );
  });
});

it('distances between texts are those of the engine', async () => {
  await using engine = await openEngine();
  const texts = fc.sample(
    fc.oneof(fc.string({ unit: fc.constantFrom(...'abcà'), maxLength: 9 }), fc.constantFrom(...NAMES)),
    { numRuns: 400, seed: 5 },
  );
  const pairs = texts
    .map((text, i) => [text, texts[(i * 7 + 1) % texts.length] ?? ''] as const)
    .filter(([a, b]) => a !== '' && b !== '');
  const values = pairs.map(([a, b], i) => `(${String(i)}, ${word(a)}, ${word(b)})`).join(', ');
  const rows = await engine.rows<{ l: number; d: number; j: number }>(
    `select levenshtein(a, b)::integer as l, damerau_levenshtein(a, b)::integer as d, jaro_winkler_similarity(a, b) as j from (values ${values}) t(i, a, b) order by i`,
  );
  pairs.forEach(([a, b], i) => {
    expect({ a, b, l: levenshtein(a, b), d: damerauLevenshtein(a, b) }).toEqual({ a, b, l: rows[i]?.l, d: rows[i]?.d });
    expect(jaroWinkler(a, b), `${a} ${b}`).toBeCloseTo(rows[i]?.j ?? -1, 9);
  });
});
