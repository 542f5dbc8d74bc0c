/** `radar-forms.yaml` of a profile: forms to try the radar with. Their files are CSV of the same profile. */
import Type from 'typebox';
import { Check } from 'typebox/value';
import type { Profile } from '../../platform/profile.ts';
import { Texts } from '../../platform/texts.ts';
import { problems } from '../problems.ts';

const AuthoredForm = Type.Object({
  name: Type.String({ pattern: '^[a-z0-9-]{1,80}$' }),
  /** Path inside of the profile. */
  file: Type.String(),
  names: Texts,
  /** Register that the form fills. */
  collects: Type.Optional(Type.String()),
});

export interface ExampleForm {
  readonly name: string;
  readonly names: Texts;
  readonly fileName: string;
  readonly collects: string | null;
  readonly text: string;
}

type Files = Pick<Profile, 'files' | 'read'>;

/** @throws problems.profileBroken with what is wrong */
export function exampleForms(profile: Files): ExampleForm[] {
  const read = profile.read('radar-forms.yaml') ?? [];
  if (!Check(Type.Array(AuthoredForm), read)) {
    throw problems.profileBroken({ findings: ['radar-forms.yaml is not as it should be'] });
  }
  return read.map(({ name, file, names, collects }): ExampleForm => {
    const found = profile.files(file.replace(/\/[^/]*$/, '')).find(({ path }) => path === file);
    if (!found) throw problems.profileBroken({ findings: [`radar-forms.yaml: there is no file ${file}`] });
    return { name, names, fileName: file.replace(/^.*\//, ''), collects: collects ?? null, text: found.text };
  });
}

/** @throws problems.noSuchExample */
export function exampleForm(profile: Files, name: string): ExampleForm {
  const found = exampleForms(profile).find((one) => one.name === name);
  if (!found) throw problems.noSuchExample();
  return found;
}
