/** A code list of the source model → plan, with what other layers add to it. */
import { compact } from './compact.ts';
import type * as plan from './plan.ts';
import type { Source } from './source/parse.ts';
import type { SourceCrosswalk, SourceItem, SourceList } from './source/shapes.ts';

export function lowerList(source: SourceList, source_: Source): plan.CodeListPlan {
  const v = source.values;
  const extensions = source_.extensions.filter((extension) => extension.values.extends === v.code);
  const items = [...(v.items ?? []), ...extensions.flatMap((extension) => extension.values.items ?? [])];
  const successions = [...(v.successions ?? []), ...extensions.flatMap((e) => e.values.successions ?? [])];
  const crosswalks = [...(v.crosswalks ?? []), ...extensions.flatMap((e) => e.values.crosswalks ?? [])];
  return compact({
    code: v.code ?? '',
    names: v.names ?? {},
    definition: v.definition,
    version: v.version,
    owner: v.owner,
    parentList: v.parentList,
    pattern: v.pattern,
    optionalWords: v.optionalWords ?? [],
    kind: v.source ? 'imported' : 'release',
    source: v.source && lowerSource(v.source),
    items: items.map(lowerItem),
    successions: successions.map((succession) => compact({ ...succession.values }) as plan.CodeSuccession),
    crosswalks: crosswalks.length > 0 ? crosswalks.map(lowerCrosswalk) : undefined,
  }) as plan.CodeListPlan;
}

const lowerCrosswalk = ({ values: v }: SourceCrosswalk): plan.CrosswalkPlan =>
  compact({
    to: v.to ?? '',
    on: v.on,
    toOn: v.toOn,
    note: v.note,
    links: (v.links ?? []).map((link) => compact({ ...link.values }) as plan.CrosswalkLink),
  }) as plan.CrosswalkPlan;

const lowerItem = ({ values: v }: SourceItem): plan.CodeItemPlan =>
  compact({
    code: v.code ?? '',
    names: v.names ?? {},
    parent: v.parent,
    from: v.from,
    to: v.to,
    aliases: v.aliases ?? [],
  }) as plan.CodeItemPlan;

function lowerSource({ values: v }: NonNullable<SourceList['values']['source']>): plan.CodeSource {
  return compact({
    package: v.package,
    file: v.file ?? '',
    rows: v.rows && compact({ ...v.rows.values }),
    successions: v.successions && compact({ ...v.successions.values }),
  }) as plan.CodeSource;
}
