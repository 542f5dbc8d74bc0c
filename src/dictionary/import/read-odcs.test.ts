import { Ajv2019 } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { importFiles } from './import-files.ts';
import { ImportFindings } from './model.ts';
import { checkOdcs } from './odcs-rules.ts';
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

  it('says which rule is broken when two operators stand in one rule', async () => {
    const quality = '\n        quality: [{ metric: rowCount, type: library, mustBe: 1, mustNotBe: 2 }]';
    const { findings } = await read(
      'odcs',
      CONTRACT.replace('classification: public', `classification: public${quality}`),
    );
    expect(findings).toMatchObject([{ code: 'odcs-rule', severity: 'error', line: 22, values: { rule: 'oneOf' } }]);
  });

  it.skipIf(folder === undefined)("gives the verdict of the standard's own schema on spoilt contracts", () => {
    const ajv = new Ajv2019({ strict: false });
    addFormats(ajv);
    const official = ajv.compile(
      JSON.parse(readFileSync(`${folder ?? ''}/odcs-json-schema-v3.1.0.json`, 'utf8')) as object,
    );
    const ours = (data: unknown) => checkOdcs({ data, spot: () => ({ file: '' }) }, new ImportFindings());
    const files = filesIn(`${folder ?? ''}/examples`, /\.yaml$/).filter(({ bytes }) => bytes.length < 20_000);
    const verdicts = files.flatMap(({ bytes }) => {
      const contract = parse(Buffer.from(bytes).toString('utf8')) as object;
      return spoilt(contract).map(({ what, value }) => ({ what, official: official(value), ours: ours(value) }));
    });
    expect(verdicts.length).toBeGreaterThan(3000);
    // A server's own attributes are about reaching it, and are not asked for.
    const differ = verdicts.filter((one) => one.official !== one.ours && !one.what.includes('servers'));
    expect(differ.filter((one) => one.official)).toEqual([]);
    expect(differ.length).toBeLessThan(8);
  });
});

/** The contract with each of its members left out, replaced, or given a member that is unknown. */
function spoilt(contract: object): { what: string; value: unknown }[] {
  const paths: (string | number)[][] = [];
  const walk = (value: unknown, path: (string | number)[]): void => {
    if (path.length > 0) paths.push(path);
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) walk((value as Record<string, unknown>)[key], [...path, key]);
  };
  walk(contract, []);
  return paths.flatMap((path) =>
    (['delete', 7, 'zz zz', null, 'extra'] as const).flatMap((kind) => {
      const value = structuredClone(contract);
      let at = value as Record<string, unknown>;
      for (const step of path.slice(0, -1)) at = at[step] as Record<string, unknown>;
      const last = String(path.at(-1));
      const member = at[last];
      if (kind === 'extra') {
        if (typeof member !== 'object' || member === null || Array.isArray(member)) return [];
        (member as Record<string, unknown>)['zzz'] = 'x';
      } else if (kind !== 'delete') at[last] = kind;
      else if (Array.isArray(at)) at.splice(Number(last), 1);
      else Reflect.deleteProperty(at, last);
      return [{ what: `${String(kind)} ${path.join('/')}`, value }];
    }),
  );
}
