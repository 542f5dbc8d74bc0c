/** What a profile says about sources kept elsewhere, and how long disputes and corrections may take. */
import Type, { type Static, type TSchema } from 'typebox';
import { Check } from 'typebox/value';
import type { Profile } from '../../platform/profile.ts';
import { Texts } from '../../platform/texts.ts';
import { problems } from '../problems.ts';

const Days = Type.Integer({ minimum: 1, maximum: 250 });

/** `authorities/terms.yaml`: working days. */
const Terms = Type.Object({
  disputes: Type.Object({ days: Days }),
  corrections: Type.Object({
    /** To find the cause; to have it mended at the source; where a field check or a meeting is needed. */
    cause: Days,
    mend: Days,
    fieldCheck: Days,
  }),
});
export type Terms = Static<typeof Terms>;

/** `authorities/sources.yaml`: registers that the dictionary names as sources and that are kept elsewhere. */
const Sources = Type.Array(Type.Object({ name: Type.String(), names: Texts, holder: Type.Optional(Texts) }));
export type OuterSource = Static<typeof Sources>[number];

/** `authorities/disputes.yaml`: claims that were made before the first start. */
const Disputes = Type.Array(
  Type.Object({
    element: Type.String(),
    claimant: Type.String(),
    /** A day; `D-9wd` counts from the first start. */
    opened: Type.String(),
    argument: Texts,
    answer: Type.Optional(Texts),
  }),
);
export type AuthoredDispute = Static<typeof Disputes>[number];

// Where a profile says nothing.
const usual: Terms = { disputes: { days: 10 }, corrections: { cause: 5, mend: 10, fieldCheck: 15 } };

type Reads = Pick<Profile, 'read'>;

/** @throws problems.profileBroken */
function read<T extends TSchema>(profile: Reads, file: string, type: T, otherwise: Static<T>): Static<T> {
  const path = `authorities/${file}.yaml`;
  const found = profile.read(path);
  if (found === undefined) return otherwise;
  if (!Check(type, found)) throw problems.profileBroken({ findings: [`${path} does not have the documented form`] });
  return found;
}

export const termsOf = (profile: Reads): Terms => read(profile, 'terms', Terms, usual);
export const outerSources = (profile: Reads): readonly OuterSource[] => read(profile, 'sources', Sources, []);
export const authoredDisputes = (profile: Reads): readonly AuthoredDispute[] => read(profile, 'disputes', Disputes, []);
