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
  const [lists, things] = [fileNames(), fileNames()];
  const open = unresolved.map(({ element, target, status }) => ({ element, target, status }));
  return [
    { path: 'profile.yaml', text: print({ name, names, languages, timeZone: 'UTC' }) },
    { path: 'dictionary/settings.yaml', text: print(settings ?? DEFAULT_SETTINGS) },
    ...codeLists.map((list) => ({
      path: `dictionary/codes/${lists(list['code'] ?? list['extends'])}.yaml`,
      text: print(list),
    })),
    ...[...domains].map(([domain, list]) => ({ path: `dictionary/elements/${domain}.yaml`, text: print(list) })),
    ...entities.map((entity) => ({ path: `dictionary/entities/${things(entity['name'])}.yaml`, text: print(entity) })),
    ...(contracts ? [{ path: 'contracts.yaml', text: print({ contracts }) }] : []),
    ...(open.length > 0 ? [{ path: 'unresolved.yaml', text: print({ unresolved: open }) }] : []),
  ];
}

/** A file a name, on any disk: names that differ in capitals, or `_` and `-`, are told apart by a number. */
function fileNames(): (name: unknown) => string {
  const taken = new Map<string, number>();
  return (name) => {
    const file = String(name).toLowerCase().replaceAll('_', '-');
    const before = taken.get(file) ?? 0;
    taken.set(file, before + 1);
    return before === 0 ? file : `${file}.${String(before + 1)}`;
  };
}
