/** Draft code lists → authored ones: each code once, parents that exist and do not turn in a circle. */
import type { Texts } from '../../platform/texts.ts';
import type { Authored, Draft, DraftCode, DraftList, ImportFindings } from './model.ts';
import { listCode, Names } from './naming.ts';
import { cleanText, wordsIn, type Wording } from './words.ts';

export interface Lists {
  readonly authored: readonly Authored[];
  /** Code of the authored list and its longest code, by the draft's name. */
  readonly codes: ReadonlyMap<string, string>;
}

/** The languages of the proposal: those in which every code is named; one at least. */
export function listLanguages(draft: Draft, language: string): readonly string[] {
  const named = draft.lists.flatMap((list) => list.items.map((item) => item.names));
  const described = draft.entities.flatMap((entity) => [entity, ...entity.fields].map((one) => one.title ?? {}));
  const untagged = [...named, ...described].some((texts) => '' in texts || Object.keys(texts).length === 0);
  if (untagged || named.length === 0) return [language];
  const counts = new Map<string, number>();
  for (const one of named.flatMap((texts: Texts) => Object.keys(texts))) counts.set(one, (counts.get(one) ?? 0) + 1);
  const most = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const whole = most.filter(([, count]) => count === named.length).map(([one]) => one);
  return whole.length > 0 ? whole.sort() : [most[0]?.[0] ?? language];
}

export function assembleLists(drafts: readonly DraftList[], wording: Wording): Lists {
  const names = new Names();
  const codes = new Map<string, string>();
  const taken: { draft: DraftList; code: string }[] = [];
  const same = new Map<string, string>();
  for (const draft of drafts) {
    if (draft.items.length === 0) {
      wording.findings.warn(draft.spot, 'empty-list', { list: draft.name });
      continue;
    }
    // Many fields repeat one short list (0 no, 1 yes): said once, it is one list.
    const content = JSON.stringify(draft.items.map(({ code, names: words, parent }) => [code, words, parent]));
    const known = draft.items.length <= 12 && drafts.length > 1 ? same.get(content) : undefined;
    if (known !== undefined) {
      codes.set(draft.name, known);
      continue;
    }
    const { name: code, clash } = names.take(listCode(draft.name.split('/').at(-1) ?? draft.name), 63);
    if (clash) wording.findings.note(draft.spot, 'name-told-apart', { name: draft.name, as: code });
    codes.set(draft.name, code);
    same.set(content, code);
    taken.push({ draft, code });
  }
  // What a list says of another is said in that one's code, which is known now.
  const codeFor = (name: string) => codes.get(name) ?? listCode(name);
  return { authored: taken.map(({ draft, code }) => authorList(draft, code, { wording, codeFor })), codes };
}

interface Writing {
  readonly wording: Wording;
  readonly codeFor: (name: string) => string;
}

function authorList(draft: DraftList, code: string, { wording, codeFor }: Writing): Authored {
  const items = authorItems(draft, wording);
  const { owner, parentList, successions = [], crosswalks = [] } = draft;
  return {
    code,
    names: wordsIn(draft.names, draft.name, draft.spot, wording),
    ...(draft.definition && { definition: wordsIn(draft.definition, draft.name, draft.spot, wording) }),
    ...(draft.version !== undefined && { version: draft.version }),
    ...(owner && { owner: wordsIn(owner, '', draft.spot, wording) }),
    ...(parentList !== undefined && { parentList: codeFor(parentList) }),
    items,
    ...(successions.length > 0 && { successions }),
    ...(crosswalks.length > 0 && { crosswalks: crosswalks.map((one) => ({ ...one, to: codeFor(one.to) })) }),
  };
}

function authorItems({ items, name, parentList }: DraftList, wording: Wording): Authored[] {
  const { findings } = wording;
  // A code that was used again stands once for each meaning, told apart by its first day.
  const first = new Map<string, DraftCode & { readonly code: string }>();
  for (const item of items) {
    const code = item.code.normalize('NFC').trim();
    const key = `${code}\n${item.from ?? ''}`;
    const other = first.get(key);
    if (other) findings.error(item.spot, 'duplicate-code', { code, list: name, line: other.spot.line ?? 0 });
    else if (code === '') findings.error(item.spot, 'code-missing', { list: name });
    else first.set(key, { ...item, code });
  }
  const meanings = [...first.values()];
  const newest = new Map(meanings.map((item) => [item.code, item]));
  const parents = parentList === undefined ? checkParents(newest, name, findings) : undefined;
  return meanings.map((item) => {
    const { code, from, to } = item;
    const names = wordsIn(item.names, code, item.spot, wording);
    const parent = parents && !parents.has(code) ? undefined : item.parent;
    const others = Object.entries(item.names)
      .filter(([language]) => language !== '' && !wording.languages.includes(language))
      .map(([, text]) => cleanText(text, item.spot, findings));
    const aliases = [...new Set([...(item.aliases ?? []).map((alias) => alias.normalize('NFC').trim()), ...others])];
    const isNew = (alias: string) => alias !== '' && !Object.values(names).includes(alias);
    const kept = aliases.filter(isNew);
    return {
      code,
      names,
      ...(parent !== undefined && { parent }),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      ...(kept.length > 0 && { aliases: kept }),
    };
  });
}

/** A parent that is missing, or that comes round to its own child, is reported and left out. */
function checkParents(
  items: ReadonlyMap<string, DraftCode>,
  list: string,
  findings: ImportFindings,
): ReadonlyMap<string, string> {
  const parents = new Map<string, string>();
  for (const [code, { parent, spot }] of items) {
    if (parent === undefined) continue;
    if (!items.has(parent)) findings.error(spot, 'unknown-parent', { code, parent, list });
    else parents.set(code, parent);
  }
  // Each code is walked over once: what was found sound is not asked again.
  const sound = new Set<string>();
  for (const [code] of items) {
    const way = new Set<string>();
    let here: string | undefined = code;
    while (here !== undefined && !sound.has(here) && !way.has(here)) {
      way.add(here);
      here = parents.get(here);
    }
    if (here !== undefined && way.has(here)) {
      findings.error(items.get(here)?.spot ?? { file: '' }, 'circular-parent', { code: here, list });
      parents.delete(here);
    }
    for (const one of way) sound.add(one);
  }
  return parents;
}
