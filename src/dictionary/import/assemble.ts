/** Drafts of all files together → one proposal in the authoring shape: names told apart, references resolved, hashed. */
import { assembleEntities } from './assemble-entities.ts';
import { assembleLists, listLanguages } from './assemble-lists.ts';
import type { ImportFindings, Authored, Draft, Proposal, Unresolved } from './model.ts';
import { hashOf } from '../canonical.ts';

export interface Assembling {
  /** Language of words that the source does not tag. */
  readonly language: string;
  /** Name of the one entity, or of the one list when there is no entity. */
  readonly as?: string | undefined;
}

export function assemble(drafts: readonly Draft[], findings: ImportFindings, options: Assembling): Proposal {
  const draft = named(
    { entities: drafts.flatMap((one) => one.entities), lists: drafts.flatMap((one) => one.lists) },
    findings,
    options.as,
  );
  const languages = listLanguages(draft, options.language);
  const wording = { languages, findings };
  const lists = assembleLists(draft.lists, wording);
  const { entities, elements, unresolved } = assembleEntities(draft.entities, lists, wording);
  if (elements.length === 0 && lists.authored.length === 0 && findings.list.every((one) => one.severity !== 'error')) {
    const file = findings.list[0]?.file ?? '';
    findings.warn({ file }, 'nothing-found', {});
  }
  const contracts = drafts.flatMap((one) => one.contracts ?? []);
  return sealed({
    ...{ languages, elements, entities, codeLists: lists.authored, unresolved, findings: findings.list },
    ...(contracts.length > 0 && { contracts }),
  });
}

function named(draft: Draft, findings: ImportFindings, as: string | undefined): Draft {
  if (as === undefined) return draft;
  const [entity, ...others] = draft.entities;
  if (entity && others.length === 0) {
    return { ...draft, entities: [{ ...entity, name: as, aliases: [...(entity.aliases ?? []), entity.name] }] };
  }
  const [list, ...more] = draft.lists;
  if (!entity && list && more.length === 0) return { ...draft, lists: [{ ...list, name: as }] };
  const spot = { file: (entity ?? list)?.spot.file ?? '' };
  findings.error(spot, 'name-for-many', { as, count: entity ? draft.entities.length : draft.lists.length });
  return draft;
}

const byMember = (name: string) => (a: Authored, b: Authored) => (String(a[name]) < String(b[name]) ? -1 : 1);

/** In one order however the files came, and with the hash of what is proposed (not of how the reading went). */
export function sealed(parts: Omit<Proposal, 'hash'>): Proposal {
  const { findings, settings, contracts = [] } = parts;
  const said = {
    languages: parts.languages,
    elements: parts.elements.toSorted(byMember('code')),
    entities: parts.entities.toSorted(byMember('name')),
    codeLists: parts.codeLists.toSorted(byMember('code')),
    ...(settings && { settings }),
    ...(contracts.length > 0 && { contracts: contracts.toSorted(byMember('id')) }),
  };
  const unresolved = parts.unresolved.toSorted((a, b) =>
    `${a.element} ${a.target}` < `${b.element} ${b.target}` ? -1 : 1,
  );
  const open = unresolved.map(({ element, target, status }: Unresolved) => ({ element, target, status }));
  const plan = parts.planHash !== undefined && { planHash: parts.planHash };
  return { ...said, unresolved, findings, hash: hashOf({ ...said, unresolved: open }), ...plan };
}
