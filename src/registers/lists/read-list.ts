/** A body's periodic list before anybody has typed a word: who is in it, and what differs. */
import { getBody, subtreeIds, type Body } from '../../bodies/index.ts';
import { compilePattern } from '../../dictionary/index.ts';
import { findRegister } from '../../governance/index.ts';
import type { Position } from '../../platform/changes/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { noteReads, openRegister, type RegisterTable } from '../../records/index.ts';
import type { BodyListView, ListItem, SignedList } from '../body-list-contract.ts';
import type { Comparison } from '../model.ts';
import { findComparison } from '../store/claim.ts';
import { listCorrections } from '../store/correction.ts';
import { tallies } from '../store/verification.ts';
import * as store from '../store/body-list.ts';
import { countCells, readPeople } from './people.ts';
import { findChanges } from './find-changes.ts';
import { layoutFields, layoutOf, valuesInWords, type Layout, type Shown } from './layout.ts';

export interface ListScene {
  readonly table: RegisterTable;
  readonly body: Body;
  /** The body and everything below it. */
  readonly bodies: readonly number[];
  readonly layout: Layout;
  readonly fields: readonly string[];
  readonly comparison: Comparison | undefined;
  readonly shown: Shown;
  readonly language: string;
}

export async function listScene(
  context: Context,
  which: { readonly register: string; readonly body: string },
  language: string,
): Promise<ListScene> {
  const table = await openRegister(context.db, which.register);
  const body = await getBody(context.db, which.body);
  const layout = layoutOf(context, which.register, table.entity);
  const comparison = await findComparison(context.db, which.register);
  const key = [...table.entity.key, ...(comparison ? [comparison.keyField, ...comparison.identity] : [])];
  return {
    table,
    body,
    bodies: await subtreeIds(context.db, body.id),
    layout,
    fields: [...new Set([...layoutFields(layout), ...key])],
    comparison,
    shown: await valuesInWords(context, table.entity.fields, language),
    language,
  };
}

const MOST_DIFFERENCES = 1000;

export async function readBodyList(context: Context, scene: ListScene): Promise<BodyListView> {
  const { db } = context;
  const { table, body, bodies, comparison } = scene;
  const [open, signed] = [
    await store.openList(db, table.register, body.id),
    await store.lastSigned(db, table.register, body.id),
  ];
  const base = await baseline(context, scene, signed);
  const changes =
    base === undefined ? [] : await findChanges(db, table, { bodies, since: base.place, fields: scene.fields });
  const people = await readPeople(context, scene);
  const names = new Map(people.map((one) => [one.record, one]));
  const differing = await differences(context, scene, names);
  const items = answered([...differing, ...changes.map((change) => itemOf(scene, change))], open?.answers ?? {});
  const standing = (await tallies(db, table.register, bodies)).reduce(
    (sum, one) => ({ found: sum.found + one.found, verified: sum.verified + one.verified }),
    { found: 0, verified: 0 },
  );
  const count = (kind: ListItem['kind']) => changes.filter((one) => one.kind === kind).length;
  const source = comparison && (await findRegister(db, comparison.authority));
  const isKey = keyTest(scene, source?.entity);
  const noKey = comparison ? people.filter(({ values }) => !isKey(values[comparison.keyField])).length : 0;
  return {
    register: table.register,
    names: scene.layout.names,
    body: { code: body.code, names: body.names },
    source: source ? { name: source.name, names: source.names } : null,
    since: base?.at ?? null,
    counts: {
      people: people.length,
      verified: standing.verified,
      joined: count('joined'),
      left: count('left'),
      changed: count('changed'),
      differs: new Set(differing.map(({ record }) => record)).size,
      notFound: Math.max(0, people.length - standing.found - noKey),
      noKey,
      ...countCells(scene, people),
    },
    items,
    signed: signed ? signedView(signed) : null,
  };
}

/** What an answer belongs to: a person may differ from the source in several fields. */
export const placeOf = ({ kind, record, correction }: Pick<ListItem, 'kind' | 'record' | 'correction'>): string =>
  `${kind}/${correction ?? record}`;

/** Items with their answers; a difference that an answer has settled is no difference any more, and stays in the list. */
function answered(items: readonly ListItem[], answers: store.BodyListRecord['answers']): ListItem[] {
  const there = new Set(items.map(placeOf));
  const settled = Object.entries(answers).flatMap(([place, { item }]) =>
    there.has(place) || item === undefined ? [] : [item as ListItem],
  );
  return [...settled, ...items].map((item) => {
    const given = answers[placeOf(item)];
    return { ...item, answer: given?.answer ?? null, note: given?.note ?? null };
  });
}

export const signedView = (one: store.BodyListRecord): SignedList => ({
  list: one.id,
  at: one.signedAt ?? '',
  by: (one.facts as { by?: string } | null)?.by ?? '',
  hash: one.hash ?? '',
  people: (one.facts as { counts?: { people?: number } } | null)?.counts?.people ?? 0,
});

/** Whether a value is a number by which the source knows people; a former number is none. */
function keyTest({ table, comparison }: ListScene, entity: string | undefined): (value: unknown) => boolean {
  const source = table.plan.entities.find(({ name }) => name === entity);
  const pattern = source?.fields.find(({ name }) => name === comparison?.authorityKey)?.pattern;
  const automaton = pattern === undefined ? undefined : compilePattern(pattern);
  return (value) => typeof value === 'string' && (automaton?.matches(value) ?? true);
}

interface Baseline {
  readonly place: Position;
  readonly at: string;
}

/** The list signed last, else the register before the body's last load; undefined when nothing was there then. */
async function baseline(
  { db }: Context,
  { table, bodies }: ListScene,
  signed: store.BodyListRecord | undefined,
): Promise<Baseline | undefined> {
  if (signed && signed.epoch !== null && signed.position !== null)
    return { place: { epoch: signed.epoch, position: signed.position }, at: signed.signedAt ?? '' };
  const before = await store.beforeLastLoad(db, table.register, bodies);
  if (!before) return undefined;
  const place = { epoch: before.epoch, position: before.position };
  const { any } = await readPeople.anyAt(db, table, { bodies, at: place });
  return any ? { place, at: before.at } : undefined;
}

function itemOf(scene: ListScene, change: Awaited<ReturnType<typeof findChanges>>[number]): ListItem {
  return {
    kind: change.kind,
    record: change.record,
    correction: null,
    ...titleOf(scene, change.values),
    changes: change.changes.map(({ field, before, after }) => changeLine(scene, field, before, after)),
    answer: null,
    note: null,
  };
}

function changeLine({ table, shown }: ListScene, field: string, before: string | null, after: string | null) {
  const names = table.entity.fields.find(({ name }) => name === field)?.names ?? {};
  return {
    field,
    names,
    before: before === null ? null : shown(field, before),
    after: after === null ? null : shown(field, after),
  };
}

/** What a person is called in a list, and the key. */
export function titleOf({ table, comparison }: ListScene, values: Readonly<Record<string, unknown>>) {
  const named = comparison?.identity[0] ?? table.entity.fields[0]?.name ?? '';
  const text = (field: string) => {
    const value = values[field];
    return typeof value === 'string' ? value : '';
  };
  return { name: text(named), key: table.entity.key.map(text).join(' ') };
}

/** Open proposals: what the register says, and what the source says. */
async function differences(
  { db }: Context,
  scene: ListScene,
  people: ReadonlyMap<string, { readonly values: Readonly<Record<string, unknown>> }>,
): Promise<ListItem[]> {
  const { table, bodies } = scene;
  const seen = [{ register: table.register, bodies }];
  const rows = await listCorrections(db, { seen, state: 'open', limit: MOST_DIFFERENCES });
  return rows.map((row) => ({
    kind: 'differs',
    record: row.record,
    correction: row.id,
    ...titleOf(scene, people.get(row.record)?.values ?? {}),
    changes: [changeLine(scene, row.field, row.said, row.held)],
    answer: null,
    note: null,
  }));
}

/** Whoever is named in the list sees in the own window who read it. */
export async function noteShown(context: Context, caller: Caller, view: BodyListView, rule: string): Promise<void> {
  const counts = { people: view.counts.people, items: view.items.length };
  const records = view.items.map(({ record }) => record);
  await noteReads(
    context,
    caller,
    { action: 'registers.read-body-list', subject: view.register, rule, counts },
    records,
  );
}
