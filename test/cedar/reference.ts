/** Asks Cedar for the second opinion: the cells of the matrix as requests, agreements as policies of their own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import type { Grant } from '../../src/governance/model.ts';
import type { AskedField, Show } from '../../src/governance/rules/fields.ts';
import { DAY, OWN, paths, type Cell } from '../harness/decisions.ts';

/** A cell with the purpose that the asker names. */
export interface PurposeCell extends Cell {
  readonly purpose?: string | undefined;
}

const base = readFileSync(join(import.meta.dirname, 'policies.cedar'), 'utf8');
const number = (day: string) => Number(day.replaceAll('-', ''));
const text = (value: string) => JSON.stringify(value);

const opened: Readonly<Record<Grant['mode'], string>> = {
  lookup: '["lookup"]',
  query: '["lookup", "query"]',
  feed: '["lookup", "query", "feed"]',
  statistics: '["statistics"]',
};

/** One agreement as a policy: it opens reading to its consumer, in its days, for its purpose, in its ways, for its rows. */
function policyOf(grant: Grant): string {
  const trees = typeof grant.rows === 'object' ? ('trees' in grant.rows ? grant.rows.trees : [grant.rows.under]) : [];
  const rows =
    grant.rows === 'all'
      ? 'context.relation != "unknown"'
      : grant.rows === 'own-tree'
        ? '["none", "same", "below"].contains(context.relation)'
        : `(context.relation == "none" || context.path.containsAny(${JSON.stringify(trees)}))`;
  return `permit (principal, action, resource) when {
    !context.changes && context.known && context.registerKnown && context.register == ${text(grant.register)} &&
    principal.body == ${String(grant.consumer)} && ${text(grant.state)} == "active" && ${text(grant.elements === 'all' ? 'all' : 'some')} == "all" &&
    ${String(number(grant.from))} <= context.day && context.day <= ${String(grant.to === null ? 99_999_999 : number(grant.to))} &&
    ${opened[grant.mode]}.contains(context.mode) && (context.purpose == "" || context.purpose == ${text(grant.purpose)}) &&
    (context.reached.contains("anyone") || context.reached.containsAny(principal.posts)) && ${rows}
  };`;
}

const parsed = new Map<string, string>();

function policySetOf(grants: readonly Grant[], policies: string): string {
  const all = [policies, ...grants.map(policyOf)].join('\n');
  let name = parsed.get(all);
  if (name === undefined) {
    parsed.set(all, (name = `set-${String(parsed.size)}`));
    const outcome = preparsePolicySet(name, { staticPolicies: all });
    if (outcome.type !== 'success') throw new TypeError(JSON.stringify(outcome.errors));
  }
  return name;
}

const entities = (posts: readonly string[]) => [
  {
    uid: { type: 'User', id: 'me' },
    attrs: {
      body: OWN,
      level: 'province',
      posts: [...posts],
      plainPosts: posts.filter((post) => post !== 'data-manager'),
    },
    parents: [],
  },
];

function contextOf({ name, entry, relation, register, keeper, purpose }: PurposeCell) {
  const reach = Object.entries(entry?.reach ?? {});
  const holders = (...far: string[]) => reach.filter(([, one]) => far.includes(one)).map(([holder]) => holder);
  return {
    known: entry !== undefined,
    permission: name,
    changes: entry?.changes ?? true,
    own: entry?.own ?? false,
    mode: entry?.mode ?? 'query',
    keeps: entry?.keeps ?? '',
    everywhere: holders('everywhere'),
    tree: holders('own-tree', 'everywhere'),
    reached: reach.map(([holder]) => holder),
    relation: relation ?? 'none',
    path: relation ? [...paths[relation]] : [],
    registerNamed: register !== undefined && register !== null,
    registerKnown: register !== undefined && register !== null,
    register: register?.name ?? '',
    external: register?.external ?? false,
    manager: register?.managerBody ?? 0,
    keeping: register?.keeping !== undefined,
    onBehalf: [...(register?.keeping?.onBehalf ?? [])],
    keeper: keeper ?? 0,
    purpose: purpose ?? '',
    day: number(DAY),
  };
}

const answers = new Map<string, boolean>();

/** How many different questions Cedar was asked: cells of permissions that say the same are one. */
export const asked = (): number => answers.size;

/** @param policies other policies, to show what each is for */
export function cedarAllows(cell: PurposeCell, policies = base): boolean {
  const set = policySetOf(cell.grants, policies);
  const { permission, ...context } = contextOf(cell);
  const key = JSON.stringify([set, cell.posts, context]);
  let answer = answers.get(key);
  if (answer === undefined) {
    const outcome = statefulIsAuthorized({
      principal: { type: 'User', id: 'me' },
      action: { type: 'Action', id: permission },
      resource: { type: 'Register', id: context.register || 'none' },
      context,
      entities: entities(cell.posts),
      preparsedPolicySetId: set,
    });
    if (outcome.type !== 'success' || outcome.response.diagnostics.errors.length > 0) {
      throw new TypeError(JSON.stringify(outcome));
    }
    answers.set(key, (answer = outcome.response.decision === 'allow'));
  }
  return answer;
}

/** The policies without one, by the beginning of its name. */
export const without = (id: string): string =>
  base
    .split(/(?=@id\()/)
    .filter((policy) => !policy.startsWith(`@id("${id}`))
    .join('');

/** Nothing but the law that no agreement gets past. */
const postless = base.split(/(?=@id\()/).filter((policy) => policy.startsWith('@id("without a post'))[0] ?? '';

/** A field in a cell, as the dictionary has it. */
export interface FieldCell extends PurposeCell {
  readonly field: Omit<AskedField, 'names' | 'name'>;
}

const fieldPolicies = readFileSync(join(import.meta.dirname, 'fields.cedar'), 'utf8');
const fieldAnswers = new Map<string, boolean>();

function fieldContext({ field, keeper }: FieldCell, grant: Grant | undefined) {
  return {
    way: grant ? 'agreement' : 'own',
    keeps: keeper === OWN,
    restricted: field.roles !== undefined,
    roles: [...(field.roles ?? [])],
    maskable: field.mask !== undefined && field.roles !== undefined,
    bound: field.purposes !== undefined,
    purposes: [...(field.purposes ?? [])],
    purpose: grant?.purpose ?? '',
    everything: grant?.elements === 'all',
    named: grant !== undefined && grant.elements !== 'all' && grant.elements.includes(field.element),
    secrecy: field.secrecy,
    sealed: field.sealed ?? false,
  };
}

function fieldAllows(cell: FieldCell, action: string, grant: Grant | undefined, policies: string): boolean {
  const set = policySetOf([], policies);
  const context = fieldContext(cell, grant);
  const key = JSON.stringify([set, action, cell.posts, context]);
  let answer = fieldAnswers.get(key);
  if (answer === undefined) {
    const outcome = statefulIsAuthorized({
      principal: { type: 'User', id: 'me' },
      action: { type: 'Action', id: action },
      resource: { type: 'Field', id: 'one' },
      context,
      entities: entities(cell.posts),
      preparsedPolicySetId: set,
    });
    if (outcome.type !== 'success' || outcome.response.diagnostics.errors.length > 0) {
      throw new TypeError(JSON.stringify(outcome));
    }
    fieldAnswers.set(key, (answer = outcome.response.decision === 'allow'));
  }
  return answer;
}

/** How the field is shown: the rows by the law of rows, way by way, and of each way what the labels leave. */
export function cedarShows(cell: FieldCell, policies = fieldPolicies): Show {
  const own = cedarAllows({ ...cell, grants: [] }) ? [undefined] : [];
  // An agreement on single fields opens no rows, but those fields of them: for rows it counts as one on all.
  const granted = cell.grants.filter((one) =>
    cedarAllows({ ...cell, grants: [{ ...one, elements: 'all' }] }, postless),
  );
  const ways = [...own, ...granted];
  for (const [action, show] of [
    ['whole', 'whole'],
    ['part', 'masked'],
  ] as const) {
    if (ways.some((grant) => fieldAllows(cell, action, grant, policies))) return show;
  }
  return 'absent';
}

/** The policies of fields without one, by the beginning of its name. */
export const withoutField = (id: string): string =>
  fieldPolicies
    .split(/(?=@id\()/)
    .filter((policy) => !policy.startsWith(`@id("${id}`))
    .join('');
