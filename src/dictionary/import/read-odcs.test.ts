import { describe, expect, it } from 'vitest';
import { importFiles } from './import-files.ts';
import { codesOf, elementOf, filesIn, read, sharedData } from './testing/read.ts';

const CONTRACT = `version: 1.0.0
apiVersion: v3.1.0
kind: DataContract
id: orchard
status: active
schema:
  - name: tree
    physicalType: table
    description: A tree of the orchard.
    properties:
      - name: tree_no
        primaryKey: true
        logicalType: string
        logicalTypeOptions: { minLength: 3, maxLength: 8, pattern: '^T[0-9]{2,7}$' }
        required: true
      - name: height
        logicalType: integer
        logicalTypeOptions: { exclusiveMinimum: 0, maximum: 90 }
      - name: planted
        logicalType: date
        classification: public
      - name: plot
        logicalType: string
        relationships: [{ to: plot.code, type: foreignKey }]
      - name: place
        logicalType: object
        properties: [{ name: row, logicalType: integer }]
`;

describe('ODCS', () => {
  it('gives lengths, whole patterns, strict bounds, keys, nested members and relationships', async () => {
    const proposal = await read('odcs', CONTRACT);
    expect(codesOf(proposal).filter((one) => one.startsWith('error'))).toEqual([]);
    expect(proposal.entities[0]).toMatchObject({ name: 'tree', key: ['tree_no'] });
    expect(elementOf(proposal, 'Tree.TreeNo')).toMatchObject({
      dataType: 'string',
      maxLength: 8,
      pattern: 'T[0-9]{2,7}',
    });
    expect(elementOf(proposal, 'Tree.Height')['range']).toEqual({ min: '1', max: '90' });
    expect(elementOf(proposal, 'Tree.Planted')).toMatchObject({ dataType: 'date', sharing: 'open' });
    expect(elementOf(proposal, 'Tree.PlaceRow')).toMatchObject({ dataType: 'integer', oldNames: ['place.row'] });
    expect(proposal.unresolved).toMatchObject([{ element: 'Tree.Plot', target: 'plot', status: 'unknown' }]);
  });

  it.each([
    ['a missing status', CONTRACT.replace('status: active\n', ''), 'required', 1, 'status'],
    ['an unknown logical type', CONTRACT.replace('logicalType: date', 'logicalType: day'), 'enum', 20, 'string, date'],
    [
      'an attribute that the standard has not',
      CONTRACT.replace('status:', 'colour: red\nstatus:'),
      'additionalProperties',
      5,
      'colour',
    ],
    ['a version before 3', CONTRACT.replace('v3.1.0', 'v2.2.1'), 'enum', 2, 'v3.1.0'],
    [
      'options of another type',
      CONTRACT.replace('exclusiveMinimum: 0', 'pattern: a'),
      'additionalProperties',
      18,
      'pattern',
    ],
  ])('refuses %s with its place and rule', async (_what, text, rule, line, about) => {
    const { findings, elements } = await read('odcs', text);
    expect(elements).toEqual([]);
    const found = findings.find((one) => one.code === 'odcs-rule' && one.values['rule'] === rule);
    expect(found).toMatchObject({ severity: 'error', line });
    expect(String(found?.values['about'])).toContain(about);
  });

  const folder = sharedData('odcs');
  it.skipIf(folder === undefined)('takes every example of its publisher', async () => {
    const files = filesIn(`${folder ?? ''}/examples`, /\.yaml$/);
    const proposal = await importFiles(files, { format: 'odcs', language: 'en' });
    expect(files).toHaveLength(18);
    expect(codesOf(proposal).filter((one) => one.startsWith('error'))).toEqual([]);
    expect([proposal.entities.length, proposal.elements.length]).toEqual([82, 491]);
  });
});
