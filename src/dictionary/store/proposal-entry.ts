/** SQL on the entries of proposals and on the dictionaries that the profile came with: each function one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

const text = Type.String();
const orNull = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Authored = Type.Record(text, Type.Unknown());

const EntryRow = Type.Object({
  kind: Type.Enum(['element', 'entity', 'code-list', 'settings']),
  key: text,
  action: Type.Enum(['put', 'remove']),
  authored: orNull(Authored),
  base: orNull(Authored),
  changedBy: text,
  changedBody: orNull(Type.Integer()),
  changedAt: text,
});
export type ProposalEntryRow = Static<typeof EntryRow>;

export const ofProposal = (db: Db, proposal: number) =>
  db.many(
    EntryRow,
    sql`select kind, key, action, authored, base, changed_by as "changedBy", changed_body as "changedBody",
          changed_at as "changedAt"
        from dictionary.proposal_entry where proposal = ${proposal} order by kind, key`,
  );

export interface PutEntry {
  readonly kind: string;
  readonly key: string;
  readonly action: 'put' | 'remove';
  readonly authored: unknown;
  readonly base: unknown;
}

export interface By {
  readonly account: string;
  readonly body: number | null;
  readonly now: Date;
}

/** What the author first saw of an entry stays its base, unless `rebased`. */
export const put = (tx: Db, proposal: number, entries: readonly PutEntry[], by: By & { readonly rebased?: boolean }) =>
  tx.run(sql`insert into dictionary.proposal_entry
      (proposal, kind, key, action, authored, base, changed_by, changed_body, changed_at)
    select ${proposal}, x ->> 'kind', x ->> 'key', x ->> 'action', ((x -> 'authored') #>> '{}')::json,
      ((x -> 'base') #>> '{}')::json, ${by.account}, ${by.body}, ${by.now.toISOString()}
      from json_array_elements(${JSON.stringify(entries)}::json) x
    on conflict (proposal, kind, key) do update set action = excluded.action, authored = excluded.authored,
      base = case when ${by.rebased ?? false} then excluded.base else proposal_entry.base end,
      changed_by = excluded.changed_by, changed_body = excluded.changed_body, changed_at = excluded.changed_at`);

export const drop = (tx: Db, proposal: number, kind: string, key: string) =>
  tx.run(sql`delete from dictionary.proposal_entry where proposal = ${proposal} and kind = ${kind} and key = ${key}`);

const ProfilePlan = Type.Object({
  hash: text,
  plan: Type.Unknown(),
  proposal: orNull(Type.Integer()),
  state: orNull(text),
});

/** The newest first, each with where its proposal stands. */
export const profilePlans = (db: Db, limit: number) =>
  db.many(
    ProfilePlan,
    sql`select f.hash, f.plan, f.proposal, p.state from dictionary.profile_plan f
        left join dictionary.proposal p on p.number = f.proposal order by f.id desc limit ${limit}`,
  );

export const keepProfilePlan = (
  tx: Db,
  row: { readonly hash: string; readonly plan: unknown; readonly proposal: number | null; readonly now: Date },
) =>
  tx.run(sql`insert into dictionary.profile_plan (hash, plan, proposal, installed_at)
    values (${row.hash}, ${JSON.stringify(row.plan)}, ${row.proposal}, ${row.now.toISOString()})`);
