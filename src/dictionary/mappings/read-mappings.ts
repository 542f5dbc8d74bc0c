/** What the workbench reads: lists, one mapping, coverage and debt, in the reader's words. */
import type { Answer } from '../../platform/http/endpoint.ts';
import type { Context } from '../../platform/context.ts';
import type { Translate } from '../../platform/i18n.ts';
import type * as contract from '../mapping-contract.ts';
import { currentRelease, getEntity } from '../current-release.ts';
import { codeLookup } from '../codes/codes-of.ts';
import { describeChange } from '../describe-change.ts';
import { isBaseIri } from '../emit/iris.ts';
import { describeExpressionFinding } from '../expression/words.ts';
import { describeCellFinding } from '../validate/finding.ts';
import * as store from '../store/mapping.ts';
import { todayOf } from '../write-change.ts';
import { compileMapping, type SourceRow } from './compile-mapping.ts';
import { coverageOf, lowestLevel } from './coverage.ts';
import { keyOf, rankDebt, type Debt } from './debt.ts';
import { judgeMappings, type Judged } from './judge-mapping.ts';
import { describeMiss } from './miss-words.ts';
import type { Mapping, MappingFinding } from './model.ts';
import { recodingsOf } from './recodings.ts';
import { getMapping } from './save-mapping.ts';
import { suggest } from './suggest.ts';
import { identifiers, lineExpression } from './transform.ts';
import { tryRows } from './try-rows.ts';
import { writeMapping, type MappingFormat } from './write-mapping.ts';

const LIMIT = 50;
const encode = (key: string) => Buffer.from(key).toString('base64url');
const decode = (cursor: string | undefined) =>
  cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString();

/** The first items after a key, and the cursor to go on with. */
function pageAfter<T>(
  items: readonly T[],
  keyed: (item: T) => string,
  { cursor, limit = LIMIT }: { readonly cursor?: string; readonly limit?: number },
) {
  const after = decode(cursor);
  const from = after === undefined ? 0 : items.findIndex((item) => keyed(item) === after) + 1;
  const shown = items.slice(from, from + limit);
  const last = shown.at(-1);
  return { items: shown, ...(from + limit < items.length && last !== undefined && { next: encode(keyed(last)) }) };
}

export async function mappingPage(
  context: Context,
  query: store.MappingFilter & { readonly cursor?: string; readonly limit?: number },
  t: Translate,
): Promise<Answer<typeof contract.listMappings>> {
  const { cursor, limit = LIMIT, ...filter } = query;
  const stored = await store.list(context.db, { ...filter, after: decode(cursor), limit: limit + 1 });
  const judged = await judgeMappings(context.db, stored.slice(0, limit), todayOf(context));
  const last = judged.at(-1);
  return {
    items: judged.map((one) => summaryOf(one, t)),
    ...(stored.length > limit && last && { next: encode(last.stored.code) }),
  };
}

function summaryOf(judged: Judged, t: Translate): Answer<typeof contract.listMappings>['items'][number] {
  const { stored, coverage, maturity, toCheck, debt, records, findings } = judged;
  const { code, names, body, system, dataSet, entity } = stored.content;
  return {
    ...{ code, names, body, system, entity, records },
    ...(dataSet !== undefined && { dataSet }),
    release: stored.release,
    revision: stored.revision,
    coverage: { required: coverage.required, optional: coverage.optional, source: coverage.source },
    ...maturityOf(maturity, t),
    toCheck: toCheck.length,
    errors: findings.filter((one) => one.severity === 'error').length,
    debt: debt.length,
  };
}

export interface Reader {
  readonly language: string;
  readonly t: Translate;
}

/** @throws problems.mappingNotFound */
export async function mappingView(
  context: Context,
  code: string,
  { language, t }: Reader,
): Promise<contract.MappingView> {
  const stored = await getMapping(context.db, code);
  const [judged] = (await judgeMappings(context.db, [stored], todayOf(context))) as [Judged];
  const release = await currentRelease(context.db);
  const { content: mapping } = stored;
  const { coverage, maturity, toCheck, trial, records } = judged;
  return {
    mapping,
    release: stored.release,
    current: release.number,
    revision: stored.revision,
    changedAt: stored.changedAt,
    coverage: plainCoverage(coverage),
    maturity: maturityOf(maturity, t),
    findings: judged.findings.map((one) => faultOf(one, t)),
    toCheck: toCheck.map(({ to, changes }) => ({
      to,
      changes: changes.map((change) => describeChange(change, language, t).said),
    })),
    ...(trial && { trial }),
    records,
    ...expressionsOf(mapping),
  };
}

const maturityOf = ({ level, missing }: Judged['maturity'], t: Translate) => ({
  level,
  missing: missing.map((one) => ({ ...one, words: t(`mapping:missing.${one.key}`, { count: one.count }) })),
});

const plainCoverage = (coverage: ReturnType<typeof coverageOf>) => ({
  ...coverage,
  missingRequired: [...coverage.missingRequired],
  missingOptional: [...coverage.missingOptional],
  openSource: [...coverage.openSource],
});

function expressionsOf(mapping: Mapping) {
  const ids = identifiers(mapping.fields);
  return {
    expressions: mapping.lines.map((line) => lineExpression(line, ids) ?? null),
    identifiers: Object.fromEntries(ids),
  };
}

export function faultOf(finding: MappingFinding, t: Translate) {
  const { severity, code, line, params } = finding;
  const said =
    code === 'bad-expression'
      ? describeExpressionFinding(
          { reason: String(params['reason']), params: params as Readonly<Record<string, string>>, from: 0, to: 0 },
          t,
        )
      : '';
  return {
    severity,
    code,
    ...(line !== undefined && { line }),
    message: t(`mapping:findings.${code}`, { ...params, said }),
  };
}

/** A mapping as it stands on the screen, on rows that somebody brings: nothing is kept. */
export async function trialOf(
  context: Context,
  { mapping, rows }: { readonly mapping: Mapping; readonly rows: readonly SourceRow[] },
  { language, t }: Reader,
): Promise<contract.MappingTrial> {
  const { plan, ...release } = await currentRelease(context.db);
  const entity = getEntity({ plan, ...release }, mapping.entity);
  const today = todayOf(context);
  const codes = await codeLookup(context.db, [entity], today);
  const recodings = await recodingsOf(context.db, mapping, entity, today);
  const options = { settings: plan.settings, today, codes, recodings };
  const compiled = compileMapping(mapping, entity, options);
  const trial = tryRows(mapping, entity, rows, options);
  return {
    count: trial.count,
    passed: trial.passed,
    rows: trial.rows.map((row) => ({
      row: row.row,
      passes: row.passes,
      values: { ...row.values },
      findings: [
        ...row.misses.map((miss) => ({ field: miss.field, severity: 'error', message: describeMiss(miss, t) })),
        ...row.findings.map((one) => ({
          field: one.field,
          severity: one.severity,
          message: describeCellFinding(one, entity, language, t),
        })),
      ],
    })),
    missed: [...trial.missed],
    coverage: plainCoverage(coverageOf(mapping, entity, compiled)),
    findings: compiled.findings.map((one) => faultOf(one, t)),
    ...expressionsOf(mapping),
  };
}

type Suggesting = Parameters<typeof suggest>[0];

export async function suggestions(
  context: Context,
  asked: {
    readonly entity: string;
    readonly fields: Suggesting;
    readonly taken?: readonly string[];
    readonly rows?: readonly SourceRow[];
  },
  t: Translate,
): Promise<Answer<typeof contract.suggestLines>> {
  const release = await currentRelease(context.db);
  const entity = getEntity(release, asked.entity);
  const codes = await codeLookup(context.db, [entity], todayOf(context));
  const items = suggest(asked.fields, entity, {
    settings: release.plan.settings,
    codes,
    taken: new Set(asked.taken),
    rows: asked.rows ?? [],
  });
  return {
    items: items.map((one) => ({
      ...one,
      reasons: one.reasons.map((reason) => ({
        ...reason,
        words: t(`mapping:reasons.${reason.kind}`, { said: reason.said, share: Math.round(reason.share * 100) }),
      })),
    })),
  };
}

const groupings = {
  system: (one: Mapping) => one.system,
  body: (one: Mapping) => one.body,
  'data-set': (one: Mapping) => one.dataSet ?? '',
  entity: (one: Mapping) => one.entity,
} as const;

export async function coveragePage(
  context: Context,
  { by, ...page }: { readonly by: keyof typeof groupings; readonly cursor?: string; readonly limit?: number },
): Promise<Answer<typeof contract.mappingCoverage>> {
  const judged = await judgeMappings(context.db, await store.list(context.db), todayOf(context));
  const groups = Map.groupBy(judged, (one) => groupings[by](one.stored.content));
  const rows = [...groups]
    .filter(([key]) => key !== '')
    .map(([key, group]) => ({
      key,
      mappings: group.length,
      required: sumShares(group.map((one) => one.coverage.required)),
      optional: sumShares(group.map((one) => one.coverage.optional)),
      source: sumSources(group),
      level: lowestLevel(group.map((one) => one.maturity.level)),
    }));
  return pageAfter(
    rows.sort((a, b) => (a.key < b.key ? -1 : 1)),
    (row) => row.key,
    page,
  );
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
const sumShares = (shares: readonly { readonly mapped: number; readonly of: number }[]) => ({
  mapped: sum(shares.map((one) => one.mapped)),
  of: sum(shares.map((one) => one.of)),
});
const sumSources = (group: readonly Judged[]) => ({
  mapped: sum(group.map((one) => one.coverage.source.mapped)),
  outside: sum(group.map((one) => one.coverage.source.outside)),
  open: sum(group.map((one) => one.coverage.source.open)),
});

export async function debtPage(
  context: Context,
  {
    cursor,
    limit,
    ...filter
  }: { readonly body?: string; readonly system?: string; readonly cursor?: string; readonly limit?: number },
  t: Translate,
): Promise<Answer<typeof contract.mappingDebt>> {
  const judged = await judgeMappings(context.db, await store.list(context.db, filter), todayOf(context));
  const known = new Map(judged.map((one) => [one.stored.code, one.stored.content]));
  const ranked = rankDebt(judged.flatMap((one) => one.debt));
  const { items, ...more } = pageAfter<Debt>(ranked, keyOf, {
    ...(cursor !== undefined && { cursor }),
    ...(limit !== undefined && { limit }),
  });
  return {
    items: items.map((debt) => {
      const { names = {}, body = '', system = '' } = known.get(debt.mapping) ?? {};
      return { ...debt, names, body, system, words: t(`mapping:debt.${debt.kind}`, { subject: debt.subject }) };
    }),
    ...more,
    total: ranked.length,
  };
}

/** @throws problems.mappingNotFound, problems.entityNotFound */
export async function exported(context: Context, code: string, format: MappingFormat): Promise<string> {
  const stored = await getMapping(context.db, code);
  const release = await currentRelease(context.db);
  const entity = getEntity(release, stored.content.entity);
  const said = context.profile.settings['baseIri'];
  const base = typeof said === 'string' && isBaseIri(said) ? said : 'urn:artery:';
  return writeMapping(stored.content, format, { entity, base, release: stored.release });
}
