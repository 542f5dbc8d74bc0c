import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { commandsOn } from '../../../test/harness/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'artery-targets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const artery = commandsOn(join(folder, 'no-data'));
const PROFILE = join(import.meta.dirname, '../../../profiles/example-county');
interface Made {
  files: string[];
  hash: string;
}

it('compiles to one target, from files alone, the same bytes each time', async () => {
  const made = async (out: string) => {
    const said = await artery(`dictionary compile ${PROFILE} --target skos --out ${join(folder, out)} --json`);
    expect(said.exit).toBe(0);
    return said.json<Made>().files.map((file) => readFileSync(file, 'utf8'));
  };
  const first = await made('first');
  expect(first.length).toBeGreaterThan(2);
  expect(first[0]).toContain('https://data.elmshire.example/dictionary/');
  expect(await made('second')).toEqual(first);
  expect(existsSync(artery.data)).toBe(false);
}, 60_000);

it('exports the book in every language of the profile', async () => {
  const out = join(folder, 'book');
  expect((await artery(`dictionary export ${PROFILE} --format book --out ${out}`)).exit).toBe(0);
  expect(readdirSync(out).sort()).toEqual(['book.en.docx', 'book.en.html']);
}, 60_000);

it('exports one chapter, and says when there is none of that name', async () => {
  const out = join(folder, 'chapter');
  const command = `dictionary compile ${PROFILE} --target book --out ${out} --only`;
  expect((await artery(`${command} resident`)).exit).toBe(0);
  const html = readFileSync(join(out, 'book.en.html'), 'utf8');
  expect([html.includes('resident'), html.includes('licence_no')]).toEqual([true, false]);
  const said = await artery(`${command} nowhere`);
  expect([said.exit, said.stderr]).toEqual([2, expect.stringContaining('"nowhere"')]);
}, 60_000);

it('names the targets there are when it is asked for another, and writes nothing', async () => {
  const out = join(folder, 'none');
  for (const words of [`compile ${PROFILE} --target pdf`, `export ${PROFILE} --format pdf`, `export ${PROFILE}`]) {
    const said = await artery(`dictionary ${words} --out ${out}`);
    expect([words, said.exit, said.stderr]).toEqual([
      words,
      2,
      expect.stringMatching(/ddl, json-schema, .*odcs, book/),
    ]);
  }
  expect(existsSync(out)).toBe(false);
}, 60_000);

it('takes a plan or a release file for the profile', async () => {
  const [plan, key, release] = [join(folder, 'plan'), join(folder, 'office.pem'), join(folder, 'release-4.json')];
  await artery(`dictionary compile ${PROFILE} --out ${plan}`);
  await artery(`dictionary release ${plan}/plan.json --out ${release} --key ${key} --new-key --number 4`);
  for (const source of [`${plan}/plan.json`, release]) {
    const out = join(folder, source === release ? 'own-release' : 'own-plan');
    const made = await artery(`dictionary export ${source} --format artery --out ${out} --json`);
    expect([made.exit, made.stderr]).toEqual([0, '']);
    const back = await artery(`dictionary import ${out} --format artery --json`);
    expect(back.json<{ planHash: string }>().planHash).toBe(made.json<Made>().hash);
  }
  const out = join(folder, 'schemas');
  const { files } = (
    await artery(`dictionary compile ${release} --target json-schema --out ${out} --json`)
  ).json<Made>();
  expect(readFileSync(files[0] ?? '', 'utf8')).toContain('urn:artery:dictionary:4:licence');
}, 120_000);
