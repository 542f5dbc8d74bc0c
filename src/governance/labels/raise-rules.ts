/** Rules of combination, as the profile has them (`labels/*.yaml`). */
import Type from 'typebox';
import { Value } from 'typebox/value';
import { parse } from 'yaml';
import { ProfileError, type Profile } from '../../platform/profile.ts';
import { RaiseRule } from './model.ts';

const Rules = Type.Array(RaiseRule);
const known = new WeakMap<object, readonly RaiseRule[]>();

/** Read once a profile. @throws ProfileError naming the file that has another form */
export function raiseRules(profile: Pick<Profile, 'files'>): readonly RaiseRule[] {
  let rules = known.get(profile);
  if (!rules) known.set(profile, (rules = profile.files('labels').flatMap(readFile)));
  return rules;
}

function readFile({ path, text }: { readonly path: string; readonly text: string }): RaiseRule[] {
  const value: unknown = parse(text);
  if (!Value.Check(Rules, value)) {
    const [first] = Value.Errors(Rules, value);
    throw new ProfileError(`${path}: ${first ? `${first.instancePath} ${first.message}` : 'is not a list of rules'}`);
  }
  return value;
}
