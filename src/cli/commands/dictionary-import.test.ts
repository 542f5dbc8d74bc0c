import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commandsOn } from '../../../test/harness/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'artery-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const artery = commandsOn(join(folder, 'no-data'));
const call = async (...args: string[]) => {
  const { exit, stdout: out, stderr: error } = await artery([...args, '--lang', 'en']);
  return { exit, out, error };
};

describe('artery dictionary import', { timeout: 60_000 }, () => {
  it('prints counts, findings, unresolved references and the hash; what it writes is checked and imports again', async () => {
    const file = put('farm.sql', 'CREATE TABLE farm (no varchar(5) PRIMARY KEY, at int REFERENCES place);');
    const out = join(folder, 'proposal');
    const first = await call(
      'dictionary',
      'import',
      file,
      '--format',
      'ddl',
      '--as',
      'holding',
      '--out',
      out,
      '--json',
    );
    const answer = JSON.parse(first.out) as { counts: object; hash: string; unresolved: { target: string }[] };
    expect(first.exit).toBe(0);
    expect(answer.counts).toMatchObject({ files: 1, entities: 1, elements: 2, unresolved: 1, errors: 0 });
    expect(answer.unresolved[0]?.target).toBe('place');
    expect(readdirSync(join(out, 'dictionary', 'entities'))).toEqual(['holding.yaml']);
    expect((await call('dictionary', 'check', out)).exit).toBe(0);
    const again = await call('dictionary', 'import', out, '--format', 'artery', '--json');
    expect((JSON.parse(again.out) as { hash: string }).hash).toBe(answer.hash);
    const over = await call('dictionary', 'import', file, '--format', 'ddl', '--out', out);
    expect([over.exit, over.error]).toEqual([2, expect.stringContaining('holds files already') as string]);
  });

  it('ends with 1 when a finding is an error, and says it with its place', async () => {
    const good = put('good.csv', 'a,b\n1,x\n2,y\n');
    const bad = put('bad.csv', 'a,b\n1\n');
    const { exit, out } = await call('dictionary', 'import', good, bad, '--format', 'csv');
    expect(exit).toBe(1);
    expect(out).toContain(`${bad}:2: error: The row has 1 cells where the header has 2.`);
    expect(out).toContain('2 files: 2 entities, 4 elements');
  });

  it('ends with 2 when it is used wrongly', async () => {
    const file = put('some.csv', 'a\n1\n');
    for (const args of [
      [file],
      [file, '--format', 'xml'],
      [join(folder, 'absent'), '--format', 'csv'],
      ['--format', 'csv'],
    ]) {
      const { exit, out } = await call('dictionary', 'import', ...args);
      expect([args.length, exit, out]).toEqual([args.length, 2, '']);
    }
  });
});
