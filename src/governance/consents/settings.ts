/** Texts of consent as the profile has them (`consents/*.yaml`): what somebody is told, for each purpose that rests on it. */
import Type, { type Static } from 'typebox';
import { Check, Errors } from 'typebox/value';
import { parse } from 'yaml';
import { ProfileError, type Profile } from '../../platform/profile.ts';
import { Texts } from '../../platform/texts.ts';

const text = Type.String({ minLength: 1, maxLength: 200 });

const Authored = Type.Object(
  {
    texts: Type.Array(
      Type.Object(
        {
          purpose: text,
          version: Type.Integer({ minimum: 1 }),
          words: Texts,
          /** A day, also relative. */
          from: text,
        },
        { additionalProperties: false },
      ),
    ),
    note: Type.Optional(Type.Unknown()),
  },
  { additionalProperties: false },
);
export type AuthoredText = Static<typeof Authored>['texts'][number];

/** @throws ProfileError with the file and what is wrong */
export function authoredTexts(profile: Profile): readonly AuthoredText[] {
  const files = profile.files('consents').filter(({ path }) => /\.ya?ml$/.test(path));
  return files.flatMap(({ path, text: said }) => {
    const value = parse(said) as unknown;
    if (Check(Authored, value)) return value.texts;
    const [first] = Errors(Authored, value);
    throw new ProfileError(`${path}: ${first?.instancePath ?? '/'} ${first?.message ?? 'is not what is expected'}`);
  });
}
