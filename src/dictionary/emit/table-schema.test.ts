import { expect, it } from 'vitest';
import type { EntityPlan } from '../plan.ts';
import { testPlan } from '../testing/dictionary.ts';
import { testTargets } from '../testing/targets.ts';
import { emitTableSchema } from './table-schema.ts';

const resident = testPlan().entities[0] as EntityPlan;
interface Field {
  name: string;
  type: string;
  constraints: Record<string, unknown>;
  artery: Record<string, unknown>;
}
const schema = emitTableSchema(resident, testTargets()) as {
  fields: Field[];
  primaryKey: string[];
  foreignKeys: object[];
};
const field = (name: string) => schema.fields.find((one) => one.name === name) as Field;

it('has the columns in their order, with the types of the specification', () => {
  expect(schema.fields.map((one) => one.name)).toEqual(resident.fields.map((one) => one.name));
  const known = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'date', 'time', 'datetime', 'year'];
  expect(schema.fields.filter((one) => !known.includes(one.type))).toEqual([]);
  expect([field('income').type, field('born_on').type, field('entered_at').type]).toEqual([
    'number',
    'string',
    'datetime',
  ]);
});

it('says what a value must be', () => {
  expect(field('person_id').constraints).toEqual({ required: true, unique: true, maxLength: 12, pattern: '[0-9]{12}' });
  expect(field('children').constraints).toEqual({ minimum: 0, maximum: 30 });
  expect(field('sex').constraints).toEqual({ required: true, enum: ['1', '2'] });
});

it('names the key, and the table itself in a foreign key', () => {
  expect(schema.primaryKey).toEqual(['person_id']);
  expect(schema.foreignKeys).toEqual([{ fields: 'landlord', reference: { resource: '', fields: 'person_id' } }]);
});

it('keeps what changes with the day out of the constraints', () => {
  expect(field('moved_in').constraints).toEqual({ minimum: '1900-01-01' });
  expect(field('moved_in').artery).toMatchObject({ range: { max: 'today' } });
  expect(field('birth_parish').constraints).toEqual({});
  expect(field('birth_parish').artery).toMatchObject({ codeList: 'PARISH', codeRule: 'ever' });
});
