/** Settings of linkage from data: every fault with its place, or settings that the engine can rely on. */
import { Check, Errors } from 'typebox/value';
import { levelNames } from './levels.ts';
import { partsOf } from './normalise.ts';
import { LinkageSettings, LinkageSettingsError, levelName, type ComparisonSettings } from './settings.ts';

interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

/** @throws LinkageSettingsError with all faults */
export function readLinkageSettings(value: unknown): LinkageSettings {
  if (!Check(LinkageSettings, value)) {
    const faults = [...Errors(LinkageSettings, value)].map(({ instancePath, message }) => ({
      pointer: instancePath,
      detail: message,
    }));
    throw new LinkageSettingsError(faults);
  }
  const settings = value as unknown as LinkageSettings;
  const faults = [
    ...settings.comparisons.flatMap((comparison, i) =>
      comparisonFaults(settings, comparison, `/comparisons/${String(i)}`),
    ),
    ...blockFaults(settings),
    ...guardFaults(settings),
    ...patternFaults(settings),
  ];
  if (settings.thresholds.review > settings.thresholds.match)
    faults.push({ pointer: '/thresholds', detail: 'review is above match' });
  if (faults.length > 0) throw new LinkageSettingsError(faults);
  return settings;
}

function comparisonFaults(settings: LinkageSettings, comparison: ComparisonSettings, pointer: string): Fault[] {
  const field = settings.fields[comparison.field];
  if (!field) return [{ pointer: `${pointer}/field`, detail: `there is no field "${comparison.field}"` }];
  const known = levelNames(field.kind);
  const unknown = comparison.levels.map(levelName).filter((level) => !known.includes(level));
  const faults = unknown.map((level) => ({
    pointer: `${pointer}/levels`,
    detail: `"${level}" is no level of ${field.kind}: ${known.join(', ')}`,
  }));
  const wanted = comparison.levels.length + 1;
  for (const key of ['expected', 'chance'] as const) {
    if (comparison[key].length !== wanted)
      faults.push({
        pointer: `${pointer}/${key}`,
        detail: `needs ${String(wanted)} numbers: one a level, one for "differs"`,
      });
  }
  if (comparison.frequency && field.kind !== 'name')
    faults.push({ pointer: `${pointer}/frequency`, detail: 'only names are weighed by how rare they are' });
  return faults;
}

const blockFaults = (settings: LinkageSettings): Fault[] =>
  settings.blocks.flatMap((parts, i) =>
    parts
      .filter((part) => partsOf(settings, part) === undefined)
      .map((part) => ({ pointer: `/blocks/${String(i)}`, detail: `"${part}" is no part of a field` })),
  );

function guardFaults({ fields, comparisons, guards }: LinkageSettings): Fault[] {
  const faults: Fault[] = [];
  if (guards.verified !== undefined) {
    const [field = '', form = ''] = guards.verified.split('.');
    const found = fields[field];
    if (found?.kind !== 'identifier' || found.forms[form] === undefined)
      faults.push({ pointer: '/guards/verified', detail: `"${guards.verified}" is no form of an identifier` });
  }
  const rules = (guards.apart ?? []).flatMap(({ when, unless }) => [
    ...Object.entries(when),
    ...Object.entries(unless ?? {}),
  ]);
  for (const [place, levels] of rules) {
    const own = comparisons.find(({ field }) => field === place);
    const known = own ? [...own.levels.map(levelName), 'silent', 'differs'] : [];
    for (const level of levels.filter((one) => !known.includes(one)))
      faults.push({ pointer: '/guards/apart', detail: `"${place}" is not compared on a level "${level}"` });
  }
  return faults;
}

/** What JavaScript cannot read either, RE2 will not. */
function patternFaults({ fields }: LinkageSettings): Fault[] {
  const patterns = Object.entries(fields).flatMap(([field, one]) => {
    if (one.kind === 'identifier') return Object.values(one.forms).map((text) => ({ field, text }));
    if (one.kind === 'name') return (one.typing ?? []).map(([text]) => ({ field, text }));
    if (one.kind === 'digits') return (one.replace ?? []).map(([text]) => ({ field, text }));
    return [];
  });
  return patterns.flatMap(({ field, text }) => {
    try {
      new RegExp(text);
      return [];
    } catch {
      return [{ pointer: `/fields/${field}`, detail: `"${text}" is no pattern` }];
    }
  });
}
