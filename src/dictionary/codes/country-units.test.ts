// The published files of a country's units against what the profile says beside its package: what is newer stays.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { testContext, type TestContext } from '../../../test/harness/context.ts';
import { testDatabase } from '../../../test/harness/database.ts';
import { readProfile } from '../../platform/profile.ts';
import { fold } from '../../platform/search/fold.ts';
import { install } from '../install.ts';
import { by } from '../testing/context.ts';
import { importCodes } from './import-codes.ts';
import { importSuccessions } from './import-successions.ts';
import { recodeCode } from './recode-code.ts';
import { recutSeries } from './recut-series.ts';
import { resolveCode } from './resolve-code.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const shared = join(root, '..', 'shared', 'data', 'vn-units');
const UNITS = join(shared, 'units-2026.json');
const TABLE = join(shared, 'conversion-2025-07-six-provinces.csv');
const isHere = existsSync(UNITS) && existsSync(TABLE);
if (!isHere) process.stdout.write(`NOT RUN: the units of a country, because ${shared} is absent\n`);

const TODAY = '2026-11-23';
const BEFORE = '2025-06-30';
const DAY = '2025-07-01';

describe.skipIf(!isHere)('units of a country', () => {
  let context: TestContext;
  const provinces = { list: 'TINH', text: isHere ? readFileSync(UNITS, 'utf8') : '', format: 'json' } as const;
  const names = async (list: string, codes: readonly string[]) =>
    Promise.all(
      codes.map(async (code) => {
        const { meaning } = await resolveCode(context.db, { list, code, on: TODAY, today: TODAY });
        return meaning?.names['vi'];
      }),
    );

  beforeAll(async () => {
    const profile = readProfile(join(root, 'profiles'), 'vn-party');
    context = await testContext(await testDatabase(), { at: `${TODAY}T03:00:00Z`, profile });
    await install(context);
  }, 120_000);

  it('that the dated patch of the profile says newer stay as it says, and the file is told so', async () => {
    const before = await names('TINH', ['22', '24']);
    expect(before).toEqual(['Thành phố Quảng Ninh', 'Thành phố Bắc Ninh']);
    const { findings, added, changed, ended } = await importCodes(context, provinces, by);
    expect({ added, changed, ended }).toEqual({ added: 0, changed: 0, ended: 0 });
    expect(findings.map(({ kind, value }) => `${kind} ${value}`).sort()).toEqual(['older 22', 'older 24']);
    for (const { newer } of findings) expect(newer?.names).not.toEqual(newer?.file);
    expect(await names('TINH', ['22', '24'])).toEqual(before);
    const communes = await importCodes(context, { ...provinces, list: 'XA' }, by);
    expect(communes).toMatchObject({ read: 34 + 3321, added: 0, ended: 0 });
    // Nothing but another spelling: where the file writes the same name with its marks elsewhere, it has its way.
    const told = communes.changes.filter(({ before, after }) => fold(before?.['vi'] ?? '') !== fold(after['vi'] ?? ''));
    expect(told).toEqual([]);
    // Twelve communes became wards since: `Xã Hiệp Hoà` is what 07840 was, however it is spelt.
    expect(communes.findings.filter(({ kind }) => kind === 'older').map(({ value }) => value)).toContain('07840');
    expect(await names('TINH', ['22', '24'])).toEqual(before);
  }, 60_000);

  it('would fall back to the older words if the file were taken at its word', async () => {
    const taken = await importCodes(context, { ...provinces, older: 'take', dryRun: true }, by);
    expect(taken.changes.map((one) => one.code).sort()).toEqual(['22', '24']);
  }, 60_000);

  it('take the successions of the conversion table, once, and answer by the day', async () => {
    const table = { list: 'XA', text: readFileSync(TABLE, 'utf8'), day: DAY };
    const first = await importSuccessions(context, table, by);
    expect(first.read).toBe(2255);
    expect(first.counts).toEqual({ whole: 1658, part: 573, renamed: 1, kept: 20 });
    expect(first.findings.filter((one) => one.apart).map((one) => one.kind)).toEqual(
      expect.arrayContaining(['code-missing', 'code-missing']),
    );
    const again = await importSuccessions(context, table, by);
    expect(again).toMatchObject({ added: 0, changed: 0, ended: 0, changeSet: null });
    const asked = { list: 'XA', code: '00025', to: DAY };
    expect((await recodeCode(context.db, asked)).reason).toBe('day-needed');
    const { outcome, targets } = await recodeCode(context.db, { ...asked, from: BEFORE });
    expect([outcome, targets.map((one) => one.code)]).toEqual(['several', ['00008', '00025', '00199']]);
    const series = ['00004', '00013', '00025'].map((code, i) => ({ code, value: String(1000 + i) }));
    const recut = await recutSeries(context.db, { list: 'XA', series, from: BEFORE, to: DAY });
    expect([recut.total, recut.carried, recut.apart]).toEqual(['3003', '3003', []]);
  }, 120_000);
});
