/** How a table of another database is read: names only, never a statement that somebody typed. */
import Type, { type Static } from 'typebox';
import { SECRET_NAME } from '../../../platform/secrets.ts';

/** A name of a table or column as it stands there; it is quoted, so it may hold anything but a control character. */
const name = Type.String({ minLength: 1, maxLength: 128, pattern: '^[^\\u0000-\\u001f\\u007f]+$' });

export const SqlSettings = Type.Object(
  {
    host: Type.String({ minLength: 1, maxLength: 253 }),
    /** Left out: the usual port. */
    port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535 })),
    database: name,
    user: name,
    /** Name of the secret that holds the password. */
    secret: Type.String({ pattern: SECRET_NAME }),
    /** Whether the connection is encrypted and the server's certificate checked; left out: it is. */
    tls: Type.Optional(Type.Boolean()),
    /** Left out: the user's own. */
    schema: Type.Optional(name),
    table: name,
    columns: Type.Array(name, { minItems: 1, maxItems: 500, uniqueItems: true }),
    /** Columns that tell rows apart: rows are read in their order. */
    key: Type.Array(name, { minItems: 1, maxItems: 8, uniqueItems: true }),
    /** Only what changed: a column that rises with every change. */
    since: Type.Optional(name),
  },
  { additionalProperties: false },
);
export type SqlSettings = Static<typeof SqlSettings>;

/** `database` is the name of a service, and stands in a descriptor that a bracket would end. */
export const OracleSettings = Type.Object(
  { ...SqlSettings.properties, database: Type.String({ pattern: '^[A-Za-z0-9_.$#-]{1,128}$' }) },
  { additionalProperties: false },
);
