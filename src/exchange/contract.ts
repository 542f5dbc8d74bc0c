/** What exchange offers over HTTP: the catalogue of what can be read, and how much it is. */
import Type, { type Static, type TSchema } from 'typebox';
import { allowedOf } from '../governance/contract.ts';
import { Day } from '../platform/day.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { Texts } from '../platform/texts.ts';

const text = Type.String();
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
const BodyRef = Type.Object({ id: Type.Integer(), code: text, names: Texts });

const Band = Type.Unsafe<'green' | 'yellow' | 'red' | 'not-assessed'>(text);

/** One address of a register's API, with what it gives; `credentials`: a voucher, else a session or a key. */
export const ApiAddress = Type.Object({
  name: text,
  method: text,
  path: text,
  summary: text,
  credentials: Nullable(Type.Literal('voucher')),
});

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
  /** Agreements about it, as they stand today; `mine`: the caller's body reads under it. */
  agreements: Type.Array(
    Type.Object({ code: text, names: Texts, state: text, to: Nullable(Day), mode: text, mine: Type.Boolean() }),
  ),
  terms: Nullable(Texts),
  /** Which law or decision it is kept under. */
  citation: Nullable(Texts),
  /** Invented records that fit the definition: made from the dictionary, never from a row. */
  sample: Type.Object({
    fields: Type.Array(
      Type.Object({
        field: text,
        names: Texts,
        element: text,
        required: Type.Boolean(),
        personal: text,
        sharing: text,
      }),
    ),
    rows: Type.Array(Type.Record(text, Type.Unknown())),
  }),
  /** In the own body, for whoever keeps rows there. */
  allowed: allowedOf('records.createRecord', 'registers.beginLoad'),
});
export type CataloguePage = Static<typeof CataloguePage>;

export const listCatalogue = endpoint({
  name: 'exchange.listCatalogue',
  method: 'GET',
  path: '/api/catalogue',
  permission: 'exchange.read-catalogue',
  summary: 'Published registers with labels, manager, quality and use; nothing is listed that does not answer',
  query: Type.Object({
    q: Type.Optional(Type.String({ maxLength: 200, description: 'Words in any order, with or without tone marks' })),
    sharing: Type.Optional(Type.Enum(['open', 'shared', 'restricted'])),
    personal: Type.Optional(Type.Enum(['none', 'basic', 'sensitive'])),
    band: Type.Optional(Type.Enum(['green', 'yellow', 'red', 'not-assessed'])),
    manager: Type.Optional(Type.String({ maxLength: 100, description: 'Code of the data manager' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
  }),
  response: Type.Object({
    items: Type.Array(CatalogueEntry),
    usedByOthers: Type.Integer(),
    published: Type.Integer(),
    next: Type.Optional(text),
    /** Data managers there are, for the filter. */
    managers: Type.Array(BodyRef),
    /** Published and not listed, because an address does not answer: told to their managers only. */
    broken: Type.Array(
      Type.Object({
        register: text,
        names: Texts,
        addresses: Type.Array(Type.Object({ path: text, status: Type.Integer() })),
        checkedAt: text,
      }),
    ),
  }),
});

const dcat = {
  method: 'GET',
  permission: 'exchange.read-catalogue',
  summary: 'The whole catalogue in DCAT-AP 3: data sets, services, distributions, publishers, terms',
} as const;

export const catalogueJsonLd = endpoint({
  ...dcat,
  name: 'exchange.catalogueJsonLd',
  path: '/api/catalogue.jsonld',
  produces: ['application/ld+json'],
});

export const catalogueTurtle = endpoint({
  ...dcat,
  name: 'exchange.catalogueTurtle',
  path: '/api/catalogue.ttl',
  produces: ['text/turtle'],
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
