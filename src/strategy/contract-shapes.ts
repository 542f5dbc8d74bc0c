/** Shapes that strategy's contracts share. */
import Type, { type TSchema } from 'typebox';
import { Texts } from '../platform/texts.ts';

export const text = Type.String();
export const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
export const optional = Type.Optional;
export const literals = <const T extends string>(values: readonly T[]) =>
  Type.Unsafe<T>(Type.Union(values.map((value) => Type.Literal(value))));

/** A body by its code and names. */
export const BodyRef = Type.Object({ id: Type.Integer(), code: text, names: Texts });
