import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, it } from 'vitest';
import type { EntityPlan } from '../plan.ts';
import { testPlan } from '../testing/dictionary.ts';
import { testTargets } from '../testing/targets.ts';
import { emitOpenApi } from './openapi.ts';

const resident = testPlan().entities[0] as EntityPlan;
const document = emitOpenApi(resident, testTargets());
const ajv = new Ajv2020({ strict: false });
(addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
ajv.addSchema({ $id: 'https://document.example/api', ...document });
const valid = (schema: string, value: unknown) =>
  ajv.validate({ $ref: `https://document.example/api#/components/schemas/${schema}` }, value);

it('is a document of components, without paths', () => {
  expect(document).toMatchObject({ openapi: '3.1.1', info: { title: 'Resident', version: '1.0' } });
  expect(Object.keys(document)).not.toContain('paths');
});

it('holds the record, its key and a page, which validate', () => {
  const record = { person_id: '099080000001', full_name: 'Ada Hill', sex: '1' };
  expect(valid('Resident', record)).toBe(true);
  expect(valid('Resident', { ...record, sex: '3' })).toBe(false);
  expect(valid('ResidentKey', { person_id: '099080000001' })).toBe(true);
  expect(valid('ResidentKey', {})).toBe(false);
  expect(valid('ResidentPage', { items: [record] })).toBe(true);
  expect(valid('ResidentPage', { items: [{}] })).toBe(false);
});
