/** What a register gives under a voucher: built from the grant's columns and rows, and from nothing else. */
import Type, { type Static, type TSchema } from 'typebox';
import { ExplainedDecision } from '../../platform/decision.ts';
import { Day } from '../../platform/day.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';
import { Values } from '../../records/contract.ts';

const text = Type.String();
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
const OneRegister = Type.Object({ register: Type.String({ maxLength: 100 }) });
const common = { permission: 'public', credentials: 'voucher', params: OneRegister } as const;

/** Which fields, and for which release of the dictionary the asker was made. */
const asked = {
  /** Physical names; all that the agreement opens when absent. */
  fields: Type.Optional(Type.Array(Type.String({ maxLength: 63 }), { minItems: 1, maxItems: 500, uniqueItems: true })),
  /** Refused when a field that the agreement opens is another one by now. */
  release: Type.Optional(Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 })),
  /** What held on this day (YYYY-MM-DD); registers with valid time only. */
  asOf: Type.Optional(Day),
};
const Key = Type.Array(Type.String({ maxLength: 500 }), {
  minItems: 1,
  maxItems: 20,
  description: 'One value for each key field of the register, in its order',
});

/** A record as it leaves: bodies by their codes, because ids are each node's own. */
export const ServedRecord = Type.Object({
  record: text,
  version: Type.Integer(),
  body: text,
  validFrom: Type.Optional(Nullable(Day)),
  validTo: Type.Optional(Nullable(Day)),
  values: Values,
});
export type ServedRecord = Static<typeof ServedRecord>;

const about = { register: text, release: Type.Integer() };

export const lookup = endpoint({
  ...common,
  name: 'exchange.lookup',
  method: 'POST',
  path: '/exchange/v1/{register}/lookup',
  summary: 'One record by its key; what is not there and what is not open get the same answer',
  body: Type.Object({ key: Key, ...asked }),
  response: Type.Object({ ...about, ...ServedRecord.properties }),
});

export const batch = endpoint({
  ...common,
  name: 'exchange.batch',
  method: 'POST',
  path: '/exchange/v1/{register}/batch',
  summary: 'Up to 1,000 records by their keys, in the order of the keys; null where nothing is held for the asker',
  body: Type.Object({ keys: Type.Array(Key, { minItems: 1, maxItems: 1000 }), ...asked }),
  response: Type.Object({ ...about, items: Type.Array(Nullable(ServedRecord)) }),
});

export const list = endpoint({
  ...common,
  name: 'exchange.list',
  method: 'GET',
  path: '/exchange/v1/{register}/records',
  summary: 'Records page by page; filters and order on fields that the agreement opens',
  query: Type.Object({
    where: Type.Optional(
      Type.Array(Type.String({ maxLength: 2000 }), {
        maxItems: 20,
        description: '`field:operator:value`, repeated for “and”: eq ne prefix contains lt le gt ge in null notnull',
      }),
    ),
    fields: Type.Optional(Type.String({ maxLength: 4000, description: 'Physical names, split by commas' })),
    order: Type.Optional(Type.String({ maxLength: 100 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    cursor: Type.Optional(Type.String({ maxLength: 2000 })),
    release: asked.release,
    asOf: asked.asOf,
  }),
  response: Type.Object({ ...about, items: Type.Array(ServedRecord), next: Type.Optional(text) }),
});

const Quota = Nullable(
  Type.Object({ quota: Type.Integer(), used: Type.Integer(), left: Type.Integer(), freeAgain: Day }),
);

/** Different records: the budget of the agreement, how many were read in the period, and how many are left. */
const Subjects = Nullable(
  Type.Object({ subjects: Type.Integer(), read: Type.Integer(), left: Type.Integer(), freeAgain: Day }),
);

export const Opens = Type.Object({
  ...about,
  names: Texts,
  agreement: text,
  purpose: text,
  mode: text,
  consumer: text,
  sandbox: Type.Boolean(),
  key: Type.Array(text),
  fields: Type.Array(
    Type.Object({ name: text, element: text, names: Texts, type: text, codeList: Type.Optional(text) }),
  ),
  /** Codes of the bodies whose trees are open, or `all`. */
  rows: Type.Union([Type.Literal('all'), Type.Array(text)]),
  condition: Nullable(text),
  /** Last day of the agreement. */
  to: Nullable(Day),
  quota: Quota,
  subjects: Subjects,
});
export type Opens = Static<typeof Opens>;

export const opens = endpoint({
  ...common,
  name: 'exchange.opens',
  method: 'GET',
  path: '/exchange/v1/{register}',
  summary: 'What this voucher opens: fields, rows, what is left of the quota, the release; nothing is counted',
  response: Opens,
});

export const would = endpoint({
  ...common,
  name: 'exchange.would',
  method: 'GET',
  path: '/exchange/v1/{register}/would',
  summary: 'Would this be granted? The same function as for a read, and no trace in the quota',
  query: Type.Object({
    mode: Type.Optional(
      Type.Union([Type.Literal('lookup'), Type.Literal('query'), Type.Literal('feed'), Type.Literal('statistics')]),
    ),
    fields: Type.Optional(Type.String({ maxLength: 4000 })),
    purpose: Type.Optional(Type.String({ maxLength: 100 })),
    release: asked.release,
  }),
  response: Type.Object({ decision: ExplainedDecision, quota: Quota, subjects: Subjects }),
});

export const describeSandbox = endpoint({
  name: 'exchange.describeSandbox',
  method: 'GET',
  path: '/api/exchange/sandbox/{register}',
  permission: 'exchange.read-catalogue',
  summary: 'A register’s invented data: under which agreement, and keys that are held there',
  params: OneRegister,
  response: Type.Object({
    register: text,
    agreement: text,
    release: Type.Integer(),
    /** Keys of invented records, one value for each key field. */
    keys: Type.Array(Type.Array(text)),
    /** Client files by language. */
    clients: Type.Array(Type.Object({ language: text, files: Type.Array(text) })),
  }),
});

export const clientFile = endpoint({
  name: 'exchange.clientFile',
  method: 'GET',
  path: '/api/exchange/clients/{file}',
  permission: 'exchange.read-catalogue',
  summary: 'A file of the clients for TypeScript, Java and Python',
  params: Type.Object({ file: Type.String({ maxLength: 60 }) }),
  produces: ['text/plain; charset=utf-8'],
});

export const offlineKit = endpoint({
  name: 'exchange.offlineKit',
  method: 'GET',
  path: '/api/exchange/kits/{register}',
  permission: 'exchange.read-catalogue',
  summary:
    'A register’s kit for working offline: schema, code lists, OpenAPI, validator, good and bad samples, error book',
  params: OneRegister,
  produces: ['application/zip'],
});
