/** SQL on decisions that lower labels. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import { Nullable } from '../../model.ts';
import { LabelSet } from '../model.ts';

export const LabelDecision = Type.Object({
  id: Type.String(),
  register: Type.String(),
  from: LabelSet,
  to: LabelSet,
  reason: Type.String(),
  basis: Type.String(),
  number: Type.String(),
  decidedOn: Type.String(),
  reviewOn: Type.String(),
  account: Type.String(),
  body: Nullable(Type.Integer()),
});
export type LabelDecision = Static<typeof LabelDecision>;

const columns = sql`id, register, labels_from as "from", labels_to as "to", reason, basis, number,
  decided_on::text as "decidedOn", review_on::text as "reviewOn", account, body`;

export async function insertDecision(db: Db, one: LabelDecision, changeSet: number): Promise<void> {
  await db.run(sql`
    insert into governance.label_decision (id, register, labels_from, labels_to, reason, basis, number, decided_on,
      review_on, account, body, change_set)
    values (${one.id}, ${one.register}, ${JSON.stringify(one.from)}, ${JSON.stringify(one.to)}, ${one.reason},
      ${one.basis}, ${one.number}, ${one.decidedOn}, ${one.reviewOn}, ${one.account}, ${one.body}, ${changeSet})`);
}

/** Of every register, the newest first. */
export const selectDecisions = (db: Db): Promise<LabelDecision[]> =>
  db.many(LabelDecision, sql`select ${columns} from governance.label_decision order by decided_on desc, id desc`);
