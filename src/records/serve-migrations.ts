/** How far the registers are, over HTTP. Translation only. */
import { listRegisters } from '../governance/index.ts';
import type { Context } from '../platform/context.ts';
import { serve, type Server } from '../platform/http/serve.ts';
import type { Translate } from '../platform/i18n.ts';
import * as contract from './migrations-contract.ts';
import { sayKept } from './serve-releases.ts';
import { listMigrations, type Failure, type MigrationRow } from './store/migration.ts';

export function serveMigrations(server: Server, context: Context): void {
  serve(server, contract.listMigrations, async ({ t }) => {
    const names = new Map((await listRegisters(context.db)).map((register) => [register.name, register.names]));
    const rows = await listMigrations(context.db);
    return { items: rows.map((row) => viewOf({ ...row, names: names.get(row.register) ?? {} }, t)) };
  });
}

function viewOf(
  { failure, places: _places, ...row }: MigrationRow & Pick<contract.MigrationView, 'names'>,
  t: Translate,
) {
  const view = { ...row, kept: row.kept.map(sayKept(t)) };
  return failure === null ? view : { ...view, failure: said(failure, t) };
}

const said = (failure: Failure, t: Translate) => {
  // A type that cannot take over its values is helped otherwise than rows that break a rule.
  const way = failure.slug === 'breaking-release' && failure.rule === undefined ? 'new-field' : failure.slug;
  const values = { ...failure, rule: failure.rule ?? '' };
  return {
    ...failure,
    said: t(`records:stuck.${way}.said`, values),
    remedy: t(`records:stuck.${way}.remedy`, values),
  };
};
