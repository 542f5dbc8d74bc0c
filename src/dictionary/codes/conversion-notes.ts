/** What the notes of a conversion table say, by a vocabulary of the deployment: `dictionary/conversion.yaml`. */
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { ProfileError, type Profile } from '../../platform/profile.ts';
import { fold } from '../../platform/search/fold.ts';

const FILE = 'dictionary/conversion.yaml';

const Vocabulary = Type.Object(
  {
    /** The first that fits counts; words are compared folded, and `…*` fits whatever begins so. */
    notes: Type.Array(
      Type.Object(
        {
          means: Type.Union([
            Type.Literal('whole'),
            Type.Literal('part'),
            Type.Literal('renamed'),
            Type.Literal('kept'),
          ]),
          /** Of what the list counts; for instance 1 when a part of the area holds all of the people. */
          share: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
          words: Type.Array(Type.String({ minLength: 1 }), { minItems: 1 }),
        },
        { additionalProperties: false },
      ),
    ),
    /** Our column → what tables call it, when nothing else is said. */
    columns: Type.Optional(Type.Record(Type.String(), Type.Array(Type.String()))),
  },
  { additionalProperties: false },
);
export type ConversionVocabulary = Static<typeof Vocabulary>;

export interface NoteMeaning {
  readonly means: 'whole' | 'part' | 'renamed' | 'kept';
  readonly share?: number | undefined;
}

/** @throws ProfileError when the file does not have its form; without a file nothing is understood */
export function conversionVocabulary(profile: Pick<Profile, 'read'>): ConversionVocabulary {
  const found = profile.read(FILE) ?? { notes: [] };
  if (Value.Check(Vocabulary, found)) return found;
  const [error] = Value.Errors(Vocabulary, found);
  throw new ProfileError(`${FILE}: ${error?.instancePath ?? ''} ${error?.message ?? ''}`);
}

const PERCENT = /\(?\s*([0-9]+(?:[.,][0-9]+)?)\s*%\s*\)?/;

/** `35%`, `0.35`, `0,35` → 0.35; null when it is no share between nothing and the whole. */
export function parseShare(text: string): number | null {
  const percent = PERCENT.exec(text)?.[1];
  const plain = (percent ?? text).trim().replace(',', '.');
  if (!/^[0-9]+(\.[0-9]+)?$/.test(plain)) return null;
  const share = percent === undefined ? Number(plain) : Number(plain) / 100;
  return share > 0 && share <= 1 ? share : null;
}

/** @returns a reader of notes; undefined for what the vocabulary does not know, `share: null` for an impossible one */
export function noteReader({
  notes,
}: ConversionVocabulary): (note: string) => { means: NoteMeaning['means']; share?: number | null } | undefined {
  const known = notes.flatMap(({ means, share, words }) =>
    words.map((word) => ({ means, share, isPrefix: word.endsWith('*'), folded: fold(word) })),
  );
  return (note) => {
    const stated = PERCENT.exec(note)?.[0];
    const text = fold(stated === undefined ? note : note.replace(stated, ' '));
    const found = known.find(({ isPrefix, folded }) =>
      isPrefix ? `${text} `.startsWith(`${folded} `) : text === folded,
    );
    if (!found) return undefined;
    const share = stated === undefined ? found.share : parseShare(stated);
    return share === undefined ? { means: found.means } : { means: found.means, share };
  };
}
