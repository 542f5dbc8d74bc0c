/** Lists as offices in Vietnam really send them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { fold } from '../../../src/platform/search/fold.ts';
import { alignRows } from '../../../src/records/intake/align-rows.ts';
import { locateTable, type Merge } from '../../../src/records/intake/find-table.ts';
import type { RawRow } from '../../../src/records/intake/model.ts';

const words = parse(readFileSync(join(import.meta.dirname, 'words.yaml'), 'utf8')) as { total: string };
const total = new RegExp(words.total, 'u');

const WANTED = [
  'ho va ten',
  'so cccd ddcn',
  'ngay sinh',
  'gioi tinh',
  'dan toc',
  'que quan',
  'thuong tru',
  'chi bo',
  'so the',
  'ngay vao dang',
  'ngay chinh thuc',
  'trang thai',
];
const score = (headers: readonly string[]) =>
  WANTED.filter((wanted) => headers.some((header) => fold(header).includes(wanted))).length / WANTED.length;

const sheet = (rows: readonly (readonly string[])[]): RawRow[] => rows.map((cells, i) => ({ number: i + 1, cells }));

async function read(rows: RawRow[], merges: Merge[] = []) {
  const place = locateTable(rows.slice(0, 100), score, merges)!;
  const footRows: RawRow[] = [];
  const data: RawRow[] = [];
  async function* batches() {
    for (let at = 0; at < rows.length; at += 7) yield rows.slice(at, at + 7);
  }
  for await (const batch of alignRows(batches(), { place, total, ragged: false, footRows })) data.push(...batch);
  return { place, data, footRows };
}

const person = (n: number) => [
  String(n),
  `Vũ Thị Hạ ${String(n)}`,
  `0991900${String(n).padStart(5, '0')}`,
  '1990-01-02',
  'Nữ',
  'Kinh',
  'Xã A',
  'Tỉnh B',
  'Xã C',
  'Chi bộ 1',
  `99.${String(n).padStart(6, '0')}`,
  '2015-03-04',
  'Chính thức',
  '',
];

describe('finding the table', () => {
  it('finds the list of the demo: merged title, two header rows, no tone marks, three empty rows, 620 rows', async () => {
    const top = [
      'STT',
      'Ho va ten',
      'So CCCD/DDCN',
      'Ngay sinh',
      'Gioi tinh',
      'Dan toc',
      'Que quan',
      '',
      'Thuong tru',
      'Chi bo',
      'So the',
      'Ngay vao Dang',
      'Trang thai',
      'Ghi chu',
    ];
    const under = ['', '', '', '', '', '', 'Xa', 'Tinh', '', '', '', '', '', ''];
    const people = Array.from({ length: 620 }, (_, i) => person(i + 1));
    const rows = sheet([
      ['DANH SÁCH ĐẢNG VIÊN ĐẢNG BỘ XÃ ĐỒNG LAU'],
      ['(Quý IV)'],
      [],
      top,
      under,
      ...people.slice(0, 300),
      [],
      [],
      [],
      ...people.slice(300),
    ]);
    const { place, data, footRows } = await read(rows, [
      { top: 1, bottom: 1, left: 0, right: 13 },
      { top: 4, bottom: 4, left: 6, right: 7 },
    ]);
    expect(place.titleRows.map((row) => row.number)).toEqual([1, 2]);
    expect(place.headerRows).toEqual([4, 5]);
    expect(place.columns).toHaveLength(14);
    expect(place.columns[6]).toEqual({ index: 6, letter: 'G', header: 'Que quan / Xa', path: ['Que quan', 'Xa'] });
    expect(place.columns[7]?.header).toBe('Que quan / Tinh');
    expect(data).toHaveLength(620);
    expect(data[0]).toEqual({ number: 6, cells: person(1) });
    expect(data[300]?.number).toBe(309);
    expect(footRows).toEqual([]);
  });

  it('finds two header rows without knowing what is merged', async () => {
    const { place } = await read(
      sheet([
        ['STT', 'Họ và tên', 'Quê quán', '', 'Ngày sinh'],
        ['', '', 'Xã', 'Tỉnh', ''],
        ['1', 'A', 'B', 'C', '2000-01-01'],
      ]),
    );
    expect(place.columns.map((column) => column.header)).toEqual([
      'STT',
      'Họ và tên',
      'Quê quán / Xã',
      'Quê quán / Tỉnh',
      'Ngày sinh',
    ]);
  });

  it('leaves out the row of column numbers, repeated headers, the total and the signatures', async () => {
    const header = ['STT', 'Họ và tên', 'Ngày sinh', 'Chi bộ', 'Số thẻ'];
    const one = ['1', 'Vũ Thị Hạ', '1990-01-02', 'Chi bộ 1', '99.000001'];
    const { place, data, footRows } = await read(
      sheet([
        ['ĐẢNG BỘ XÃ ĐỒNG LAU', '', '', 'ĐẢNG CỘNG SẢN VIỆT NAM'],
        ['DANH SÁCH'],
        header,
        ['(1)', '(2)', '(3)', '(4)', '(5)'],
        one,
        one,
        header,
        one,
        ['', 'Tổng cộng: 3 đảng viên'],
        [],
        ['', '', '', 'Đồng Lau, ngày 1 tháng 10'],
        ['', 'NGƯỜI LẬP', '', 'BÍ THƯ'],
      ]),
    );
    expect(place.headerRows).toEqual([3, 4]);
    expect(data.map((row) => row.number)).toEqual([5, 6, 8]);
    expect(footRows.map((row) => row.number)).toEqual([9, 11, 12]);
  });

  it('keeps rows with little in them when the list goes on below', async () => {
    const header = ['STT', 'Họ và tên', 'Ngày sinh', 'Chi bộ', 'Số thẻ'];
    const { data, footRows } = await read(
      sheet([header, ['1', 'A', '1990-01-02', '3', '4'], [], ['', 'B'], ['3', 'C', '2', '3', '4']]),
    );
    expect(data.map((row) => row.number)).toEqual([2, 4, 5]);
    expect(footRows).toEqual([]);
  });

  it('takes a person called Tổng for a person', async () => {
    const header = ['Họ và tên', 'Ngày sinh', 'Chi bộ'];
    const { data } = await read(
      sheet([header, ['Nguyễn Văn Tổng', '1990-01-01', 'Chi bộ 1'], ['Tống Văn An', '1990-01-01', '2']]),
    );
    expect(data).toHaveLength(2);
  });
});
