/** Agreements as one node tells another: bodies by code, grants only where they differ from what the agreement gives. */
import Type, { type Static } from 'typebox';
import { Agreement, Nullable, StoredState, type Consumers, type RowScope } from '../model.ts';

const Code = Type.String({ minLength: 1, maxLength: 100 });
export const ToldRows = Type.Union([
  Type.Literal('all'),
  Type.Literal('own-tree'),
  Type.Object({ under: Code }),
  Type.Object({ trees: Type.Array(Code) }),
]);
const ToldConsumers = Type.Union([
  Type.Object({ bodies: Type.Array(Code) }),
  Type.Object({
    class: Type.Object({
      level: Type.Optional(Type.String()),
      kind: Type.Optional(Type.String()),
      under: Type.Optional(Code),
      attributes: Type.Optional(Type.Record(Type.String(), Type.String())),
    }),
  }),
]);
export const ToldAt = Type.Object({ epoch: Type.Integer({ minimum: 0 }), position: Type.Integer({ minimum: 0 }) });

const { provider: _p, consumers: _c, rows: _r, ...terms } = Agreement.properties;

export const ToldAgreement = Type.Object({
  ...terms,
  provider: Code,
  consumers: ToldConsumers,
  rows: ToldRows,
  /** Where in its home's log it was last changed. */
  at: ToldAt,
  grants: Type.Array(Type.Object({ consumer: Code, state: StoredState, rows: Nullable(ToldRows) })),
});
export type ToldAgreement = Static<typeof ToldAgreement>;
export const ToldAgreements = Type.Object({ agreements: Type.Array(ToldAgreement, { maxItems: 200 }) });

/** From one kind of name of a body to the other; undefined where the other side does not know it. */
export type Renaming<From, To> = (body: From) => To | undefined;

export class UnknownBodyError extends Error {
  override name = 'UnknownBodyError';
}

const must = <From, To>(to: Renaming<From, To>, body: From): To => {
  const found = to(body);
  if (found === undefined) throw new UnknownBodyError(String(body));
  return found;
};

/** @throws UnknownBodyError */
export function tellRows(rows: RowScope, codeOf: Renaming<number, string>): Static<typeof ToldRows> {
  if (typeof rows === 'string') return rows;
  if ('under' in rows) return { under: must(codeOf, rows.under) };
  return { trees: rows.trees.map((body) => must(codeOf, body)) };
}

/** @throws UnknownBodyError */
export function readRows(rows: Static<typeof ToldRows>, idOf: Renaming<string, number>): RowScope {
  if (typeof rows === 'string') return rows;
  if ('under' in rows) return { under: must(idOf, rows.under) };
  return { trees: rows.trees.map((code) => must(idOf, code)) };
}

/** @throws UnknownBodyError */
export function tellConsumers(consumers: Consumers, codeOf: Renaming<number, string>): Static<typeof ToldConsumers> {
  if ('bodies' in consumers) return { bodies: consumers.bodies.map((body) => must(codeOf, body)) };
  const { under, ...rest } = consumers.class;
  return { class: { ...rest, ...(under !== undefined && { under: must(codeOf, under) }) } };
}

/** @throws UnknownBodyError */
export function readConsumers(told: Static<typeof ToldConsumers>, idOf: Renaming<string, number>): Consumers {
  if ('bodies' in told) return { bodies: told.bodies.map((code) => must(idOf, code)) };
  const { under, ...rest } = told.class;
  return { class: { ...rest, ...(under !== undefined && { under: must(idOf, under) }) } };
}
