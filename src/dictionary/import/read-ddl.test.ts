import { describe, expect, it } from 'vitest';
import { codesOf, elementOf, read } from './testing/read.ts';

const FARMS = `
-- what a dump begins with
SET search_path = public;
CREATE TYPE public.colour AS ENUM ('red', 'light green');
CREATE TABLE IF NOT EXISTS public.farm (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "order" varchar(20) NOT NULL DEFAULT 'a, b',
  size numeric(10,2) CHECK (size > 0),
  colour public.colour,
  keeper_id integer NOT NULL REFERENCES public.keeper (id) ON DELETE CASCADE,
  created timestamp(3) with time zone DEFAULT now() NOT NULL /* a /* nested */ comment */
);
CREATE TABLE keeper (id integer, name character varying(100) not null, CONSTRAINT k PRIMARY KEY (id));
COMMENT ON COLUMN public.farm.size IS 'Hectares of the farm''s land';
`;

describe('DDL of PostgreSQL', () => {
  it('gives types, lengths, digits, keys, references, enums and comments', async () => {
    const proposal = await read('ddl', FARMS);
    expect(codesOf(proposal).filter((one) => one.startsWith('error'))).toEqual([]);
    expect(proposal.entities.map((one) => [one['name'], one['key']])).toEqual([
      ['farm', ['id']],
      ['keeper', ['id']],
    ]);
    expect(elementOf(proposal, 'Farm.Id')).toMatchObject({ dataType: 'integer', keyRole: 'key', criticality: 'key' });
    expect(elementOf(proposal, 'Farm.Size')).toMatchObject({ dataType: 'decimal', precision: 10, scale: 2 });
    expect(elementOf(proposal, 'Farm.Size')['definition']).toEqual({ en: "Hectares of the farm's land" });
    expect(elementOf(proposal, 'Farm.Size')['note']).toEqual({ en: 'check (size > 0)' });
    expect(elementOf(proposal, 'Farm.Colour')).toMatchObject({ dataType: 'code', codeList: 'COLOUR' });
    expect(elementOf(proposal, 'Farm.KeeperId')).toMatchObject({ dataType: 'reference', references: 'keeper' });
    expect(elementOf(proposal, 'Farm.Created')).toMatchObject({ dataType: 'datetime', nullability: 'required' });
    expect(elementOf(proposal, 'Keeper.Name')).toMatchObject({ dataType: 'string', maxLength: 100 });
    expect(proposal.codeLists[0]).toMatchObject({ items: [{ code: 'red' }, { code: 'light green' }] });
  });

  it('renames a word of SQL, and says so with the line', async () => {
    const proposal = await read('ddl', FARMS);
    const finding = proposal.findings.find((one) => one.code === 'reserved-name');
    expect(finding).toMatchObject({ line: 7, values: { name: 'order', as: 'order_of_record' } });
    expect(elementOf(proposal, 'Farm.OrderOfRecord')['oldNames']).toEqual(['order']);
  });

  it('never drops a statement, a rule or a type in silence', async () => {
    const more = `CREATE TABLE t (a polygon, b text[], EXCLUDE USING gist (a WITH &&));\nCREATE INDEX i ON t (a);\nDROP TABLE t;`;
    const { findings } = await read('ddl', more);
    expect(findings.filter((one) => one.code === 'not-understood').map((one) => one.line)).toEqual([1, 2, 3]);
    expect(findings.filter((one) => one.code === 'type-kept-as-text').map((one) => one.values['type'])).toEqual([
      'polygon',
      'text[]',
    ]);
  });

  it('refuses two names that PostgreSQL cuts to one, and a table that stands twice', async () => {
    const long = 'a'.repeat(64);
    const { findings } = await read('ddl', `CREATE TABLE t (${long}1 int, ${long}2 int); CREATE TABLE t (b int);`);
    const errors = findings.filter((one) => one.severity === 'error').map((one) => one.code);
    expect(errors.sort()).toEqual(['duplicate-table', 'same-in-63-bytes']);
  });

  it.each([
    ['a bracket', 'CREATE TABLE a (b int);\nCREATE TABLE t (a int', 2],
    ['a comment', 'CREATE TABLE a (b int);\n\n/* CREATE TABLE t (a int);', 3],
    ['a text', "CREATE TABLE a (b int);\nCOMMENT ON TABLE a IS 'no end;", 2],
  ])('says where %s begins that never ends', async (_what, text, line) => {
    const { findings, entities } = await read('ddl', text);
    expect(findings).toContainEqual(expect.objectContaining({ code: 'unclosed', severity: 'error', line }));
    expect(entities.map((one) => one['name'])).toContain('a');
  });

  it('keeps a reference to a table that is not there as unresolved', async () => {
    const { unresolved, elements } = await read(
      'ddl',
      'CREATE TABLE t (a int PRIMARY KEY, b int REFERENCES far.away(id));',
    );
    expect(unresolved).toMatchObject([{ element: 'T.B', target: 'away', status: 'unknown' }]);
    expect(elements.find((one) => one['code'] === 'T.B')).toMatchObject({
      dataType: 'integer',
      note: { en: '→ away' },
    });
  });
});
