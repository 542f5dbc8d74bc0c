/** What exchange holds for a body: connectors that fill its rows, webhooks that tell it, keys of its programs, gateways. */
import Type from 'typebox';
import { sql, type Sql } from '../../platform/db/sql.ts';
import { columnHolding, type Holding } from '../../platform/holdings/index.ts';

const stamped = ({ changeSet }: { changeSet: number }): Sql => sql`change_set = ${changeSet}`;

/** It goes on with the rows of the other body, from where it is; where it may go was approved and stays so. */
const connectors = columnHolding({
  kind: 'connector',
  table: ['exchange', 'connector'],
  key: ['code'],
  column: 'body',
  code: sql`t.code`,
  names: sql`t.names`,
  link: sql`'/exchange/connectors/' || t.code`,
  also: stamped,
  ignore: ['change_set', 'cursor', 'next_run', 'failures'],
});

const webhooks = columnHolding({
  kind: 'webhook',
  table: ['exchange', 'webhook'],
  key: ['code'],
  column: 'body',
  code: sql`t.code`,
  names: sql`t.names`,
  link: sql`'/exchange/webhooks/' || t.code`,
  also: stamped,
  ignore: ['change_set', 'failing_since', 'disabled_at'],
});

const isLive = (t: Sql): Sql => sql`${t}.revoked_at is null and ${t}.valid_until > now()`;

/** A key for every agreement of its body opens, from then on, what the other body has agreed too: said before it is done. */
const widerKeys: Holding['obstacles'] = async (db, { from }) => {
  const rows = await db.many(
    Type.Object({ label: Type.String() }),
    sql`select label from exchange.client_key t where body = any(${[...from]}::int[]) and not sandbox
      and agreements is null and ${isLive(sql`t`)} order by label`,
  );
  return rows.map(({ label }) => ({
    ...({ rule: 'client-key-wider', severity: 'warning', link: '/exchange/keys' } as const),
    values: { key: label },
  }));
};

const clientKeys: Holding = {
  ...columnHolding({
    kind: 'client-key',
    table: ['exchange', 'client_key'],
    key: ['client'],
    column: 'body',
    where: isLive,
    code: sql`t.label`,
    link: sql`'/exchange/keys'`,
    ignore: ['used_at'],
  }),
  obstacles: widerKeys,
};

const gateways = columnHolding({
  kind: 'gateway',
  table: ['exchange', 'gateway_grant'],
  key: ['agreement'],
  column: 'consumer',
  code: sql`t.agreement`,
  link: sql`'/governance/agreements/' || t.agreement`,
  once: ['agreement'],
});

export const holdings: readonly Holding[] = [connectors, webhooks, clientKeys, gateways];
