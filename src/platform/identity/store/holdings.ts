/** Keys of people and machines that act for a body: they go on as they are, with the posts of their accounts. */
import Type from 'typebox';
import { sql } from '../../db/sql.ts';
import type { Holding } from '../../holdings/index.ts';

const Row = Type.Object({ id: Type.String(), hint: Type.String(), label: Type.String(), account: Type.String() });

export const holdings: readonly Holding[] = [
  {
    kind: 'key',
    list: async (db, { from, accounts }) => {
      const rows = await db.many(
        Row,
        sql`select k.id, k.hint, k.label, a.display_name as account
          from identity.key k join identity.account a on a.id = k.account
          where a.id::text = any(${accounts}::text[]) and k.revoked_at is null order by a.display_name, k.hint`,
      );
      return rows.map(({ id, hint, label, account }) => ({
        key: JSON.stringify([id]),
        body: from[0] ?? 0,
        effect: 'stay' as const,
        code: `${account} · ${hint}… ${label}`,
        names: null,
        link: null,
        count: 1,
        before: id,
      }));
    },
  },
];
