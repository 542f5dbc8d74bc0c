/** Codes over time on the command line: a conversion table read without a node, stored, and what then follows from it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandsOn, keepEngine, ownFolder, type Command } from '../harness/cli.ts';
import { initialised } from '../harness/initialised.ts';

const folder = ownFolder();
let artery: Command;
let engine: AsyncDisposable | undefined;
beforeAll(async () => {
  artery = commandsOn(join(folder.path, 'data'));
  await initialised(artery.data);
  engine = await keepEngine(artery.data);
}, 300_000);
afterAll(async () => {
  await engine?.[Symbol.asyncDispose]();
  folder.remove();
});

function file(name: string, ...lines: readonly string[]): string {
  const path = join(folder.path, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}
const DAY = '2025-07-01';
const table = () =>
  file(
    'conversion.csv',
    'Mã Xã cũ,Mã Xã mới,Ghi chú',
    '00025,00008,Nhập một phần (25%)',
    '00025,00025,"nhập  MỘT phần (60 %)"',
    '00025,00199,Nhập một phần (15%)',
    '00004,00004,Nhập toàn bộ',
    '00013,00004,chưa rõ',
  );

describe('a conversion table', () => {
  it('is read without any node, and says what it does not understand by line', async () => {
    const nowhere = commandsOn(join(folder.path, 'nowhere'));
    const said = await nowhere(`codes successions XA ${table()} --day ${DAY} --dry-run --json`);
    expect(said.exit).toBe(1);
    expect(said.json()).toMatchObject({
      read: 5,
      steps: 4,
      counts: { whole: 1, part: 3, renamed: 0, kept: 0 },
      findings: [{ line: 6, kind: 'note-unknown', value: 'chưa rõ', apart: true }],
    });
    const empty = await nowhere(`codes successions XA ${file('empty.csv', '')} --day ${DAY} --dry-run`);
    expect(empty).toMatchObject({ exit: 2, stdout: '' });
    expect(empty.stderr).toContain('The file has no rows');
    expect((await nowhere(`codes successions XA ${table()} --dry-run`)).stderr).toContain('on which day');
  });

  it('is stored once, and shares are known from then on', async () => {
    const stored = await artery(`codes successions XA ${table()} --day ${DAY} --json`);
    expect(stored.json()).toMatchObject({ read: 5, added: 2, changed: 1 });
    const again = await artery(`codes successions XA ${table()} --day ${DAY} --json`);
    expect(again.json()).toMatchObject({ added: 0, changed: 0, ended: 0, changeSet: null });
    const recoded = await artery(`codes recode XA 00025 --from 2025-06-30 --to ${DAY} --json`);
    expect(recoded.json()).toMatchObject({
      outcome: 'several',
      targets: [
        { code: '00008', share: 0.25 },
        { code: '00025', share: 0.6 },
        { code: '00199', share: 0.15 },
      ],
    });
    expect((await artery(`codes recode XA 00025 --from 2025-06-30 --to ${DAY}`)).stdout).toContain('60%');
    const dayless = await artery('codes recode XA 00025');
    expect(dayless).toMatchObject({ exit: 1 });
    expect(dayless.stdout).toContain('several units');
  });
});

describe('a series', () => {
  it('is carried to other codes without losing a unit, and written to a file', async () => {
    const series = file('people.csv', 'Code,People', '00025,1001', '00004,7', 'nobody,3');
    const out = join(folder.path, 'new.csv');
    const words = `codes recut XA ${series} --from 2025-06-30 --to ${DAY} --columns code=Code,value=People`;
    const said = await artery(`${words} --out ${out}`);
    expect(said.exit).toBe(1);
    expect(said.stdout).toContain('Total 1011, of which carried over 1008.');
    expect(said.stdout).toContain('The list never had this code.');
    expect(readFileSync(out, 'utf8').split('\n').slice(0, 4)).toEqual([
      'code,value,exact,estimated,because,from',
      '00004,7,7,0,,00004',
      '00008,250,0,250,share,00025',
      '00025,601,0,601,share,00025',
    ]);
    const wrong = await artery(`codes recut XA ${series} --columns code=Kode`);
    expect(wrong).toMatchObject({ exit: 2 });
    expect(wrong.stderr).toContain('Code, People');
  });
});
