/** A proposal as a profile in the authoring format: `dictionary check` reads it, and it imports to the same hash. */
import { stringify } from 'yaml';
import type { Authored, Proposal } from './model.ts';
import { DEFAULT_SETTINGS } from './read-artery.ts';

export interface WrittenFile {
  /** Inside the folder. */
  readonly path: string;
  readonly text: string;
}

const print = (value: unknown) => stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });

/** @param name of the profile: the folder's own name */
export function writeProposal(proposal: Proposal, name: string): readonly WrittenFile[] {
  const { languages, elements, entities, codeLists, settings, unresolved, contracts } = proposal;
  const domains = new Map<string, Authored[]>();
  for (const element of elements) {
    const domain = String(element['domain']);
    const known = domains.get(domain);
    if (known) known.push(element);
    else domains.set(domain, [element]);
  }
  const names = Object.fromEntries(languages.map((language) => [language, name]));
  const open = unresolved.map(({ element, target, status }) => ({ element, target, status }));
  return [
    { path: 'profile.yaml', text: print({ name, names, languages, timeZone: 'UTC' }) },
    { path: 'dictionary/settings.yaml', text: print(settings ?? DEFAULT_SETTINGS) },
    ...codeLists.map((list) => ({
      path: `dictionary/codes/${fileOf(list['code'] ?? list['extends'])}.yaml`,
      text: print(list),
    })),
    ...[...domains].map(([domain, list]) => ({ path: `dictionary/elements/${domain}.yaml`, text: print(list) })),
    ...entities.map((entity) => ({ path: `dictionary/entities/${fileOf(entity['name'])}.yaml`, text: print(entity) })),
    ...(contracts ? [{ path: 'contracts.yaml', text: print({ contracts }) }] : []),
    ...(open.length > 0 ? [{ path: 'unresolved.yaml', text: print({ unresolved: open }) }] : []),
  ];
}

const fileOf = (name: unknown) => String(name).toLowerCase().replaceAll('_', '-');
