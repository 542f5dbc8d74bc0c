/** `prefill` at a terminal: a list of IDs in, the template with what is known out, and what is wrong with a list. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noEncodings, openBytes } from '../../src/records/index.ts';
import { commandsOn, keepEngine, ownFolder, type Command } from '../harness/cli.ts';
import { initialised } from '../harness/initialised.ts';

const folder = ownFolder();
const file = (name: string) => join(folder.path, name);
let artery: Command;
let engine: AsyncDisposable | undefined;

const id = (n: number) => `099190${String(n).padStart(6, '0')}`;
const NAMES = ['Bùi Thị Lá', 'Đỗ Văn Sỏi', 'Vũ Thị Mây'];

function list(name: string, lines: readonly string[]): string {
  writeFileSync(file(name), `${lines.join('\n')}\n`);
  return file(name);
}

beforeAll(async () => {
  artery = commandsOn(file('data'));
  await initialised(artery.data);
  engine = await keepEngine(artery.data);
  const rows = NAMES.map((name, i) => `${name},${id(i)},1990-01-02,NU`);
  const known = list('known.csv', ['birth_name,person_id,birth_date,sex', ...rows]);
  expect(await artery(`load dan-cu ${known} --body TW --straight`)).toMatchObject({ exit: 0 });
}, 300_000);
afterAll(async () => {
  await engine?.[Symbol.asyncDispose]();
  folder.remove();
});

interface Prefilled {
  readonly asked: number;
  readonly found: number;
  readonly file: string;
  readonly cells: { readonly known: number; readonly all: number };
  readonly findings: readonly { readonly row: number; readonly reason: string }[];
}

async function rowsOf(path: string): Promise<readonly (readonly string[])[]> {
  const bytes = readFileSync(path);
  await using opened = await openBytes(
    {
      size: bytes.length,
      chunks: () =>
        (async function* () {
          yield await Promise.resolve(bytes);
        })(),
    },
    { encodings: noEncodings, score: () => 1 },
  );
  const rows: (readonly string[])[] = [];
  for await (const batch of opened.rows) rows.push(...batch.map(({ cells }) => cells));
  return rows;
}

describe('prefill', { timeout: 120_000 }, () => {
  it('writes the template with everybody of the list, and says whom it knows', async () => {
    const ids = list('ids.csv', ['Whoever', id(0), id(2)]);
    const said = await artery(`prefill dang-vien ${ids} --body 99101 --out ${file('template.xlsx')} --json`);
    expect([said.exit, said.stderr]).toEqual([0, '']);
    expect(said.json<Prefilled>()).toMatchObject({ asked: 2, found: 2, findings: [] });
    expect(said.json<Prefilled>().cells.known).toBeGreaterThanOrEqual(6);
    const cells = (await rowsOf(file('template.xlsx'))).map((row) => row.join(' '));
    for (const [i, name] of [
      [0, NAMES[0]],
      [2, NAMES[2]],
    ] as const)
      expect(cells.some((row) => row.includes(id(i)) && row.includes(name ?? ''))).toBe(true);
  });
  it('keeps rows it cannot read or does not know, each with its reason, and ends with 1', async () => {
    const ids = list('odd.csv', [
      'No.,Card',
      `1,${id(1)}`,
      `2,${id(1).replaceAll('0', 'O')}`,
      '3,0991',
      `4,${id(77)}`,
      '5,AB-12',
      '6,',
    ]);
    const said = await artery(`prefill dang-vien ${ids} --body 99101 --column B --out ${file('odd.xlsx')} --json`);
    expect(said.exit).toBe(1);
    const { findings, found } = said.json<Prefilled>();
    expect(found).toBe(1);
    const reasons = findings.map(({ row, reason }) => `${String(row)} ${reason}`);
    expect(reasons).toEqual(expect.arrayContaining(['3 double', '4 length', '5 not-held', '6 letters']));
    const words = await artery(`prefill dang-vien ${ids} --body 99101 --column B --out ${file('odd.xlsx')}`);
    expect(words.stdout).toContain('Asked for: 2 · known: 1');
  });
  it('says what is wrong with what it is given, and writes nothing', async () => {
    const good = list('good.csv', ['ID', id(0)]);
    const out = `--out ${file('none.xlsx')} --json`;
    const answers = [
      await artery(`prefill dang-vien ${good} ${out}`),
      await artery(`prefill dang-vien ${file('nowhere.csv')} --body 99101 ${out}`),
      await artery(
        `prefill dang-vien ${list('words.csv', ['colour,shape', 'red,round', 'blue,square'])} --body 99101 ${out}`,
      ),
      await artery(`prefill dang-vien ${list('empty.csv', [])} --body 99101 ${out}`),
      await artery(`prefill nothing ${good} --body 99101 ${out}`),
      await artery(`prefill dang-vien ${good} --body 00000 ${out}`),
      await artery(`prefill dang-vien ${good} --body 99101 --column Z ${out}`),
      await artery(`prefill dang-vien ${list('real.csv', ['ID', '001190000001'])} --body 99101 ${out}`),
    ];
    expect(answers.map(({ exit }) => exit)).toEqual(answers.map(() => 2));
    const codes = [
      '--body',
      'nowhere.csv',
      'no-id-column',
      'empty-file',
      'register-not',
      'body',
      'no-id-column',
      'real-identifier',
    ];
    expect(answers.map(({ stderr }, i) => (stderr.includes(codes[i] ?? '') ? codes[i] : stderr))).toEqual(codes);
    expect(existsSync(file('none.xlsx'))).toBe(false);
  });
});
