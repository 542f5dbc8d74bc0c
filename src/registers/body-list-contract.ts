/** A body's periodic list over HTTP: it comes filled and checked, only the differences are asked, minutes and a file come back. */
import Type, { type Static, type TSchema } from 'typebox';
import { endpoint } from '../platform/http/endpoint.ts';
import { Texts } from '../platform/texts.ts';

const text = Type.String();
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
const register = Type.String({ maxLength: 100 });
const body = Type.String({ maxLength: 100 });
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' });
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export const listKinds = ['joined', 'left', 'changed', 'differs'] as const;
const Kind = Type.Union([
  Type.Literal('joined'),
  Type.Literal('left'),
  Type.Literal('changed'),
  Type.Literal('differs'),
]);
const ListAnswer = Type.Union([Type.Literal('right'), Type.Literal('wrong')]);

export const ListItem = Type.Object({
  kind: Kind,
  record: Uuid,
  /** Correction proposal that settles it; for what differs from the source. */
  correction: Nullable(Uuid),
  name: text,
  key: text,
  changes: Type.Array(Type.Object({ field: text, names: Texts, before: Nullable(text), after: Nullable(text) })),
  answer: Nullable(ListAnswer),
  note: Nullable(text),
});
export type ListItem = Static<typeof ListItem>;

export const ListCounts = Type.Object({
  people: Type.Integer(),
  verified: Type.Integer(),
  joined: Type.Integer(),
  left: Type.Integer(),
  changed: Type.Integer(),
  differs: Type.Integer(),
  notFound: Type.Integer(),
  noKey: Type.Integer(),
  /** Cells of the list's layout that stand filled, of all. */
  cellsKnown: Type.Integer(),
  cellsAll: Type.Integer(),
});
export type ListCounts = Static<typeof ListCounts>;

export const SignedList = Type.Object({
  list: Uuid,
  at: text,
  by: text,
  hash: text,
  people: Type.Integer(),
});
export type SignedList = Static<typeof SignedList>;

export const BodyListView = Type.Object({
  register: text,
  names: Texts,
  body: Type.Object({ code: text, names: Texts }),
  source: Nullable(Type.Object({ name: text, names: Texts })),
  /** What it is compared with: the list signed last, or the register before its last load; null: nothing was there. */
  since: Nullable(text),
  counts: ListCounts,
  items: Type.Array(ListItem),
  /** The newest list that was signed. */
  signed: Nullable(SignedList),
});
export type BodyListView = Static<typeof BodyListView>;

const params = Type.Object({ register, body });
const about = (input: { params: { register: string; body: string } }) => input.params;

export const readBodyList = endpoint({
  name: 'registers.readBodyList',
  method: 'GET',
  path: '/api/registers/{register}/lists/{body}',
  permission: 'registers.load',
  summary:
    'The periodic list of a body, filled from the register and its trusted source, with the differences to answer',
  params,
  query: Type.Object({
    /** Counts alone: nobody is named. */
    brief: Type.Optional(Type.Literal('true')),
  }),
  response: BodyListView,
  about,
});

export const answerBodyList = endpoint({
  name: 'registers.answerBodyList',
  method: 'PUT',
  path: '/api/registers/{register}/lists/{body}/answers',
  permission: 'registers.load',
  summary: 'Answer one difference of the list: it is right, or it is not, with a note',
  params,
  body: Type.Object({
    kind: Kind,
    record: Uuid,
    /** Of what differs from the source: the proposal that is meant. */
    correction: Type.Optional(Nullable(Uuid)),
    answer: Nullable(ListAnswer),
    note: Type.Optional(Type.String({ maxLength: 500 })),
  }),
  about,
});

export const signBodyList = endpoint({
  name: 'registers.signBodyList',
  method: 'POST',
  path: '/api/registers/{register}/lists/{body}/signature',
  permission: 'registers.load',
  summary: 'Close the list: minutes to sign and a file in the layout of the system it must feed come back',
  params,
  body: Type.Object({}),
  response: SignedList,
  about,
});

const signed = Type.Object({ register, body, list: Uuid });

export const listMinutes = endpoint({
  name: 'registers.listMinutes',
  method: 'GET',
  path: '/api/registers/{register}/lists/{body}/signed/{list}/minutes.docx',
  permission: 'registers.load',
  summary: 'The minutes of a closed list as Word, with the places for signatures',
  params: signed,
  produces: [DOCX],
  about: ({ params: { register: of, body: at } }) => ({ register: of, body: at }),
});

export const listFile = endpoint({
  name: 'registers.listFile',
  method: 'GET',
  path: '/api/registers/{register}/lists/{body}/signed/{list}/list.xlsx',
  permission: 'registers.load',
  summary: 'A closed list as it was closed, in the layout of the system that it must feed',
  params: signed,
  produces: [XLSX],
  about: ({ params: { register: of, body: at } }) => ({ register: of, body: at }),
});
