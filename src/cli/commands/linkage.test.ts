/** `link`, `link explain` and `lookup` as somebody runs them: files in, files out, and what is wrong with either. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, it } from 'vitest';
import { commandsOn } from '../../../test/harness/cli.ts';
import { handmadeWorkbook, sheetXml } from '../../../test/harness/handmade-workbook.ts';

const folder = mkdtempSync(join(tmpdir(), 'artery-cli-link-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const artery = commandsOn(join(folder, 'no-data'));

const path = (name: string) => join(folder, name);
function file(name: string, rows: readonly string[]): string {
  writeFileSync(path(name), `${rows.join('\n')}\n`);
  return path(name);
}
const read = (name: string): Record<string, string>[] => parse(readFileSync(path(name), 'utf8'), { columns: true });

const HEAD = 'record_id,person_id,full_name,birth_date,sex,province,phone';
const MEMBERS = [
  'M1,099080000012,Nguyễn Văn Bình,12/03/1980,Nam,08,0990000001',
  'M2,,TRAN THI HA,20/05/1985,Nữ,01,0990000002',
  'M3,,Phạm Thị Hà,07/09/1990,Nữ,31,0990000003',
];
const POPULATION = [
  'P1,099080000012,Nguyễn Văn Bình,1980-03-12,Nam,08,',
  'P2,099085000021,Trần Thị Hà,1985-05-20,Nữ,01,0990000002',
  'P3,,Phạm Thị Hạ,1990-09-07,Nữ,31,',
  'P4,099080000012,NGUYEN VAN BINH,1980-03-12,Nam,08,0990000001',
];
const members = file('members.csv', [HEAD, ...MEMBERS]);
const population = file('population.csv', [HEAD, ...POPULATION]);
const link = (rest: string, run: string) => artery(`link ${rest} --entity person --run ${path(run)} --json`);

interface Linked {
  readonly records: number;
  readonly links: number;
  readonly review: number;
  readonly findings: readonly { readonly code: string; readonly message: string }[];
}

describe('link', { timeout: 60_000 }, () => {
  it('writes links, the review queue and clusters, and explains a pair', async () => {
    const said = await link(`${members} ${population} --out ${path('links.csv')}`, 'first');
    expect(said.exit).toBe(1);
    expect(said.json<Linked>()).toMatchObject({ records: 7, links: 2 });
    const links = read('links.csv').filter(({ verdict }) => verdict === 'link');
    expect(links.map(({ left, right }) => `${left ?? ''} ${right ?? ''}`)).toContain('M2 P2');
    expect(read('first/clusters.csv')).toHaveLength(7);
    const why = await artery(`link explain M2 P2 --run ${path('first')}`);
    expect([why.exit, why.stdout.includes('marks lost')]).toEqual([0, true]);
  });
  it('lets a file name somebody twice only when it is said', async () => {
    const once = (await link(`${members} ${population}`, 'once')).json<Linked>();
    const twice = (await link(`${members} ${population} --duplicates`, 'twice')).json<Linked>();
    expect([once.links, twice.links]).toEqual([2, 4]);
  });
  it('follows a review queue that somebody filled in, and says which of its lines it cannot follow', async () => {
    await link(`${members} ${population}`, 'review');
    const queue = read('review/review.csv');
    const twins = queue.find(({ reason }) => reason === 'twins');
    expect([twins?.['left'], twins?.['right']]).toEqual(['M3', 'P3']);
    const head = Object.keys(twins ?? {}).join(',');
    const cells = Object.values({ ...twins, decision: 'same' }).map((cell) => `"${cell}"`);
    const decisions = file('decisions.csv', [head, cells.join(',')]);
    const decided = await link(
      `${members} ${population} --decisions ${decisions} --out ${path('decided.csv')}`,
      'decided',
    );
    expect(decided.json<Linked>().links).toBe(3);
    expect(read('decided.csv')).toContainEqual(expect.objectContaining({ left: 'M3', right: 'P3', verdict: 'link' }));
    const short = file('short.csv', [
      'decision,left,right',
      'same,M3,P3',
      'different,M3,P3',
      'same,M3,nobody',
      'split,P2,',
    ]);
    const mixed = (await link(`${members} ${population} --decisions ${short}`, 'mixed')).json<Linked>();
    expect(mixed.links).toBe(1);
    const codes = mixed.findings.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['decision-unknown', 'decision-contradicts']));
    const wrong = file('wrong.csv', ['decision,left,right', 'perhaps,M3,P3']);
    const refused = await artery(`link ${members} --entity person --decisions ${wrong} --run ${path('wrong')}`);
    expect(refused.exit).toBe(2);
    expect(refused.stderr).toContain('Line 2: "perhaps" is no decision');
    const missing = await artery(
      `link ${members} --entity person --decisions ${path('none.csv')} --run ${path('wrong')}`,
    );
    expect([missing.exit, missing.stderr.includes('none.csv')]).toEqual([2, true]);
  });
  it('reads workbooks like text', async () => {
    const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
    const rows = [HEAD, ...POPULATION].map(
      (line, i) => `<row r="${String(i + 3)}">${line.split(',').map(cell).join('')}</row>`,
    );
    const title = `<row r="1">${cell('Population, third quarter')}</row>`;
    const workbook = await handmadeWorkbook({ 'xl/worksheets/sheet1.xml': sheetXml(`${title}${rows.join('')}`) });
    writeFileSync(path('population.xlsx'), workbook);
    const said = await link(`${members} ${path('population.xlsx')} --out ${path('from-workbook.csv')}`, 'workbook');
    expect(said.json<Linked>()).toMatchObject({ records: 7, links: 2 });
    expect(read('workbook/clusters.csv').map(({ source }) => source)).toContain('population.xlsx');
    const known = await artery(`lookup person id=099085000021 --in ${path('population.xlsx')} --json`);
    expect(known.json()).toMatchObject({ verdict: 'known' });
    const empty = await handmadeWorkbook({ 'xl/worksheets/sheet1.xml': sheetXml('') });
    writeFileSync(path('empty.xlsx'), empty);
    const refused = await artery(`link ${path('empty.xlsx')} --entity person --run ${path('empty')}`);
    expect([refused.exit, refused.stdout]).toEqual([2, '']);
  });
  it('says what is wrong with what it is given', async () => {
    const odd = file('odd.csv', ['x,y', '1,2']);
    const answers = await Promise.all(
      [
        `link ${members}`,
        `link ${members} --entity ship`,
        `link ${odd} --entity person --run ${path('odd')}`,
        `link ${path('none.csv')} --entity person`,
        `link ${members} --entity person --truth truly --run ${path('odd')}`,
        `link ${members} ${population} --into ${path('first')}`,
        `link ${members} --into ${path('nowhere')}`,
        `link explain M1 nobody --run ${path('first')}`,
      ].map((words) => artery(words)),
    );
    expect(answers.map(({ exit }) => exit)).toEqual(answers.map(() => 2));
    const words = [
      '--entity',
      '"ship"',
      'no column that is known',
      'none.csv',
      'no column for the truth',
      'one file',
      'no run',
      'no two records',
    ];
    answers.forEach(({ stderr }, i) => expect(stderr).toContain(words[i]));
  });
});

describe('lookup', { timeout: 60_000 }, () => {
  it.each([
    ['who is there', 'full_name=Tran~Thi~Ha birth_date=1985 province=01 phone=0990000002', 0, 'known'],
    ['a twin', 'name=Phạm~Thị~Hà born=7/9/1990 province=31', 1, 'likely'],
    ['who is not', 'name=Vũ~Đức~Long born=1950', 1, 'unknown'],
  ])('finds %s', async (_what, pairs, exit, verdict) => {
    const words = ['lookup', 'person', ...pairs.split(' ').map((one) => one.replaceAll('~', ' ')), '--in', population];
    const said = await artery([...words, '--json']);
    expect([said.exit, said.json()['verdict']]).toEqual([exit, verdict]);
  });
  it('asks the last run when no file is named', async () => {
    await link(`${members} ${population}`, 'asked');
    const said = await artery(`lookup person id=099085000021 --run ${path('asked')} --json`);
    expect(said.json<{ candidates: { left: { key: string } }[] }>().candidates[0]?.left.key).toBe('P2');
  });
  it('says what it cannot look up', async () => {
    const answers = [
      await artery(`lookup person shoe=42 --in ${population}`),
      await artery(`lookup person name --in ${population}`),
      await artery(`lookup person name=x --in ${path('none.csv')}`),
      await artery(`lookup person name=x --run ${path('nowhere')}`),
      await artery(`lookup ship name=x --in ${population}`),
    ];
    expect(answers.map(({ exit }) => exit)).toEqual([2, 2, 2, 2, 2]);
    const words = ['shoe=42', '"name" is not field=value', 'none.csv', 'no run', '"ship"'];
    answers.forEach(({ stderr }, i) => expect(stderr).toContain(words[i]));
    expect(existsSync(path('nowhere'))).toBe(false);
  });
});

it('links organisations by the settings that the documentation shows', async () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/once-only.md'), 'utf8');
  const shown = /```yaml\n(# organisation\.yaml[\s\S]*?)```/.exec(page)?.[1];
  const settings = file('organisation.yaml', [shown ?? '']);
  const licences = file('licences.csv', [
    'licence_no,tax_no,legal_name,founded_on,seat,phone',
    'L1,O109900001,North Star Paper Mill Ltd,04/02/2011,Elm,5550101',
    'L2,,Harbour Foods Joint Stock Company,2015,Oak,5550102',
    'L3,0109900003,River Trading LLC,01/01/2019,Elm,',
  ]);
  const taxpayers = file('taxpayers.csv', [
    'row_no,tax_code,organisation,licence_date,district,phone',
    'T1,0109900001,NORTH STAR PAPER MILL LIMITED LIABILITY COMPANY,2011-02-04,Elm,',
    'T2,0109900002,Harbour Foods JSC,16/08/2015,Oak,5550102',
    'T3,0109900009,River Trading,01/01/2019,Elm,',
  ]);
  const out = path('organisations.csv');
  const said = await artery(
    `link ${licences} ${taxpayers} --entity ${settings} --run ${path('organisations')} --out ${out} --json`,
  );
  expect(said.json<Linked>()).toMatchObject({ links: 2, review: 1 });
  const found = read('organisations.csv').map(({ left, right, verdict }) => [left, right, verdict].join(' '));
  expect(found.sort()).toEqual(['L1 T1 link', 'L2 T2 link', 'L3 T3 review']);
  const wrong = file('wrong.yaml', [(shown ?? '').replace('[tax.enterprise], ', '[tax.shoe], ')]);
  const refused = await artery(`link ${licences} --entity ${wrong} --run ${path('refused')}`);
  expect([refused.exit, refused.stderr.includes('/blocks/0')]).toEqual([2, true]);
}, 60_000);
