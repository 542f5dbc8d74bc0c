/**
 * `allowed` in the answer of a page: what whoever asks may do from here. One shape in every room. Each act bears the name
 * of its operation (`operationId`), with `#part` behind it where one operation does several things.
 */
import Type, { type Static, type TObject } from 'typebox';
import { FactValue } from '../platform/decision.ts';

export const Act = Type.Object({
  allowed: Type.Boolean(),
  /** `room/rule-name`: the rule of the decision, or the problem with which the operation would answer. */
  rule: Type.String(),
  /** Why not, in the asker's language; absent while it is allowed. */
  why: Type.Optional(Type.String()),
  /** What would pass and who can change the answer, in the asker's language. */
  help: Type.Optional(Type.String()),
  /** Of a refusing decision: what it rests on, nothing that the asker may not know. */
  facts: Type.Optional(Type.Record(Type.String(), FactValue)),
});
export type Act = Static<typeof Act>;

/** By the names of a page's acts. `allowed: allowedOf('governance.changeAgreement', 'governance.renewAgreement')` */
export const allowedOf = <const N extends string>(...names: readonly N[]): TObject<Record<N, typeof Act>> =>
  Type.Object(Object.fromEntries(names.map((name) => [name, Act])) as Record<N, typeof Act>);
