import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readProfile } from '../../platform/profile.ts';
import { compileProfileDictionary } from '../compile.ts';
import type { EntityPlan, Plan } from '../plan.ts';
import { testPlan } from '../testing/dictionary.ts';
import { testTargets } from '../testing/targets.ts';
import { emitOdcs, odcsContract } from './odcs.ts';
import { writeYaml } from './yaml-text.ts';

const ROOT = join(import.meta.dirname, '../../..');
const SCHEMA = join(ROOT, '../shared/data/odcs/odcs-json-schema-v3.1.0.json');
const isHere = existsSync(SCHEMA);
if (!isHere) process.stderr.write('NOT RUN: ODCS against its official schema, which is not on this machine\n');

const plan = testPlan();
const resident = plan.entities[0] as EntityPlan;

describe.skipIf(!isHere)('a data contract', () => {
  const validator = () => {
    const ajv = new Ajv2019({ strict: false, allErrors: true });
    (addFormats as unknown as (ajv: Ajv2019) => void)(ajv);
    return ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);
  };
  const validate = isHere ? validator() : undefined;
  const errors = (contract: unknown) => (validate?.(contract) === true ? [] : (validate?.errors ?? ['?']));

  it('is valid under the official schema', () => {
    expect(errors(parse(emitOdcs(resident, testTargets())))).toEqual([]);
  });

  it('is refused by the same schema when it is broken', () => {
    const contract = odcsContract(resident, testTargets());
    expect(errors({ ...contract, status: undefined })).not.toEqual([]);
    expect(errors({ ...contract, unheard: 1 })).not.toEqual([]);
  });

  it.each(['example-county', 'vn-party', 'vn-demo'])('is valid for every entity of the profile %s', (name) => {
    const compiled = compileProfileDictionary(readProfile(join(ROOT, 'profiles'), name)).plan as Plan;
    const ready = testTargets(compiled);
    expect(compiled.entities.length).toBeGreaterThan(0);
    for (const entity of compiled.entities)
      expect([entity.name, errors(parse(emitOdcs(entity, ready)))]).toEqual([entity.name, []]);
  });
});

interface Contract {
  schema: [{ properties: ({ name: string } & Record<string, unknown>)[]; quality: Record<string, unknown>[] }];
}

it('says type, key, relation, short code list and checks', () => {
  const contract = parse(emitOdcs(resident, testTargets())) as Contract;
  const of = (name: string) => contract.schema[0].properties.find((one) => one.name === name);
  expect(of('person_id')).toMatchObject({
    logicalType: 'string',
    primaryKey: true,
    primaryKeyPosition: 1,
    unique: true,
  });
  expect(of('landlord')?.['relationships']).toEqual([{ type: 'foreignKey', to: 'resident.person_id' }]);
  expect(of('sex')?.['quality']).toMatchObject([{ metric: 'invalidValues', arguments: { validValues: ['1', '2'] } }]);
  expect(contract.schema[0].quality.map((one) => one['implementation'])).toEqual(
    resident.checks.map((one) => one.expression),
  );
});

it('is YAML that reads back to the same values, whatever the texts are', () => {
  const contract = odcsContract(resident, testTargets());
  expect(parse(writeYaml(contract))).toEqual(JSON.parse(JSON.stringify(contract)));
  const harsh = [
    'no',
    'Yes',
    'null',
    '1e3',
    '0x1f',
    '2025-07-01',
    ': ',
    '- a',
    '#',
    '',
    ' a ',
    "'",
    '"',
    'a: b',
    '\u0085\u2028\u007f',
    '<b>',
    '@',
    '%',
    'a\nb',
    '~',
    '.inf',
    '12:30',
    '=',
    '<<',
    'a  b',
  ];
  const nested = {
    harsh,
    map: Object.fromEntries(harsh.map((text) => [text, text])),
    deep: [[1, [2]], [{ a: [] }], {}],
    flag: true,
  };
  expect(parse(writeYaml(nested))).toEqual(nested);
});
