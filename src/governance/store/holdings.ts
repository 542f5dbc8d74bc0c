/** What governance holds for a body: who answers for registers, what is agreed and asked. */
import { sql, type Sql } from '../../platform/db/sql.ts';
import { columnHolding, type Holding } from '../../platform/holdings/index.ts';
import { appeals } from './merge-appeals.ts';
import { agreementScopes } from './merge-agreements.ts';
import { grants, grantsBelow } from './merge-grants.ts';

const registerNames = sql`(select r.names from governance.register r where r.name = t.register)`;
const registerLink = sql`'/governance/registers/' || t.register`;
const requestLink = sql`'/governance/requests'`;
const isOpen = (t: Sql): Sql => sql`${t}.stage in ('draft', 'deciding', 'asked-back', 'appealed')`;
const isNotRevoked = (t: Sql): Sql => sql`${t}.state <> 'revoked'`;

/** What has ended stays written as it was. */
const isNotEnded = (t: Sql): Sql => sql`(${t}.valid_to is null or ${t}.valid_to >= current_date)`;

const responsibility = (role: 'owner' | 'manager' | 'steward'): Holding =>
  columnHolding({
    kind: `register-${role}`,
    table: ['governance', 'responsibility'],
    key: ['id'],
    column: 'body',
    where: (t) => sql`${t}.role = ${role} and ${isNotEnded(t)}`,
    code: sql`t.register`,
    names: registerNames,
    link: registerLink,
    once: ['register', 'role', 'account'],
    ignore: ['change_set', 'reviewed_on'],
  });

const stamped = ({ changeSet }: { changeSet: number }): Sql => sql`change_set = ${changeSet}`;

const requests = columnHolding({
  kind: 'request',
  table: ['governance', 'request'],
  key: ['code'],
  column: 'by_body',
  where: isOpen,
  code: sql`t.code`,
  names: sql`t.names`,
  link: requestLink,
  also: stamped,
  ignore: ['change_set', 'turn', 'appeal', 'escalations'],
});

const turns = columnHolding({
  kind: 'request-turn',
  table: ['governance', 'request'],
  key: ['code'],
  column: 'turn',
  where: isOpen,
  code: sql`t.code`,
  names: sql`t.names`,
  link: requestLink,
  also: stamped,
  ignore: ['change_set', 'by_body', 'appeal', 'escalations'],
});

const provided = columnHolding({
  kind: 'agreement-given',
  table: ['governance', 'agreement'],
  key: ['code'],
  column: 'provider',
  where: isNotRevoked,
  code: sql`t.code`,
  names: sql`t.names`,
  link: sql`'/governance/agreements/' || t.code`,
  also: ({ changeSet }) => sql`origin = 'hand', change_set = ${changeSet}`,
  ignore: ['change_set', 'origin', 'row_scope'],
});

/** Registers of which a body that ends is the trusted source, by way of the register it manages. */
const sources = columnHolding({
  kind: 'source',
  table: ['governance', 'responsibility'],
  key: ['id'],
  column: 'body',
  where: (t) =>
    sql`${t}.role = 'manager' and ${isNotEnded(t)} and exists (select from governance.register r
      where r.name = ${t}.register and r.authority_for <> '{}')`,
  code: sql`t.register`,
  names: registerNames,
  link: sql`'/registers/authorities'`,
  stays: true,
});

/** A register that one body updates, and no level or kind. */
const updating: Holding = columnHolding({
  kind: 'register-updated',
  table: ['governance', 'register_updater'],
  key: ['name'],
  column: 'body',
  code: sql`t.name`,
  names: sql`t.names`,
  link: sql`'/governance/registers/' || t.name`,
  also: stamped,
  ignore: ['change_set'],
});

export const holdings: readonly Holding[] = [
  responsibility('owner'),
  responsibility('manager'),
  responsibility('steward'),
  updating,
  sources,
  provided,
  agreementScopes,
  grants,
  grantsBelow,
  requests,
  turns,
  appeals,
];
