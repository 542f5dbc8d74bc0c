import { describe, expect, it } from 'vitest';
import { codesOf, elementOf, read } from './testing/read.ts';

const PERSON = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Person',
  type: 'object',
  required: ['id'],
  properties: {
    id: { type: 'string', pattern: '^[0-9]{3}$', maxLength: 3 },
    colour: { $ref: '#/$defs/colour' },
    home: { $ref: '#/$defs/Home' },
    age: { type: 'integer', exclusiveMinimum: 0, maximum: 150 },
    name: { type: 'object', properties: { first: { type: 'string', maxLength: 50 } } },
    boss: { $ref: '#' },
  },
  $defs: {
    colour: { enum: ['red', 'blue'], title: 'Colour' },
    Home: { type: 'object', properties: { street: { type: 'string' } }, required: ['street'] },
  },
};

describe('JSON Schema', () => {
  it('makes entities of objects, references of $ref, lists of enums, and fields of nested members', async () => {
    const proposal = await read('json-schema', JSON.stringify(PERSON));
    expect(proposal.entities.map((one) => one['name'])).toEqual(['home', 'person']);
    expect(elementOf(proposal, 'Person.Id')).toMatchObject({ dataType: 'string', pattern: '[0-9]{3}', maxLength: 3 });
    expect(elementOf(proposal, 'Person.Colour')).toMatchObject({ dataType: 'code', codeList: 'COLOUR' });
    expect(elementOf(proposal, 'Person.Home')).toMatchObject({ dataType: 'reference', references: 'home' });
    expect(elementOf(proposal, 'Person.Boss')).toMatchObject({ dataType: 'reference', references: 'person' });
    expect(elementOf(proposal, 'Person.Age')['range']).toEqual({ min: '1', max: '150' });
    expect(elementOf(proposal, 'Person.NameFirst')).toMatchObject({ dataType: 'string', maxLength: 50 });
    expect(codesOf(proposal).filter((one) => one.startsWith('error'))).toEqual([]);
  });

  it('reports references that go round or out of the file', async () => {
    const properties = { a: { $ref: '#/$defs/x' }, b: { $ref: 'other.json#/y' } };
    const $defs = { x: { $ref: '#/$defs/z' }, z: { $ref: '#/$defs/x' } };
    const proposal = await read('json-schema', JSON.stringify({ type: 'object', properties, $defs }));
    expect(codesOf(proposal)).toContain('error circular-reference');
    expect(codesOf(proposal)).toContain('warning unresolved-reference');
    expect(proposal.unresolved.map((one) => one.target).sort()).toEqual(['#/$defs/x', 'other.json#/y']);
  });

  it('keeps a pattern that is no I-Regexp in the note, and says it', async () => {
    const properties = { a: { type: 'string', pattern: '^(?=x)y$', maxLength: 5 } };
    const proposal = await read('json-schema', JSON.stringify({ type: 'object', title: 'T', properties }));
    expect(codesOf(proposal)).toContain('warning pattern-left-out');
    expect(elementOf(proposal, 'T.A')).toMatchObject({ note: { en: 'pattern ^(?=x)y$' } });
  });
});

describe('Table Schema', () => {
  const resource = {
    name: 'visit',
    schema: {
      fields: [
        {
          name: 'id',
          type: 'string',
          title: 'Number',
          constraints: { required: true, maxLength: 5, pattern: '[A-Z]\\d{4}' },
        },
        { name: 'kind', type: 'string', constraints: { enum: ['a', 'b'] } },
        { name: 'month', type: 'yearmonth' },
        { name: 'place', type: 'string' },
        { name: 'spot', type: 'geopoint' },
        { type: 'string' },
      ],
      primaryKey: 'id',
      foreignKeys: [{ fields: 'place', reference: { resource: 'place', fields: 'code' } }],
    },
  };
  it('gives constraints, enums, keys and foreign keys of a package; a nameless field is an error', async () => {
    const place = { name: 'place', schema: { fields: [{ name: 'code' }], primaryKey: ['code'] } };
    const proposal = await read('table-schema', JSON.stringify({ name: 'p', resources: [resource, place] }));
    expect(elementOf(proposal, 'Visit.Id')).toMatchObject({
      names: { en: 'Number' },
      pattern: '[A-Z][0-9]{4}',
      keyRole: 'key',
    });
    expect(elementOf(proposal, 'Visit.Kind')).toMatchObject({ codeList: 'VISIT_KIND' });
    expect(elementOf(proposal, 'Visit.Month')['dataType']).toBe('partialDate');
    expect(elementOf(proposal, 'Visit.Place')).toMatchObject({ dataType: 'reference', references: 'place' });
    expect(codesOf(proposal)).toEqual(['warning type-kept-as-text', 'error field-without-name']);
    expect(proposal.findings[1]?.pointer).toBe('/resources/0/schema/fields/5');
  });
});
