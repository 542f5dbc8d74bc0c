/** Reads the profile's legacy encodings (`encodings/*.yaml`): tables are data, the code knows no language. */
import type { Profile } from '../../platform/profile.ts';
import type { Encodings } from './model.ts';

/** Tables and the form of words, from every layer of the profile. */
export function readEncodings(_profile: Profile): Encodings {
  return { tables: [], word: undefined };
}
