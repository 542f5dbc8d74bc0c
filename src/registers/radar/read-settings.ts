/** `radar.yaml` of a profile, checked; and, where no node runs, registers and claims as the profile's files state them. */
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import { parse } from 'yaml';
import type { Plan } from '../../dictionary/index.ts';
import type { Profile } from '../../platform/profile.ts';
import { Texts } from '../../platform/texts.ts';
import { problems } from '../problems.ts';
import {
  noSettings,
  type AuthorityRegister,
  type Claimed,
  type RadarSettings,
  type SameKey,
} from './authorities-of-plan.ts';

const Derivation = Type.Object({
  names: Texts,
  aliases: Type.Optional(Type.Array(Type.String())),
  /** Codes of elements. */
  from: Type.Array(Type.String(), { minItems: 1 }),
  how: Texts,
});

const Settings = Type.Object({
  citation: Type.Optional(Texts),
  leastQuality: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
  skip: Type.Optional(Type.Array(Type.String())),
  derivations: Type.Optional(Type.Array(Derivation)),
});

/** @throws problems.profileBroken */
export function readRadarSettings(profile: Pick<Profile, 'read'>): RadarSettings {
  const read = profile.read('radar.yaml');
  if (read === undefined) return noSettings;
  if (!Check(Settings, read)) throw problems.profileBroken({ findings: ['radar.yaml is not as it should be'] });
  return {
    leastQuality: read.leastQuality ?? noSettings.leastQuality,
    derivations: (read.derivations ?? []).map((one) => ({ ...one, aliases: one.aliases ?? [] })),
    ...(read.citation && { citation: read.citation }),
    ...(read.skip && { skip: read.skip }),
  };
}

const AuthoredRegister = Type.Object({
  name: Type.String(),
  entity: Type.String(),
  names: Texts,
  citation: Type.Optional(Texts),
  authorityFor: Type.Optional(Type.Array(Type.String())),
});
type AuthoredRegister = Static<typeof AuthoredRegister>;

const AuthoredComparison = Type.Object({
  register: Type.String(),
  authority: Type.String(),
  key: Type.Object({ here: Type.String(), there: Type.String() }),
});

export interface ProfileSources {
  readonly registers: readonly AuthorityRegister[];
  readonly claims: readonly Claimed[];
  readonly sameKeys: readonly SameKey[];
}

/** The first register that claims an element is its authority, as at installation; a second claim is a dispute. */
export function profileSources(profile: Pick<Profile, 'files'>, plan: Plan): ProfileSources {
  const items = (folder: string) =>
    profile
      .files(folder)
      .filter((file) => file.path.endsWith('.yaml'))
      .flatMap((file) => [parse(file.text) as unknown].flat());
  const registers = items('registers').filter((one): one is AuthoredRegister => Check(AuthoredRegister, one));
  const authority = new Map<string, string>();
  for (const register of registers) {
    const named = plan.elements.filter((element) => element.authority === register.name).map((one) => one.code);
    for (const code of [...named, ...(register.authorityFor ?? [])]) {
      if (!authority.has(code)) authority.set(code, register.name);
    }
  }
  const entityOf = new Map(registers.map((one) => [one.name, one.entity]));
  const comparisons = items('comparisons').filter((one) => Check(AuthoredComparison, one));
  return {
    registers,
    claims: [...authority].map(([element, register]) => ({ element, register })),
    sameKeys: sameKeys(
      plan,
      comparisons.map(({ register, authority, key }) => ({
        here: [entityOf.get(register) ?? '', key.here],
        there: [entityOf.get(authority) ?? '', key.there],
      })),
    ),
  };
}

type Column = readonly [entity: string, field: string];

/** Elements by which two registers name the same records. */
export function sameKeys(plan: Plan, pairs: readonly { readonly here: Column; readonly there: Column }[]): SameKey[] {
  const elementOf = ([entity, field]: Column) =>
    plan.entities.find((one) => one.name === entity)?.fields.find((one) => one.name === field)?.element;
  return pairs.flatMap(({ here, there }) => {
    const [element, key] = [elementOf(here), elementOf(there)];
    return element !== undefined && key !== undefined && element !== key ? [{ element, key }] : [];
  });
}
