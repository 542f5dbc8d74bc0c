/** What exchange offers over HTTP: the catalogue of what can be read, and how much it is. */
import Type, { type Static, type TSchema } from 'typebox';
import { Day } from '../platform/day.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { Texts } from '../platform/texts.ts';

const text = Type.String();
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
const BodyRef = Type.Object({ id: Type.Integer(), code: text, names: Texts });

const Band = Type.Unsafe<'green' | 'yellow' | 'red' | 'not-assessed'>(text);

/** One address of a register's API, with what it gives. */
export const ApiAddress = Type.Object({ name: text, method: text, path: text, summary: text });

export const CatalogueEntry = Type.Object({
  register: text,
  entity: text,
  names: Texts,
  definition: Texts,
  labels: Type.Record(text, text),
  owner: Nullable(Texts),
  manager: Nullable(BodyRef),
  /** Records held, or null when the caller may not know. */
  records: Nullable(Type.Integer()),
  /** Reads by bodies other than those that keep it, in the last 30 days. */
  readsByOthers: Type.Integer(),
  readers: Type.Integer(),
  quality: Nullable(Type.Number()),
  band: Band,
  /** Fields below green, worst first. */
  weak: Type.Array(Type.Object({ field: text, names: Texts, score: Nullable(Type.Number()), band: Band })),
  release: Type.Integer(),
  /** The release as people call it: `1.1`. */
  edition: text,
});
export type CatalogueEntry = Static<typeof CatalogueEntry>;

export const CataloguePage = Type.Object({
  entry: CatalogueEntry,
  addresses: Type.Array(ApiAddress),
  downloads: Type.Array(Type.Object({ name: text, path: text })),
  /** Agreements about it, as they stand today. */
  agreements: Type.Array(Type.Object({ code: text, names: Texts, state: text, to: Nullable(Day) })),
});
export type CataloguePage = Static<typeof CataloguePage>;

export const listCatalogue = endpoint({
  name: 'exchange.listCatalogue',
  method: 'GET',
  path: '/api/catalogue',
  permission: 'exchange.read-catalogue',
  summary: 'Published registers with labels, manager, quality and use; nothing is listed that does not answer',
  query: Type.Object({ q: Type.Optional(Type.String({ maxLength: 200 })) }),
  response: Type.Object({ items: Type.Array(CatalogueEntry), usedByOthers: Type.Integer(), published: Type.Integer() }),
});

export const getCatalogueEntry = endpoint({
  name: 'exchange.getCatalogueEntry',
  method: 'GET',
  path: '/api/catalogue/{register}',
  permission: 'exchange.read-catalogue',
  summary: 'One register with the addresses of its API and the files its definition compiles to',
  params: Type.Object({ register: Type.String({ maxLength: 100 }) }),
  response: CataloguePage,
});

export const readToday = endpoint({
  name: 'exchange.readToday',
  method: 'GET',
  path: '/api/exchange/today',
  permission: 'exchange.read-catalogue',
  summary: 'What went through today: reads over the API, and refusals',
  response: Type.Object({ day: Day, apiReads: Type.Integer(), refusals: Type.Integer() }),
});
