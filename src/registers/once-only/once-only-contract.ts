/** What declaring once has spared, over HTTP: by register and by the body that keeps the records. */
import Type, { type Static, type TSchema } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';

const text = Type.String();
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const OnceFigures = Type.Object({
  /** Records, those found at the trusted source, and cells that need not be declared again: found × fields held there. */
  records: Type.Integer(),
  found: Type.Integer(),
  cellsSpared: Type.Integer(),
  /** People asked for by look-ups and prefilled lists, and those that were known. */
  asked: Type.Integer(),
  hits: Type.Integer(),
  correctionsOpen: Type.Integer(),
  correctionsOverdue: Type.Integer(),
  correctionsSettled: Type.Integer(),
  /** Of those settled, the ones answered by their day. */
  correctionsInTime: Type.Integer(),
  /** Median working days that those waiting have waited; null where none waits. */
  waitingDays: Nullable(Type.Number()),
  /** Median working days from opening to answer of those settled; null where none is. */
  answerDays: Nullable(Type.Number()),
  /** Duplicates that were counted last; null where nobody counted. */
  duplicates: Nullable(Type.Integer()),
});
export type OnceFigures = Static<typeof OnceFigures>;

export const OnceLine = Type.Object({
  register: text,
  registerNames: Texts,
  body: Type.Object({ id: Type.Integer(), code: text, names: Texts }),
  ...OnceFigures.properties,
});
export type OnceLine = Static<typeof OnceLine>;

export const readOnceOnly = endpoint({
  name: 'registers.readOnceOnly',
  method: 'GET',
  path: '/api/once-only',
  permission: 'registers.read-corrections',
  summary:
    'Re-declarations avoided, prefill hits, corrections and their age, duplicates: of all that one answers for, body by body',
  query: Type.Object({ register: Type.Optional(text) }),
  response: Type.Object({ total: OnceFigures, items: Type.Array(OnceLine) }),
});
