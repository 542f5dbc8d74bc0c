/** Labels of a field, a register, a file, an aggregate, and how strict each is. */
import Type, { type Static } from 'typebox';
import { Texts } from '../../platform/texts.ts';

/** From the loosest to the strictest. */
export const scales = {
  sharing: ['open', 'shared', 'restricted'],
  importance: ['other', 'important', 'core'],
  secrecy: ['none', 'confidential', 'secret', 'top-secret'],
  personal: ['none', 'basic', 'sensitive'],
} as const;

export type Label = keyof typeof scales;
export const labelNames = Object.keys(scales) as Label[];

export const LabelSet = Type.Object({
  sharing: Type.Enum([...scales.sharing]),
  importance: Type.Enum([...scales.importance]),
  secrecy: Type.Enum([...scales.secrecy]),
  personal: Type.Enum([...scales.personal]),
});
export type LabelSet = Static<typeof LabelSet>;

/** A part of a set, with the groups that rules of combination ask for. */
export interface LabelledPart {
  /** Code of the element. */
  readonly element: string;
  readonly labels: LabelSet;
}

/** Data of the profile: when all of these groups are in one set, it is at least so strict. */
export const RaiseRule = Type.Object({
  code: Type.String(),
  names: Texts,
  /** Each group is met by any of its elements (codes). */
  when: Type.Array(Type.Array(Type.String(), { minItems: 1 }), { minItems: 1 }),
  to: Type.Partial(LabelSet),
  citation: Type.Optional(Type.String()),
});
export type RaiseRule = Static<typeof RaiseRule>;
