/** The main job on real input: ten thousand members as a CSV and as a workbook, and the country's units as codes. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { beforeAll, describe, expect, it } from 'vitest';
import { sendList, storeValid, type Sent } from './harness/send-list.ts';
import { openTour } from './harness/tour.ts';
import { readFigures } from '../profiles/vn-demo/story/figures.ts';
import { membersCsv } from '../profiles/vn-demo/story/ten-thousand.ts';
import { getBody } from '../src/bodies/index.ts';
import { importCodes, listCodeLists } from '../src/dictionary/contract.ts';
import { system } from '../src/platform/caller.ts';
import { call } from '../src/platform/http/call.ts';
import { loadRows } from '../src/records/index.ts';

const ROWS = 10_000;
const HEAVY = 180_000;
const tour = await openTour();
const officer = tour.as('xa');
const list = membersCsv({ rows: ROWS, seed: readFigures().seed });
const [header, ...lines] = [...list.lines].map((line) => line.trimEnd().split(','));
const planted = Object.values(list.planted).reduce((sum, n) => sum + n, 0);
const to = { register: 'dang-vien', body: '99101' };

/** Columns of the list that the population register holds, by its own names. */
const POPULATION = {
  person_id: 'Số CCCD/ĐDCN',
  birth_name: 'Họ và tên',
  birth_date: 'Ngày sinh',
  sex: 'Giới tính',
  ethnic_group: 'Dân tộc',
  place_of_origin: 'Quê quán',
  permanent_residence: 'Thường trú',
};

/**
 * The people of the list are put into the population simulator, as the source has them; else every line would rightly
 * come back as unknown there. Lines with a planted error go along: what is wrong in them is wrong there too, and refused.
 */
async function introduce(): Promise<void> {
  const { context } = tour.node;
  const names = Object.entries(POPULATION);
  const at = names.map(([, label]) => header?.indexOf(label) ?? -1);
  const rows = lines.map((cells, i) => ({ number: i + 2, cells: at.map((column) => cells[column] ?? '') }));
  const done = await loadRows(context, {
    register: 'dan-cu',
    body: (await getBody(context.db, 'TW')).id,
    caller: system,
    columns: names.map(([field, label], column) => ({ column, field, header: label })),
    rows: (async function* () {
      await Promise.resolve();
      yield rows;
    })(),
    rule: 'records/profile-data',
  });
  const { format, date, missing, code } = list.planted;
  expect(done.wrong).toBe(format + date + missing + code);
}

async function writeWorkbook(file: string): Promise<void> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('1');
  sheet.addRow(header);
  for (const cells of lines) sheet.addRow(cells);
  await book.xlsx.writeFile(file);
}

describe('ten thousand members', () => {
  let sent: Sent;
  beforeAll(introduce, HEAVY);

  it(
    'come as a CSV: every planted error is found by its kind, and no other',
    async () => {
      const file = join(tour.folder, 'members.csv');
      writeFileSync(file, [header, ...lines].map((cells) => `${(cells ?? []).join(',')}\n`).join(''));
      sent = await sendList(officer, to, file);
      expect(sent.load.findings).toEqual(list.planted);
      expect(sent.load.counts).toMatchObject({
        rows: ROWS,
        wrong: planted,
        ready: ROWS - planted,
        new: ROWS - planted,
      });
      const stored = await storeValid(officer, to, sent);
      expect(stored.counts.new).toBe(ROWS - planted);
    },
    HEAVY,
  );
  it(
    'come again as a workbook: the same errors, and nothing new',
    async () => {
      const file = join(tour.folder, 'members.xlsx');
      await writeWorkbook(file);
      sent = await sendList(officer, to, file);
      expect(sent.load.findings).toEqual(list.planted);
      expect(sent.load.counts).toMatchObject({
        rows: ROWS,
        wrong: planted,
        new: 0,
        changed: 0,
        unchanged: ROWS - planted,
      });
    },
    HEAVY,
  );
});

const UNITS = join(import.meta.dirname, '../../shared/data/vn-units/units-2026.json');
if (!existsSync(UNITS)) process.stdout.write(`NOT RUN: the units of 2026, because ${UNITS} is absent\n`);

interface Unit {
  readonly Code: string;
  readonly Wards: readonly { readonly Code: string }[];
}

describe.skipIf(!existsSync(UNITS))('the country’s units', () => {
  const content = existsSync(UNITS) ? readFileSync(UNITS) : Buffer.from('[]');
  const units = JSON.parse(content.toString()) as Unit[];
  const communes = units.reduce((sum, unit) => sum + unit.Wards.length, 0);
  // The story's own places stand beside them.
  const invented = { TINH: 2, XA: 4 };
  const importUnits = () =>
    call(tour.as('vanphong').send, importCodes, {
      params: { list: 'XA' },
      query: { format: 'json', columns: 'code=Code,name=FullName,children=Wards' },
      upload: { content, type: 'application/octet-stream' },
    });

  it(
    'are imported in two levels, and are what a node knows from the start',
    async () => {
      expect([units.length, communes]).toEqual([34, 3321]);
      const first = await importUnits();
      expect(first).toMatchObject({ read: units.length + communes, added: 0, ended: 0 });
      const { items } = await call(tour.as('vanphong').send, listCodeLists, { query: {} });
      const inForce = (code: string) => items.find((item) => item.code === code)?.codes;
      expect([inForce('TINH'), inForce('XA')]).toEqual([units.length + invented.TINH, communes + invented.XA]);
    },
    HEAVY,
  );
  it(
    'change nothing when they are imported again',
    async () => {
      expect(await importUnits()).toMatchObject({ added: 0, changed: 0, ended: 0, changeSet: null });
    },
    HEAVY,
  );
});
