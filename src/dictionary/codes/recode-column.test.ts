import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import type { Database } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import type { CodeSuccession } from '../plan.ts';
import * as store from '../store/code.ts';
import { graphs } from '../testing/graphs.ts';
import type { GraphCode } from './graph-nodes.ts';
import { recodeColumn } from './recode-column.ts';
import { successionGraph, type Recoded } from './succession-graph.ts';

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
  await db.run(sql`insert into dictionary.code_list (code, names, kind) values ('L', '{"en": "L"}', 'imported')`);
});

async function put(codes: readonly GraphCode[], successions: readonly CodeSuccession[]): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.run(sql`delete from dictionary.code where list = 'L'`);
    await store.deleteSuccessions(tx, 'L', 'import');
    const rows = codes.map(({ code, names, from, to }) => ({
      code,
      names,
      parent: null,
      from: from ?? null,
      to: to ?? null,
      aliases: [],
      origin: 'import',
    }));
    if (rows.length > 0) await store.insertCodes(tx, 'L', rows, 1);
    if (successions.length > 0) await store.insertSuccessions(tx, 'L', successions, 'import');
  });
}

const round = (value: number | null) => (value === null ? null : Number(value.toFixed(9)));
const plain = ({ outcome, reason, targets, ended }: Recoded) => ({
  outcome,
  reason,
  targets: targets.map((one) => [one.code, one.kind, round(one.share), round(one.weight)]),
  ended: ended.map((one) => [one.code, one.kind, round(one.share), round(one.weight)]),
});

describe('a column of codes', () => {
  it('is carried by one statement as the graph carries each code', async () => {
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(graphs, async ({ codes, successions, asked, from, to }) => {
        await put(codes, successions);
        const graph = successionGraph(codes, successions);
        const found = await recodeColumn(db, { list: 'L', codes: asked, from, to });
        for (const code of asked) {
          const own = plain(graph.recode(code, from, to));
          outcomes.add(own.reason ?? own.outcome);
          expect({ code, ...plain(found.get(code) as Recoded) }).toEqual({ code, ...own });
        }
      }),
      { numRuns: 200 },
    );
    // The generated lists have everything in them that can happen.
    expect([...outcomes].sort()).toEqual(['backwards', 'ended', 'not-then', 'one', 'several', 'unknown']);
  });
});
