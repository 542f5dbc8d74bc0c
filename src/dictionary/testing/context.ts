/** A context whose profile is the invented county. */
import { profileOf, testContext, type TestContext } from '../../../test/harness/context.ts';
import type { Database } from '../../platform/db/db.ts';
import type { Author } from '../write-change.ts';
import { languages, testFiles } from './dictionary.ts';

export const by: Author = { account: 'tester', body: null, rule: 'test/allowed' };

/** An imported list with former codes: what a package of administrative units looks like. */
export const unitFiles: Readonly<Record<string, string>> = {
  'dictionary/codes/wards.yaml': `
code: WARD
names: { en: Ward, fr: Quartier }
pattern: '[0-9]{4}'
optionalWords: [Ward of]
source:
  file: data/wards.json
  rows:
    at: [{ name: wards }, data]
    columns: { code: ward_code, name: name }
    from: 2025-07-01
    language: en
  successions:
    at: [{ name: mappings }, data]
    columns: { from: old_code, fromName: old_name, to: new_code }
    day: 2025-07-01
items:
  - { code: '1002', from: 2026-04-30, names: { en: Town of Birch, fr: Bouleau } }
`,
  'dictionary/data/wards.json': JSON.stringify([
    { type: 'header' },
    {
      name: 'wards',
      data: [
        { ward_code: '1001', name: 'Ward of Alder' },
        { ward_code: '1002', name: 'Ward of Birch' },
        { ward_code: '1003', name: 'Ward of Ce\u0301dar' },
      ],
    },
    {
      name: 'mappings',
      data: [
        { old_code: '1001', old_name: 'Ward of Ash', new_code: '1001' },
        { old_code: '1009', old_name: 'Ward of Elm', new_code: '1001' },
        { old_code: '1008', old_name: 'Ward of Fir', new_code: '1001' },
        { old_code: '1008', old_name: 'Ward of Fir', new_code: '1002' },
        { old_code: null, old_name: 'Ward of Gorse', new_code: '1002' },
        { old_code: '1007', old_name: 'Ward of Hazel', new_code: '1099' },
      ],
    },
  ]),
};

export const countyContext = async (
  db: Database,
  changes: Readonly<Record<string, string>> = {},
): Promise<TestContext> =>
  testContext(db, { at: '2026-11-23T03:00:00Z', profile: { ...profileOf({ ...testFiles, ...changes }), languages } });
