/** Analysis tools over HTTP: which grants are open to one as a read-only login of the database, and until when. */
import Type, { type Static, type TSchema } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';

const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
const text = Type.String();
const code = Type.String({ minLength: 1, maxLength: 100 });
const Moment = Type.String({ format: 'date-time' });
const BodyRef = Type.Object({ id: Type.Integer(), code: text, names: Texts });

export const BiAccess = Type.Object({
  consumer: BodyRef,
  /** Name of the login, and of the schema that its view stands in. */
  login: text,
  /** `schema.view`, as it is written in SQL. */
  view: text,
  openedAt: Moment,
  validUntil: Moment,
  /** When a connection was last seen; null where none has been. */
  seenAt: Nullable(Moment),
  closedAt: Nullable(Moment),
  /** Rule of the decision that closed it, and its words. */
  closedBy: Nullable(text),
  closedWords: Nullable(text),
});
export type BiAccess = Static<typeof BiAccess>;

export const BiPage = Type.Object({
  /** The newest of each consumer, as far as one may see it. */
  items: Type.Array(BiAccess),
  mayDecide: Type.Boolean(),
  /** Why none can be opened whatever the consumer, in words; null where it can. */
  unfit: Nullable(text),
  /** Where the database is reached from outside, by the profile (`bi.address`); null where nobody said. */
  address: Nullable(text),
  database: text,
});
export type BiPage = Static<typeof BiPage>;

export const OpenedBi = Type.Object({
  ...BiAccess.properties,
  password: text,
  address: Nullable(text),
  database: text,
});
export type OpenedBi = Static<typeof OpenedBi>;

const OneGrant = Type.Object({ agreement: code, consumer: code });

export const listBi = endpoint({
  name: 'exchange.listBi',
  method: 'GET',
  path: '/api/exchange/agreements/{agreement}/bi',
  permission: 'exchange.read-keys',
  summary: 'Which grants of an agreement are open to an analysis tool, as a read-only login of the database',
  params: Type.Object({ agreement: code }),
  response: BiPage,
});

export const openBi = endpoint({
  name: 'exchange.openBi',
  method: 'PUT',
  path: '/api/exchange/agreements/{agreement}/bi/{consumer}',
  permission: 'exchange.open-bi',
  summary:
    'The provider opens one grant to an analysis tool: a login with one view of the grant’s columns and rows; the password is shown once',
  params: OneGrant,
  response: OpenedBi,
});

export const closeBi = endpoint({
  name: 'exchange.closeBi',
  method: 'DELETE',
  path: '/api/exchange/agreements/{agreement}/bi/{consumer}',
  permission: 'exchange.open-bi',
  summary: 'Closes it at once: connections end, login and view go',
  params: OneGrant,
  response: BiPage,
});
