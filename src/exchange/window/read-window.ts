/** What a person sees: who looked at which of her data, when, for what and by which law. Made of what may be shown alone. */
import { bodiesByCode, listBodies, postsOf, subtreeIds } from '../../bodies/index.ts';
import { findAgreement, keepersOfRows, listBases, listPurposes } from '../../governance/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { findAccounts } from '../../platform/identity/index.ts';
import type { Texts } from '../../platform/texts.ts';
import type { ReadLine, WindowPage } from './contract.ts';
import { heldOf, type Held } from './find-records.ts';
import { together, visibleReads, wayOf, type PersonRead } from './model.ts';
import { windowProblems } from './problems.ts';
import { windowSettings } from './settings.ts';
import * as store from './store/window.ts';
import { viewOfDecision } from './decide-window.ts';

interface Ref {
  readonly id: number;
  readonly code: string;
  readonly names: Texts;
}

/** Names of everything that is shown, read once. */
interface Desk {
  readonly refOf: (id: number) => Ref;
  readonly idOf: (code: string) => number | undefined;
  readonly purposeOf: (code: string | null) => Pick<ReadLine, 'purpose' | 'bases'>;
  readonly today: string;
  readonly dayOf: (at: string) => string;
}

async function openDesk({ db, clock, profile }: Context): Promise<Desk> {
  const bodies = new Map((await listBodies(db)).map((body) => [body.id, body]));
  const codes = await bodiesByCode(db, dayOf(clock.now(), profile.timeZone));
  const purposes = new Map((await listPurposes(db)).map((one) => [one.code, one]));
  const bases = new Map((await listBases(db)).map((one) => [one.code, one]));
  return {
    refOf: (id) => ({ id, code: bodies.get(id)?.code ?? '', names: bodies.get(id)?.names ?? {} }),
    idOf: (code) => codes.get(code)?.id,
    purposeOf: (code) => {
      const found = code === null ? undefined : purposes.get(code);
      if (!found) return { purpose: null, bases: [] };
      const on = found.bases.map((one) => bases.get(one)).filter((one) => one !== undefined);
      return { purpose: { code: found.code, names: found.names }, bases: on };
    },
    today: dayOf(clock.now(), profile.timeZone),
    dayOf: (at) => dayOf(new Date(at), profile.timeZone),
  };
}

export interface Opening {
  readonly person: string;
  readonly onBehalf: boolean;
  /** Called with what is held before anything is shown: whoever may not see it throws, whoever may leaves an entry. */
  readonly admit: (held: readonly Held[]) => Promise<void>;
  /** A test turns the delay of classes off, and must then see what it defends against. */
  readonly delaysNothing?: boolean;
}

/** @throws exchange/window-closed, and what `admit` throws */
export async function readWindow(context: Context, opening: Opening): Promise<WindowPage> {
  const { db, profile } = context;
  const desk = await openDesk(context);
  const decision = await store.decisionOn(db, desk.today);
  if (!decision?.open) throw windowProblems.windowClosed();
  const held = await heldOf(context, opening.person, decision.registers);
  await opening.admit(held);
  const settings = windowSettings(profile);
  const all = await readsOf(context, desk, held);
  const classes = opening.delaysNothing ? [] : settings.classes;
  const shown = visibleReads(all, { classes, today: desk.today, dayOf: desk.dayOf });
  const posts = await postsAndNames(context, desk, shown);
  return {
    person: opening.person,
    onBehalf: opening.onBehalf,
    decision: await viewOfDecision(context, decision),
    held: await heldLines(context, desk, held),
    reads: together(shown).map((some) => lineOf(some, { desk, held, posts, own: settings.own })),
    copies: await copiesOf(context, desk, held),
  };
}

interface Seen extends PersonRead {
  readonly actor: string | null;
  readonly post: string | null;
}

async function readsOf({ db }: Context, desk: Desk, held: readonly Held[]): Promise<Seen[]> {
  const registerOf = new Map(
    held.flatMap(({ register, records }) => records.map(({ record }) => [record, register] as const)),
  );
  const rows = await store.readsOfRecords(db, [...registerOf.keys()]);
  return rows.map(({ body, reader, ...row }) => ({
    ...row,
    body: reader ?? (body === null ? null : desk.refOf(body).code),
    register: registerOf.get(row.record) ?? '',
  }));
}

type Posts = ReadonlyMap<string, { readonly post: string | null; readonly name: string | null }>;

/** Post and name of whoever read, as they were on the day of the read; the post that another node told stands. */
async function postsAndNames({ db, profile }: Context, desk: Desk, reads: readonly Seen[]): Promise<Posts> {
  const { showNames } = windowSettings(profile);
  const people = reads.flatMap(({ actor }) => (actor !== null && /^[0-9a-f-]{36}$/.test(actor) ? [actor] : []));
  const accounts = new Map((await findAccounts(db, [...new Set(people)])).map((one) => [one.id, one]));
  const found = new Map<string, { post: string | null; name: string | null }>();
  for (const { entry, actor, at, body, post } of reads) {
    const account = actor === null ? undefined : accounts.get(actor);
    const held = account?.kind === 'person' ? await postsOf(db, account.id, desk.dayOf(at)) : [];
    const here = held.find((one) => body !== null && one.body === desk.idOf(body));
    found.set(entry, { post: post ?? here?.posts[0] ?? null, name: showNames ? (account?.displayName ?? null) : null });
  }
  return found;
}

interface Lining {
  readonly desk: Desk;
  readonly held: readonly Held[];
  readonly posts: Posts;
  readonly own: Readonly<Record<string, string>>;
}

function lineOf(reads: readonly Seen[], { desk, held, posts, own }: Lining): ReadLine {
  const [first] = reads as readonly [Seen, ...Seen[]];
  const id = first.body === null ? undefined : desk.idOf(first.body);
  return {
    at: first.at,
    body: id === undefined ? null : desk.refOf(id),
    ...(posts.get(first.entry) ?? { post: null, name: null }),
    way: wayOf(first.action),
    data: [...Map.groupBy(reads, ({ register }) => register)].map(([register, some]) => ({
      register: { code: register, names: held.find((one) => one.register === register)?.names ?? {} },
      fields: some.some(({ fields }) => fields === null) ? null : fieldsOf(held, register, some),
    })),
    ...desk.purposeOf(first.purpose ?? own[first.register] ?? null),
  };
}

function fieldsOf(held: readonly Held[], register: string, reads: readonly Seen[]) {
  const known = new Map(
    held.find((one) => one.register === register)?.table.entity.fields.map((field) => [field.name, field.names]),
  );
  const names = new Set(reads.flatMap(({ fields }) => fields ?? []));
  return [...names].flatMap((code) => (known.has(code) ? [{ code, names: known.get(code) ?? {} }] : []));
}

async function heldLines({ db }: Context, desk: Desk, held: readonly Held[]): Promise<WindowPage['held']> {
  const lines: WindowPage['held'] = [];
  for (const { register, names, records } of held) {
    const keeperOf = await keepersOfRows(db, register);
    for (const { record, body, stands } of records) {
      const keeper = desk.refOf(keeperOf(body) ?? body);
      lines.push({ register: { code: register, names }, record, body: desk.refOf(body), keeper, stands });
    }
  }
  return lines;
}

/** Streams in whose trees one of her records is at home. A condition on rows is not looked at: rather one too many. */
async function copiesOf({ db }: Context, desk: Desk, held: readonly Held[]): Promise<WindowPage['copies']> {
  const rows = await store.standingCopies(
    db,
    held.map(({ register }) => register),
  );
  const lines: WindowPage['copies'] = [];
  for (const { agreement, register, consumer, scope, columns, since, until } of rows) {
    const of = held.find((one) => one.register === register);
    const body = desk.idOf(consumer);
    if (!of || body === undefined || !(await isWithinTrees(db, desk, of, scope.trees))) continue;
    const terms = await findAgreement(db, agreement);
    const known = new Map(of.table.entity.fields.map((field) => [field.name, field.names]));
    lines.push({
      ...{ body: desk.refOf(body), register: { code: register, names: of.names }, agreement, since, until },
      ...desk.purposeOf(terms?.purpose ?? null),
      fields: columns.flatMap((code) => (known.has(code) ? [{ code, names: known.get(code) ?? {} }] : [])),
    });
  }
  return lines;
}

async function isWithinTrees(
  db: Context['db'],
  desk: Desk,
  { records }: Held,
  trees: 'all' | readonly string[],
): Promise<boolean> {
  if (trees === 'all') return true;
  for (const code of trees) {
    const root = desk.idOf(code);
    const inside = new Set(root === undefined ? [] : await subtreeIds(db, root));
    if (records.some(({ body }) => inside.has(body))) return true;
  }
  return false;
}
