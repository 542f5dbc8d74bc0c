/** A dictionary's workbook → the whole dictionary; what is wrong is said of its sheet, row and column. */
import { authorPlan } from '../author/author-plan.ts';
import { compileAuthored } from '../author/compile-authored.ts';
import { ImportFindings, type Authored, type ImportFile, type Spot } from '../import/model.ts';
import { ELSEWHERE, type ArteryReading } from '../import/read-artery.ts';
import { openWorkbook } from '../import/read-excel.ts';
import type { DictionaryFinding, EntryRef } from '../source/finding.ts';
import type { Step } from './flat-entry.ts';
import { columnAt, columnsOf, isDictionary, planOf, readRows, spotOf, type SheetRow } from './read-sheets.ts';
import { entriesOf, keyOf, LANGUAGES, partsOf } from './workbook-sheets.ts';

/** A row that became an entry, or a member of one of its lists, with the rows that lie inside of it. */
interface Built {
  readonly row: SheetRow;
  readonly file: string;
  readonly data: Record<string, unknown>;
  readonly parts: Map<string, Built[]>;
}
type Kinds = Readonly<Record<EntryRef['kind'], Built[]>>;

/** @returns undefined when none of the files is such a workbook: it may be a simple one, a row a field */
export async function readWorkbooks(
  files: readonly ImportFile[],
  findings: ImportFindings,
): Promise<ArteryReading | undefined> {
  const rows: { row: SheetRow; file: string }[] = [];
  const languages: string[] = [];
  const others: string[] = [];
  for (const file of files) {
    // What cannot be opened is said by who reads simple ones.
    const workbook = await openWorkbook(file, new ImportFindings());
    if (!workbook || !isDictionary(workbook)) {
      others.push(file.name);
      continue;
    }
    for (const sheet of workbook.worksheets) {
      rows.push(...readRows(sheet, file.name, findings).map((row) => ({ row, file: file.name })));
      if (planOf(sheet)) languages.push(...languagesIn(columnsOf(sheet)));
    }
  }
  if (others.length === files.length) return undefined;
  for (const file of others) findings.error({ file }, 'workbook-other', {});
  return compiled(build(rows, findings), languages, findings);
}

const languagesIn = (columns: ReadonlyMap<string, number>): readonly string[] =>
  [...columns.keys()].flatMap((name) => /^(?:names|message)\/([^/[]+)$/.exec(name)?.[1] ?? []);

function build(rows: readonly { row: SheetRow; file: string }[], findings: ImportFindings): Kinds {
  const kinds: Kinds = { element: [], entity: [], 'code-list': [], settings: [] };
  const byKey = new Map<string, Built>();
  const ordered = rows.toSorted((a, b) => a.row.plan.part.length - b.row.plan.part.length);
  for (const { row, file } of ordered) {
    const { plan, owner } = row;
    const built: Built = { row, file, data: { ...row.data }, parts: new Map() };
    const [key = '', number = ''] = owner;
    const path = [plan.kind, key, ...(plan.part.length > 1 ? [number] : [])].join('\n');
    const holder = plan.part.length === 0 ? undefined : byKey.get(path);
    if (plan.part.length === 0) {
      kinds[plan.kind].push(built);
      const name = [plan.kind, keyOf(plan.kind, row.data)].join('\n');
      if (!byKey.has(name)) byKey.set(name, built);
    } else if (!holder) {
      findings.error(spotOf(file, row.sheet, row.number), 'row-without-owner', {
        name: plan.owner.join(', '),
        value: owner.join(', '),
      });
    } else {
      const members = holder.parts.get(plan.part.at(-1) ?? '') ?? [];
      members.push(built);
      holder.parts.set(plan.part.at(-1) ?? '', members);
      if (plan.part.length === 1 && number !== '') byKey.set([plan.kind, key, number].join('\n'), built);
    }
  }
  return kinds;
}

function dataOf({ row, data, parts }: Built): Authored {
  const { shape } = row.plan;
  const members = partsOf(row.plan).flatMap((name): [string, unknown][] => {
    const list = parts.get(name);
    return list ? [[name, list.map(dataOf)]] : shape[name]?.must ? [[name, []]] : [];
  });
  return { ...data, ...Object.fromEntries(members) };
}

function compiled(kinds: Kinds, found: readonly string[], findings: ImportFindings): ArteryReading {
  const [first] = kinds.settings;
  const { [LANGUAGES.replace('[]', '')]: stated, ...settings } = first ? dataOf(first) : {};
  const languages = Array.isArray(stated) ? (stated as string[]) : [...new Set(found)];
  const authored = {
    settings: first ? settings : undefined,
    elements: kinds.element.map(dataOf),
    entities: kinds.entity.map(dataOf),
    codeLists: kinds['code-list'].map(dataOf),
  };
  for (const { row, file } of kinds.settings.slice(1)) {
    findings.error(spotOf(file, row.sheet, row.number), 'settings-twice', {});
  }
  const { plan, findings: said } = compileAuthored(authored, languages);
  for (const finding of said) {
    // A part of a dictionary may name what another part holds, and needs no settings of its own.
    if (finding.code === 'settings-missing') continue;
    const report = finding.severity === 'error' && !ELSEWHERE.has(finding.code) ? findings.error : findings.warn;
    report(placeOf(finding, kinds, authored), `source.${finding.code}`, finding.params);
  }
  const rest = { languages, unresolved: [] };
  if (plan) return { ...authorPlan(plan), ...rest, planHash: plan.hash };
  const { elements, entities, codeLists } = authored;
  return { elements, entities, codeLists, ...rest, ...(authored.settings && { settings }) };
}

/** The cell that a finding means: the entry's row, or the row of a member, and there the nearest column. */
function placeOf(
  { entry, pointer = '', code, params }: DictionaryFinding,
  kinds: Kinds,
  authored: Parameters<typeof entriesOf>[1],
): Spot {
  const kind = entry?.kind ?? 'settings';
  const keys = entriesOf(kind, authored).map((one, i) => keyOf(kind, one) || `#${String(i + 1)}`);
  // Of two entries of one name the later is the one too many.
  const at = code.startsWith('duplicate') ? keys.lastIndexOf(entry?.key ?? '') : keys.indexOf(entry?.key ?? '');
  const found = kind === 'settings' ? kinds.settings[0] : kinds[kind][at];
  if (!found) return { file: '' };
  const { built, steps } = innermost(found, pointer.split('/').slice(1).map(stepOf));
  const { row, file } = built;
  const named = code === 'missing-attribute' ? params['name'] : params['language'];
  const column = columnAt(row, named === undefined ? steps : [...steps, named]);
  return spotOf(file, row.sheet, row.number, column ?? 1);
}

/** Members of lists have rows of their own. */
function innermost(built: Built, steps: readonly Step[]): { built: Built; steps: readonly Step[] } {
  const [name, number, ...rest] = steps;
  const inner = built.parts.get(String(name))?.[Number(number) - 1];
  return inner ? innermost(inner, rest) : { built, steps };
}

const stepOf = (step: string): Step =>
  /^\d+$/.test(step) ? Number(step) + 1 : step.replaceAll('~1', '/').replaceAll('~0', '~');
