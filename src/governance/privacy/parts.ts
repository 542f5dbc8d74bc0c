/** Parts of notices and dossiers, steps of scales, and duties: what screens know of the rules too. Pure. */
import Type, { type Static } from 'typebox';
import { Texts } from '../../platform/texts.ts';

const closed = { additionalProperties: false };
export const code = Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 60 });

/** One of the contents that a dossier, a notice or a transfer must have. */
export const Part = Type.Object({ code, names: Texts, hint: Type.Optional(Texts) }, closed);
export type Part = Static<typeof Part>;

/** A part with what was written under it; '' while nobody has. */
export const PartText = Type.Object({ ...Part.properties, text: Type.String() });
export type PartText = Static<typeof PartText>;

export const partTexts = (parts: readonly Part[], contents: Readonly<Record<string, string>>): PartText[] =>
  parts.map((part) => ({ ...part, text: contents[part.code] ?? '' }));

/** A step of a scale: 1 is the least. */
export const Level = Type.Object({ value: Type.Integer({ minimum: 1, maximum: 10 }), names: Texts }, closed);
export type Level = Static<typeof Level>;

export const duties = ['assess', 'notify', 'contain', 'persons', 'close'] as const;
export type Duty = (typeof duties)[number];

/** Parts that nobody has written yet. Pure. */
export const missingOf = (parts: readonly Part[], contents: Readonly<Record<string, string>>): readonly Part[] =>
  parts.filter(({ code: part }) => (contents[part] ?? '').trim() === '');
