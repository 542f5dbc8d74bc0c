/**
 * `class-grants`: 20 registers shared with every one of 150 bodies, in one act: 3,000 grants in one change set, against
 * the limit of 5 s. That the grants are there, and each counted by itself, is checked before the time is believed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAgreements } from '../src/governance/create-agreements.ts';
import { openNode } from '../src/node.ts';
import { system } from '../src/platform/caller.ts';
import { readConfig } from '../src/platform/config.ts';
import { sql } from '../src/platform/db/sql.ts';
import { benchRow, type BenchRow } from './load.ts';

const LIMIT = 5;

class WrongBenchError extends Error {
  override name = 'WrongBenchError';
}

export async function run({
  registers = 20,
  log = () => undefined,
}: {
  readonly registers?: number;
  readonly log?: (line: string) => void;
} = {}): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'artery-bench-'));
  try {
    await using node = await openNode({
      config: readConfig({ ARTERY_DATA: join(folder, 'data'), ARTERY_LOG: 'error', ARTERY_DB_CONNECTIONS: '4' }),
    });
    await node.install();
    const { db } = node.context;
    const names = Array.from({ length: registers }, (_, i) => `bench-${String(i + 1)}`);
    await db.run(sql`insert into governance.register (name, entity, names, labels, state, change_set)
      select n, r.entity, r.names, r.labels, 'published', r.change_set
        from unnest(${names}::text[]) n, governance.register r where r.name = 'dang-vien'`);
    await db.run(sql`insert into governance.responsibility (register, role, body)
      select n, r.role, r.body from unnest(${names}::text[]) n, governance.responsibility r
       where r.register = 'dang-vien' and r.role in ('owner', 'manager')`);
    const begun = performance.now();
    const { grants } = await createAgreements(
      node.context,
      {
        registers: names,
        names: { en: 'Everybody' },
        consumers: { class: {} },
        elements: 'all',
        rows: 'own-tree',
        condition: null,
        purpose: 'thong-ke',
        basis: 'luat-91-11',
        mode: 'lookup',
        quota: 100,
        quotaPeriod: 'day',
        details: {},
        from: '2026-01-01',
        to: null,
      },
      { account: system.account, body: null, rule: 'bench' },
    );
    const seconds = (performance.now() - begun) / 1000;
    const [there] = await db.rows<{ count: string }>(
      sql`select count(*)::text as count from governance.consumer_grant g join governance.agreement a on a.code = g.agreement
        where a.register = any(${names}::text[])`,
    );
    if (Number(there?.count) !== grants || grants < registers) throw new WrongBenchError(`${String(grants)} grants`);
    log(`class-grants: ${String(grants)} grants in ${seconds.toFixed(2)} s`);
    return [
      benchRow('class-grants', seconds, { unit: 's', against: `${String(grants)} grants`, reach: LIMIT, least: false }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
