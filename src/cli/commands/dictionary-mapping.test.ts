import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commandsOn } from '../../../test/harness/cli.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'artery-mapping-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const mapping = join(root, 'profiles', 'vn-demo', 'dictionary', 'mappings', 'member-software.yaml');
const put = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const artery = commandsOn(join(folder, 'no-data'));
const call = async (...args: string[]) => {
  const { exit, stdout: out, stderr: error } = await artery(['dictionary', ...args, '--lang', 'en']);
  return { exit, out, error };
};
const head = 'HO_DEM,TEN,SO_DDCN,NGAY_SINH,PHAI,SO_THE_DV,NGAY_VAO_DANG,NGAY_CT,DT_DAT';
const good = 'Vũ Thị Mây,Hạ,099190000417,19900302,0,123456789012,20150203,20160203,"0,05"';

describe('artery dictionary mapping', { timeout: 120_000 }, () => {
  it('tries a mapping on sample rows and says which value nothing could be made of', async () => {
    const rows = put('rows.csv', `${head}\n${good}\n${good.replace(',0,', ',7,')}\n`);
    const { exit, out } = await call('mapping', 'test', mapping, rows, '--profile', 'vn-demo', '--json');
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ count: 2, passed: 1, missed: [{ field: 'sex', value: '7', count: 1 }] });
  });

  it('turns a file into the dictionary’s columns, and refuses one without a column that is needed', async () => {
    const out = join(folder, 'out.csv');
    const rows = put('good.csv', `${head}\n${good}\n`);
    expect((await call('mapping', 'apply', mapping, rows, '--profile', 'vn-demo', '--out', out)).exit).toBe(0);
    expect(readFileSync(out, 'utf8').split('\r\n')[1]).toContain('Vũ Thị Mây Hạ,099190000417,1990-03-02,NU');
    const other = await call('mapping', 'apply', mapping, put('other.csv', 'A,B\n1,2\n'), '--profile', 'vn-demo');
    expect([other.exit, other.error]).toEqual([2, expect.stringContaining('HO_DEM')]);
  });

  it('takes codes by a crosswalk of the profile, and asks about those that mean less or more here', async () => {
    const rows = put(
      'levels.csv',
      'ho_ten,so_the,nhom_dan_toc,ngay_vao_dang,trinh_do\nA,123456789012,Kinh,2015-02-03,2\nB,123456789013,Kinh,2015-02-03,1\n',
    );
    const file = join(root, 'profiles', 'vn-demo', 'dictionary', 'mappings', 'warehouse.yaml');
    const { out } = await call('mapping', 'test', file, rows, '--profile', 'vn-demo', '--json');
    const { faults, findings } = JSON.parse(out) as {
      faults: unknown[];
      findings: { row: number; field: string; message: string }[];
    };
    expect(faults).toEqual([]);
    expect(findings.filter(({ field }) => field === 'professional_level')).toEqual([
      { row: 2, field: 'professional_level', message: '“1” means more than SO_CAP here. Say which code is meant.' },
    ]);
  });

  it('tries an expression by itself, with its place when it is wrong', async () => {
    const right = await call(
      'expression',
      'check',
      "upper(a) == 'X'",
      '--field',
      'a=text',
      '--sample',
      'a=x',
      '--json',
    );
    expect([right.exit, JSON.parse(right.out)]).toEqual([0, expect.objectContaining({ ok: true, value: 'true' })]);
    const wrong = await call('expression', 'check', 'upper(b)', '--field', 'a=text', '--json');
    expect([wrong.exit, JSON.parse(wrong.out)]).toEqual([
      1,
      expect.objectContaining({
        ok: false,
        findings: [expect.objectContaining({ reason: 'unknown-field', from: 6, to: 7 })],
      }),
    ]);
  });
});
