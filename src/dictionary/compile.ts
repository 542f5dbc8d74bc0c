/** Authoring files → plan, or every reason why not. Pure: the caller brings the files. */
import type { Profile } from '../platform/profile.ts';
import { checkCodeLists } from './check/code-lists.ts';
import { checkCrosswalks } from './check/crosswalks.ts';
import { checkCycles } from './check/cycles.ts';
import { checkElements } from './check/elements.ts';
import { checkEntities, type Lowered } from './check/entities.ts';
import { checkExamples } from './check/examples.ts';
import { checkTiers } from './check/tiers.ts';
import { checkWording } from './check/wording.ts';
import { hashOf } from './canonical.ts';
import { checkExpression } from './expression/typecheck.ts';
import { lowerList } from './lower-list.ts';
import { compact } from './compact.ts';
import { expressionFields, lowerElement, lowerEntity } from './lower.ts';
import type { EntityPlan, Plan, PlanSettings } from './plan.ts';
import { Findings, type DictionaryFinding, type Place } from './source/finding.ts';
import { parseDictionary, type Parsed, type Source } from './source/parse.ts';
import type { SourceFile } from './source/reader.ts';

export interface Compiled {
  /** Absent when there are errors; warnings do not stop. */
  readonly plan: Plan | undefined;
  readonly findings: readonly DictionaryFinding[];
}

/** @param files the `dictionary/` folder with paths inside the profile */
export function compileDictionary(files: readonly SourceFile[], languages: readonly string[]): Compiled {
  return compileSource(parseDictionary(files, languages), { file: 'dictionary/settings.yaml', line: 1, column: 1 });
}

/** @param settingsAt where settings that are missing would stand */
export function compileSource({ source, findings: parsed }: Parsed, settingsAt: Place): Compiled {
  const findings = new Findings();
  const lowered = lower(source);
  checkElements(source, findings);
  checkCodeLists(source, findings);
  checkCrosswalks(source, findings);
  checkEntities(source, lowered, findings);
  checkTiers(source, findings);
  checkCycles(source, lowered, findings);
  checkWording(source, lowered, findings);
  if (!source.settings) findings.error(settingsAt, 'settings-missing');
  const hasErrors = [...parsed, ...findings.all()].some((finding) => finding.severity === 'error');
  const plan = hasErrors ? undefined : assemble(source, lowered);
  if (plan) checkExamples(source, plan, findings);
  const all = new Findings();
  for (const finding of [...parsed, ...findings.all()]) {
    const report = finding.severity === 'error' ? 'error' : 'warn';
    all[report](finding, finding.code, finding.params);
  }
  const complete = all.all();
  return { plan: complete.some((finding) => finding.severity === 'error') ? undefined : plan, findings: complete };
}

export const compileProfileDictionary = (profile: Profile): Compiled =>
  compileDictionary(profile.files('dictionary'), profile.languages);

export const checkProfileDictionary = (profile: Profile): readonly DictionaryFinding[] =>
  compileProfileDictionary(profile).findings;

function lower(source: Source): Lowered {
  const elements = new Map(
    source.elements.map(({ element, domain }) => [element.values.code ?? '', lowerElement(element, domain)]),
  );
  return { elements, entities: new Map(source.entities.map((entity) => [entity, lowerEntity(entity, elements)])) };
}

const byCode = <T extends { code: string }>(items: Iterable<T>): T[] =>
  [...items].sort((a, b) => (a.code < b.code ? -1 : 1));

function assemble(source: Source, lowered: Lowered): Plan {
  const plan: Omit<Plan, 'hash'> = {
    format: 1,
    release: source.settings?.values.edition ?? '',
    languages: source.languages,
    elements: byCode(lowered.elements.values()),
    entities: byCode([...lowered.entities.values()].map(withReads)),
    codeLists: byCode(source.codeLists.map((list) => lowerList(list, source))),
    settings: settingsOf(source),
  };
  return { ...plan, hash: hashOf(plan) };
}

const ASSUMED: PlanSettings = { dateOrder: 'ymd', decimalMark: '.', skipColumns: [], nothing: [], yes: [], no: [] };

function settingsOf({ settings }: Source): PlanSettings {
  const { edition: _, ...stated } = settings?.values ?? {};
  return { ...ASSUMED, ...compact(stated) };
}

/** Each check with the fields it reads. */
function withReads(entity: EntityPlan): EntityPlan {
  const fields = expressionFields(entity);
  return {
    ...entity,
    checks: entity.checks.map((check) => ({ ...check, fields: checkExpression(check.expression, fields).reads })),
  };
}
