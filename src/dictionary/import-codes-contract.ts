/** Part of the contract: codes from a file, looked at before they are stored. */
import Type, { type Static } from 'typebox';
import { Day } from '../platform/day.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { Texts } from '../platform/texts.ts';

const text = Type.String();
const optional = Type.Optional;
const listPath = Type.Object({ list: Type.String({ maxLength: 63 }) });

const ImportFinding = Type.Object({
  /** Row of the file, from 1; 0 when it is about the whole file. */
  row: Type.Integer(),
  kind: text,
  value: text,
  message: text,
});
export const ImportAnswer = Type.Object({
  list: text,
  read: Type.Integer(),
  added: Type.Integer(),
  changed: Type.Integer(),
  ended: Type.Integer(),
  unchanged: Type.Integer(),
  changeSet: Type.Union([Type.Integer(), Type.Null()]),
  /** The first 500 of what differs. */
  changes: Type.Array(
    Type.Object({
      list: text,
      code: text,
      kind: Type.Enum(['added', 'changed', 'ended']),
      before: Type.Union([Texts, Type.Null()]),
      after: Texts,
    }),
  ),
  findings: Type.Array(ImportFinding),
});
export type ImportAnswer = Static<typeof ImportAnswer>;

export const importCodes = endpoint({
  name: 'dictionary.importCodes',
  method: 'POST',
  path: '/api/dictionary/code-lists/{list}/import',
  permission: 'dictionary.import-codes',
  summary: 'Import codes from JSON, CSV or YAML; the same file again changes nothing',
  params: listPath,
  query: Type.Object({
    format: Type.Union([Type.Literal('json'), Type.Literal('csv'), Type.Literal('yaml')]),
    /** `code=Code,name=FullName,children=Wards,…`: our column = theirs. */
    columns: optional(Type.String({ maxLength: 2000 })),
    /** First day in force, when the file does not say. */
    from: optional(Day),
    /** Whether codes that the file no longer has end on `from`. */
    complete: optional(Type.Boolean()),
    /** What becomes of rows without a day that say what the list said before its newest change: the newer one is kept. */
    older: optional(Type.Union([Type.Literal('keep'), Type.Literal('take')])),
    /** Shows what would change and stores nothing. */
    dryRun: optional(Type.Boolean()),
  }),
  consumes: ['application/octet-stream', 'text/csv'],
  response: ImportAnswer,
});
