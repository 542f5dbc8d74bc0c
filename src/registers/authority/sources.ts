/** Names of sources: registers of this node, and those that the profile knows to be kept elsewhere. Pure. */
import type { Profile } from '../../platform/profile.ts';
import type { Texts } from '../../platform/texts.ts';
import type { SourceName } from './disputes-contract.ts';
import { outerSources } from './settings.ts';

interface Named {
  readonly name: string;
  readonly names: Texts;
}

/** The source of this name; one that nobody describes has its name only. */
export function sourceNamer(profile: Pick<Profile, 'read'>, registers: readonly Named[]): (name: string) => SourceName {
  const here = new Map(registers.map((register) => [register.name, register.names]));
  const elsewhere = new Map(outerSources(profile).map((source) => [source.name, source.names]));
  return (name) => ({ name, names: here.get(name) ?? elsewhere.get(name) ?? {}, here: here.has(name) });
}
