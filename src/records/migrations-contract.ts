/** How far the registers are in following the release in force. Pure: the web imports it. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../platform/http/endpoint.ts';
import { Texts } from '../platform/texts.ts';

const text = Type.String();

export const MigrationView = Type.Object({
  register: text,
  names: Texts,
  entity: text,
  /** The release that its table is made for, and the one it follows or followed. */
  from: Type.Integer(),
  release: Type.Integer(),
  /** `running`, `stuck`, `done`. */
  state: text,
  /** `checking`, `preparing`, `carrying`, `recoding`, `indexing`, `validating`, `switching`. */
  step: text,
  /** Rows carried so far, of about so many: current and ended versions. */
  done: Type.Integer(),
  total: Type.Integer(),
  /** Codes that stay as they are stored: their successor depends on the day, is more than one, or none. */
  kept: Type.Array(Type.Object({ field: text, code: text, why: text, rows: Type.Integer(), said: text })),
  begunAt: text,
  changedAt: text,
  /** Why it is stuck, with the first rows in the way, and what helps. */
  failure: Type.Optional(
    Type.Object({
      slug: text,
      field: text,
      rule: Type.Optional(text),
      fails: Type.Integer(),
      records: Type.Array(text),
      said: text,
      remedy: text,
    }),
  ),
});
export type MigrationView = Static<typeof MigrationView>;

export const listMigrations = endpoint({
  name: 'records.listMigrations',
  method: 'GET',
  path: '/api/records/migrations',
  permission: 'records.read-migrations',
  summary: 'How far each register is in following the release in force; a stuck one with the reason and the way out',
  response: Type.Object({ items: Type.Array(MigrationView) }),
});
