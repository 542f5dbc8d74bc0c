/** What the profile says of the person's window (`window/*.yaml`). It is closed until a decision opens it. */
import { sep } from 'node:path';
import Type, { type Static } from 'typebox';
import { Check, Errors } from 'typebox/value';
import { parse } from 'yaml';
import type { Profile } from '../../platform/profile.ts';
import { ProfileError } from '../../platform/profile.ts';
import { Texts } from '../../platform/texts.ts';
import { DelayedClass } from './model.ts';

const text = Type.String({ minLength: 1, maxLength: 200 });

const Opening = Type.Object(
  {
    open: Type.Boolean(),
    number: text,
    reason: Texts,
    citation: Type.Optional(text),
    /** A day, also relative. */
    on: text,
    /** Left out: all of them. */
    registers: Type.Optional(Type.Array(text, { minItems: 1 })),
  },
  { additionalProperties: false },
);

const Authored = Type.Object(
  {
    /** Elements whose value says whom a record is about; a relative's number is none of them. */
    person: Type.Optional(Type.Array(text, { minItems: 1 })),
    /** Whether the name of the officer is shown beside body and post. */
    showNames: Type.Optional(Type.Boolean()),
    /** For what a body reads its own rows, by register. */
    own: Type.Optional(Type.Record(text, text)),
    classes: Type.Optional(Type.Array(DelayedClass)),
    decision: Type.Optional(Opening),
    /** Accounts of people whom data describe: name of the account → the person's number. */
    people: Type.Optional(Type.Record(text, text)),
    note: Type.Optional(Type.Unknown()),
  },
  { additionalProperties: false },
);

export interface WindowSettings {
  readonly person: readonly string[];
  readonly showNames: boolean;
  readonly own: Readonly<Record<string, string>>;
  readonly classes: readonly DelayedClass[];
  readonly decision: Static<typeof Opening> | undefined;
  readonly people: Readonly<Record<string, string>>;
}

const read = new WeakMap<Profile, WindowSettings>();

/** @throws ProfileError with the file and what is wrong */
export function windowSettings(profile: Profile): WindowSettings {
  const known = read.get(profile);
  if (known) return known;
  // An overlay speaks after its base, whatever its files are called.
  const layerOf = (file: string) => profile.folders.findLastIndex((folder) => file.startsWith(folder + sep));
  const files = profile
    .files('window')
    .filter(({ path }) => /\.ya?ml$/.test(path))
    .toSorted((a, b) => layerOf(a.file) - layerOf(b.file));
  const parts = files.map(({ path, text: written }) => checked(path, parse(written) as unknown));
  const all = Object.assign({}, ...parts) as Static<typeof Authored>;
  const settings: WindowSettings = {
    person: all.person ?? [],
    showNames: all.showNames ?? false,
    own: all.own ?? {},
    classes: all.classes ?? [],
    decision: all.decision,
    people: all.people ?? {},
  };
  read.set(profile, settings);
  return settings;
}

function checked(file: string, value: unknown): Static<typeof Authored> {
  if (!Check(Authored, value)) {
    const [first] = Errors(Authored, value);
    throw new ProfileError(`${file}: ${first?.instancePath ?? '/'} ${first?.message ?? 'is not what is expected'}`);
  }
  for (const { code, purposes, bodies, registers } of value.classes ?? []) {
    if (!(purposes ?? bodies ?? registers))
      throw new ProfileError(`${file}: the class ${code} would delay everything: name purposes, bodies or registers`);
  }
  return value;
}
