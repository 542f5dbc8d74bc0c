/** Acts that wait for a second person: each function one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import { approvalStates } from './contract.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Bytes = Type.Unsafe<Buffer>(Type.Any());

export const ApprovalRow = Type.Object({
  id: Type.String(),
  permission: Type.String(),
  endpoint: Type.String(),
  about: Type.Object({
    register: Type.Optional(Type.String()),
    body: Type.Optional(Type.Union([Type.String(), Type.Integer()])),
    purpose: Type.Optional(Type.String()),
  }),
  sealed: Nullable(Bytes),
  digest: Type.String(),
  account: Type.String(),
  body: Nullable(Type.Integer()),
  language: Type.String(),
  acting: Nullable(Type.String()),
  state: Type.Enum([...approvalStates]),
  proposedAt: Type.String(),
  expiresAt: Type.String(),
  decidedAt: Nullable(Type.String()),
  decidedBy: Nullable(Type.String()),
  decidedBody: Nullable(Type.Integer()),
  reason: Nullable(Type.String()),
  outcome: Nullable(Type.Object({ status: Type.Integer(), title: Type.Optional(Type.String()) })),
});
export type ApprovalRow = Static<typeof ApprovalRow>;

const columns = sql`id, permission, endpoint, about, sealed, digest, account, body, language, acting, state,
  proposed_at as "proposedAt", expires_at as "expiresAt", decided_at as "decidedAt", decided_by as "decidedBy",
  decided_body as "decidedBody", reason, outcome`;

export interface NewApproval {
  readonly id: string;
  readonly permission: string;
  readonly endpoint: string;
  readonly about: object;
  readonly sealed: Buffer;
  readonly digest: string;
  readonly account: string;
  readonly body: number | null;
  readonly language: string;
  readonly acting: string | null;
  readonly now: Date;
  readonly expiresAt: Date;
}

export async function insertApproval(tx: Db, row: NewApproval): Promise<void> {
  await tx.run(sql`insert into platform.approval
      (id, permission, endpoint, about, sealed, digest, account, body, language, acting, proposed_at, expires_at)
    values (${row.id}, ${row.permission}, ${row.endpoint}, ${JSON.stringify(row.about)}::jsonb, ${row.sealed},
      ${row.digest}, ${row.account}, ${row.body}, ${row.language}, ${row.acting}, ${row.now}, ${row.expiresAt})`);
}

const Count = Type.Object({ count: Type.Integer() });
export async function countOpen(db: Db, account: string): Promise<number> {
  const row = await db.one(
    Count,
    sql`select count(*) from platform.approval where account = ${account} and state = 'open'`,
  );
  return row?.count ?? 0;
}

export const findApproval = (db: Db, id: string): Promise<ApprovalRow | undefined> =>
  db.one(ApprovalRow, sql`select ${columns} from platform.approval where id = ${id}::uuid`);

/** Newest first. */
export const listApprovals = (db: Db, isOpen: boolean, limit: number): Promise<ApprovalRow[]> =>
  db.many(
    ApprovalRow,
    sql`select ${columns} from platform.approval where (state in ('open', 'agreeing')) = ${isOpen}
      order by proposed_at desc, id limit ${limit}`,
  );

export interface Deciding {
  readonly state: 'agreeing' | 'refused' | 'withdrawn';
  readonly by: string;
  readonly body: number | null;
  readonly reason?: string;
  readonly now: Date;
}

/** Takes it, if it is still open and its time is not over: one of several who decide at once. The request goes with a refusal. */
export async function decideApproval(tx: Db, id: string, deciding: Deciding): Promise<boolean> {
  const { state, by, body, reason = null, now } = deciding;
  const taken = await tx.run(sql`update platform.approval
    set state = ${state}, decided_at = ${now}, decided_by = ${by}, decided_body = ${body}, reason = ${reason},
      sealed = case when ${state} = 'agreeing' then sealed end
    where id = ${id}::uuid and state = 'open' and expires_at > ${now}`);
  return taken > 0;
}

/** What came of it; the request is kept no longer. */
export async function endApproval(
  tx: Db,
  id: string,
  { state, outcome }: { readonly state: 'done' | 'failed'; readonly outcome: object },
): Promise<void> {
  await tx.run(sql`update platform.approval set state = ${state}, outcome = ${JSON.stringify(outcome)}::jsonb,
    sealed = null where id = ${id}::uuid and state = 'agreeing'`);
}

const Id = Type.Object({ id: Type.String() });
/** Those whose time is over; and those that a crash left between agreement and act. */
export const expireApprovals = (tx: Db, now: Date, abandonedBefore: Date): Promise<Static<typeof Id>[]> =>
  tx.many(
    Id,
    sql`update platform.approval set state = case state when 'open' then 'expired' else 'failed' end,
        decided_at = coalesce(decided_at, ${now}), decided_by = coalesce(decided_by, 'system'), sealed = null
      where (state = 'open' and expires_at <= ${now}) or (state = 'agreeing' and decided_at < ${abandonedBefore})
      returning id`,
  );
