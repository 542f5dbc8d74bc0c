/** The files an officer has on her desk, as `npm start` lays them into `demo/files/`. */
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import ExcelJS from 'exceljs';
import type { Story } from './index.ts';
import type { Member } from './members.ts';
import { membersCsv } from './ten-thousand.ts';

const FULL = 'Chính thức';
const MEN = 'Nam';
const WOMEN = 'Nữ';
// Two header rows without tone marks, as they come from an old system: group above, field below.
const HEADERS: readonly (readonly [string, string])[] = [
  ['STT', ''],
  ['Ho va ten', ''],
  ['So CCCD/DDCN', ''],
  ['Ngay sinh', ''],
  ['Gioi tinh', ''],
  ['Dan toc', ''],
  ['Noi', 'Que quan'],
  ['Noi', 'Thuong tru'],
  ['Chi bo', ''],
  ['So the', ''],
  ['Vao Dang', 'Ngay vao Dang'],
  ['Vao Dang', 'Ngay chinh thuc'],
  ['Trang thai', ''],
  ['Ghi chu', ''],
];

const vietnamese = (iso: string) => iso.split('-').reverse().join('/');

/** Writes every file of the story into the folder; returns their names. */
export async function writeStoryFiles(story: Story, folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const { lines, mended } = story.officer;
  const files: readonly (readonly [string, string, readonly Member[]])[] = [
    ['danh-sach-dong-lau-q4.xlsx', 'DANH SÁCH ĐẢNG VIÊN ĐỐI KHỚP QUÝ IV, XÃ ĐỒNG LAU (dữ liệu giả định)', lines],
    [
      'danh-sach-dong-lau-q4-da-sua.xlsx',
      'DANH SÁCH BỔ SUNG SAU RÀ SOÁT, XÃ ĐỒNG LAU (dữ liệu giả định)',
      mended.map(mend),
    ],
  ];
  for (const [name, title, members] of files) await writeList(join(folder, name), title, members);
  await writeRealId(join(folder, 'mot-dong-so-that.xlsx'), lines[0] as Member);
  await writeMarked(join(folder, 'co-dau-mat.xlsx'), lines);
  const csv = createWriteStream(join(folder, 'nap-thu-10000.csv'));
  for (const line of membersCsv({ rows: 10_000, seed: story.figures.seed }).lines) csv.write(line);
  csv.end();
  await finished(csv);
  return [...files.map(([name]) => name), 'mot-dong-so-that.xlsx', 'co-dau-mat.xlsx', 'nap-thu-10000.csv'];
}

/** The officer looked at the cards again: everything is right now, but for people the source does not know. */
const mend = (member: Member): Member => ({
  ...member,
  listed: { ...member.listed, id: member.person.id, name: member.person.name, birth: member.person.birth },
});

/** A list that somebody stamped in its note far below the head: refused before a byte of it is kept. */
const writeMarked = (path: string, members: readonly Member[]): Promise<void> =>
  writeList(path, 'DANH SÁCH THỬ DẤU MẬT (dữ liệu giả định)', members, [['', 'Độ mật: Tối mật']]);

async function writeList(
  path: string,
  title: string,
  members: readonly Member[],
  after: readonly (readonly string[])[] = [],
): Promise<void> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('Danh sách');
  sheet.addRow([title]).font = { bold: true, size: 13 };
  sheet.mergeCells(1, 1, 1, HEADERS.length);
  sheet.addRow([]);
  for (const level of [0, 1] as const) sheet.addRow(HEADERS.map((header) => header[level])).font = { bold: true };
  mergeHeaders(sheet);
  members.forEach((member, i) => sheet.addRow(cells(member, i + 1)));
  // Three empty rows, as people leave them before a closing note.
  for (let i = 0; i < 3; i++) sheet.addRow([]);
  for (const row of after) sheet.addRow([...row]);
  sheet.columns.forEach((column, i) => (column.width = [6, 26, 17, 12, 9, 9, 10, 10, 12, 15, 13, 13, 12, 14][i] ?? 12));
  sheet.columns.forEach((column) => (column.numFmt = '@'));
  await book.xlsx.writeFile(path);
}

function mergeHeaders(sheet: ExcelJS.Worksheet): void {
  HEADERS.forEach(([group, field], i) => {
    if (field === '') sheet.mergeCells(3, i + 1, 4, i + 1);
    else if (HEADERS[i + 1]?.[0] === group) sheet.mergeCells(3, i + 1, 3, i + 2);
  });
}

function cells(member: Member, number: number): (string | number)[] {
  return [
    number,
    member.listed.name,
    member.listed.id,
    vietnamese(member.listed.birth),
    member.person.sex === 'M' ? MEN : WOMEN,
    member.person.ethnic,
    member.person.origin,
    member.listed.residence,
    member.branch,
    member.card,
    vietnamese(member.admitted),
    vietnamese(member.full),
    FULL,
    '',
  ];
}

/** One line whose identifier begins like a real one: the trial edition must refuse the whole file. */
async function writeRealId(path: string, member: Member): Promise<void> {
  const real = {
    ...member,
    card: `${member.card.slice(0, 5)}9999999`,
    listed: { ...member.listed, id: '001000000000' },
  };
  await writeList(path, 'DANH SÁCH THỬ (dữ liệu giả định)', [real]);
}
