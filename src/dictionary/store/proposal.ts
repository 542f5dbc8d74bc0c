/** SQL on proposals, their makers and their history: each function one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { join, sql, type Sql } from '../../platform/db/sql.ts';

const text = Type.String();
const orNull = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const State = Type.Enum(['draft', 'in-review', 'returned', 'approved', 'released', 'rejected', 'withdrawn']);
export const openStates = ['draft', 'in-review', 'returned', 'approved'] as const;

const Source = Type.Object({
  format: text,
  files: Type.Array(text),
  hash: text,
  unresolved: Type.Array(Type.Object({ element: text, target: text, status: text })),
});
export type ImportedFrom = Static<typeof Source>;

export const ProposalRow = Type.Object({
  number: Type.Integer(),
  title: text,
  reason: text,
  origin: Type.Enum(['edit', 'import', 'profile']),
  target: Type.Enum(['dictionary', 'overlay']),
  state: State,
  revision: Type.Integer(),
  baseRelease: Type.Integer(),
  account: text,
  body: orNull(Type.Integer()),
  post: orNull(text),
  createdAt: text,
  changedAt: text,
  submittedAt: orNull(text),
  due: orNull(text),
  decidedAt: orNull(text),
  decisionNo: orNull(text),
  effectiveFrom: orNull(text),
  releasedAt: orNull(text),
  release: orNull(Type.Integer()),
  source: orNull(Source),
});
export type ProposalRow = Static<typeof ProposalRow>;

const columns = sql`p.number, p.title, p.reason, p.origin, p.target, p.state, p.revision, p.base_release as "baseRelease",
  p.account, p.body, p.post, p.created_at as "createdAt", p.changed_at as "changedAt", p.submitted_at as "submittedAt",
  p.due, p.decided_at as "decidedAt", p.decision_no as "decisionNo", p.effective_from as "effectiveFrom",
  p.released_at as "releasedAt", p.release, p.source`;

const Counted = Type.Object({ ...ProposalRow.properties, entries: Type.Integer(), openComments: Type.Integer() });
export type CountedRow = Static<typeof Counted>;
const counted = sql`${columns},
  (select count(*) from dictionary.proposal_entry e where e.proposal = p.number)::int as entries,
  (select count(*) from dictionary.proposal_comment c where c.proposal = p.number and c.resolved_at is null)::int
    as "openComments"`;

export interface NewProposal {
  readonly title: string;
  readonly reason: string;
  readonly origin: ProposalRow['origin'];
  readonly target: ProposalRow['target'];
  readonly baseRelease: number;
  readonly account: string;
  readonly body: number | null;
  readonly post: string | null;
  readonly source: ImportedFrom | null;
  readonly now: Date;
}

export async function insert(tx: Db, row: NewProposal): Promise<number> {
  const now = row.now.toISOString();
  const made = await tx.one(
    Type.Object({ number: Type.Integer() }),
    sql`insert into dictionary.proposal
        (title, reason, origin, target, state, base_release, account, body, post, created_at, changed_at, source)
      values (${row.title}, ${row.reason}, ${row.origin}, ${row.target}, 'draft', ${row.baseRelease}, ${row.account},
        ${row.body}, ${row.post}, ${now}, ${now}, ${row.source === null ? null : JSON.stringify(row.source)}::jsonb)
      returning number`,
  );
  return (made as { number: number }).number;
}

export const find = (db: Db, number: number) =>
  db.one(Counted, sql`select ${counted} from dictionary.proposal p where p.number = ${number}`);

/** Whoever acts on a proposal waits for whoever acts on it already. */
export const lock = (tx: Db, number: number) =>
  tx.one(ProposalRow, sql`select ${columns} from dictionary.proposal p where p.number = ${number} for update`);

export interface Changes {
  readonly title?: string | undefined;
  readonly reason?: string | undefined;
  readonly state?: ProposalRow['state'] | undefined;
  readonly baseRelease?: number | undefined;
  readonly submittedAt?: string | undefined;
  readonly due?: string | null | undefined;
  readonly decidedAt?: string | undefined;
  readonly decisionNo?: string | null | undefined;
  readonly effectiveFrom?: string | null | undefined;
  readonly releasedAt?: string | undefined;
  readonly release?: number | undefined;
}

const NAMES: Readonly<Record<keyof Changes, Sql>> = {
  title: sql`title`,
  reason: sql`reason`,
  state: sql`state`,
  baseRelease: sql`base_release`,
  submittedAt: sql`submitted_at`,
  due: sql`due`,
  decidedAt: sql`decided_at`,
  decisionNo: sql`decision_no`,
  effectiveFrom: sql`effective_from`,
  releasedAt: sql`released_at`,
  release: sql`release`,
};

/** The next revision, with what changed. */
export function change(tx: Db, number: number, changes: Changes, now: Date): Promise<number> {
  const set = (Object.entries(changes) as [keyof Changes, unknown][])
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => sql`${NAMES[name]} = ${value}`);
  const all = [...set, sql`revision = revision + 1`, sql`changed_at = ${now.toISOString()}`];
  return tx.run(sql`update dictionary.proposal set ${join(all)} where number = ${number}`);
}

export interface Filter {
  readonly states?: readonly string[] | undefined;
  readonly origin?: string | undefined;
  readonly target?: string | undefined;
  readonly maker?: string | undefined;
  readonly entry?: { readonly kind?: string | undefined; readonly key?: string | undefined } | undefined;
  readonly q?: string | undefined;
  readonly release?: number | undefined;
}

function where({ states, origin, target, maker, entry, q, release }: Filter): Sql {
  const of = (value: unknown, condition: Sql) => (value === undefined ? [] : [condition]);
  const kind = entry?.kind === undefined ? sql`true` : sql`e.kind = ${entry.kind}`;
  const key = entry?.key === undefined ? sql`true` : sql`e.key = ${entry.key}`;
  return join(
    [
      sql`true`,
      ...of(states, sql`p.state = any(${states ?? []}::text[])`),
      ...of(origin, sql`p.origin = ${origin}`),
      ...of(target, sql`p.target = ${target}`),
      ...of(release, sql`p.release = ${release}`),
      ...of(
        maker,
        sql`exists (select from dictionary.proposal_maker m where m.proposal = p.number and m.account = ${maker})`,
      ),
      ...of(
        entry,
        sql`exists (select from dictionary.proposal_entry e where e.proposal = p.number and ${kind} and ${key})`,
      ),
      ...of(q, sql`position(lower(${q ?? ''}) in lower(p.title)) > 0`),
    ],
    ' and ',
  );
}

/** The newest first. */
export const list = (db: Db, filter: Filter, page: { readonly before?: number | undefined; readonly limit: number }) =>
  db.many(
    Counted,
    sql`select ${counted} from dictionary.proposal p where ${where(filter)}
        ${page.before === undefined ? sql`` : sql`and p.number < ${page.before}`}
      order by p.number desc limit ${page.limit}`,
  );

export async function count(db: Db, filter: Filter): Promise<number> {
  const row = await db.one(
    Type.Object({ n: Type.Integer() }),
    sql`select count(*)::int as n from dictionary.proposal p where ${where(filter)}`,
  );
  return row?.n ?? 0;
}

export const addMaker = (tx: Db, proposal: number, account: string) =>
  tx.run(sql`insert into dictionary.proposal_maker (proposal, account) values (${proposal}, ${account})
    on conflict do nothing`);

export async function makers(db: Db, proposal: number): Promise<ReadonlySet<string>> {
  const rows = await db.many(
    Type.Object({ account: text }),
    sql`select account from dictionary.proposal_maker where proposal = ${proposal}`,
  );
  return new Set(rows.map((row) => row.account));
}

const ReviewRow = Type.Object({
  action: text,
  from: orNull(State),
  to: State,
  account: text,
  body: orNull(Type.Integer()),
  at: text,
  note: orNull(text),
});
export type ReviewRow = Static<typeof ReviewRow>;

export const addReview = (tx: Db, proposal: number, row: Omit<ReviewRow, 'at'> & { readonly now: Date }) =>
  tx.run(sql`insert into dictionary.proposal_review (proposal, action, from_state, to_state, account, body, at, note)
    values (${proposal}, ${row.action}, ${row.from}, ${row.to}, ${row.account}, ${row.body}, ${row.now.toISOString()},
      ${row.note})`);

/** Oldest first. */
export const reviews = (db: Db, proposal: number) =>
  db.many(
    ReviewRow,
    sql`select action, from_state as "from", to_state as "to", account, body, at, note
        from dictionary.proposal_review where proposal = ${proposal} order by id`,
  );
