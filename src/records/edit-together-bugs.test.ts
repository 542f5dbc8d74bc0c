/** Bugs that shared commits could have, planted: each must be seen by what is asked of every batch, and only by that. */
import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/harness/database.ts';
import { columns, line, openCounty, rowsOf, type County } from '../../test/harness/records.ts';
import type { Context } from '../platform/context.ts';
import type { Database, Db } from '../platform/db/db.ts';
import { raw } from '../platform/db/sql.ts';
import { openEdits } from './edit-together.ts';
import { loadRows } from './load-rows.ts';

const ROWS = 6;
let county: County;
beforeEach(async () => {
  county = await openCounty(await testDatabase());
  const { context } = county;
  const rows = rowsOf(Array.from({ length: ROWS }, (_, i) => line(i)));
  await loadRows(context, { register: 'members', body: county.id('A'), caller: county.caller('A'), columns, rows });
});

interface Row {
  readonly record: string;
  readonly version: number;
  readonly name: string;
  readonly key: string;
}
const held = () =>
  county.context.db.rows<Row>(
    raw(`select record_id as record, version, full_name as name, card_no as key from data.member order by record_id`),
  );

async function changeSets(): Promise<number> {
  const [row] = await county.context.db.rows<{ n: number }>(raw('select count(*)::int as n from platform.change_set'));
  return row?.n ?? 0;
}

type Work = (tx: Db) => Promise<unknown>;
/** The same database with another idea of a transaction. */
function withTransaction(transaction: (real: Database, work: Work) => Promise<unknown>): Context {
  const real = county.context.db;
  const db = Object.assign(Object.create(real) as Database, { transaction: (work: Work) => transaction(real, work) });
  return { ...county.context, db };
}

class PowerCut extends Error {}
/** One cut before the first commit; afterwards the power is there. */
function cutOnce() {
  let left = 1;
  return () => {
    if (left-- > 0) throw new PowerCut();
  };
}

/** All rows edited at once; the first one takes the key of the second if it is to fail. @returns what must not be */
async function faults(context: Context, { withOneWrong = false } = {}): Promise<string[]> {
  const edit = openEdits(context);
  const before = await held();
  const sets = await changeSets();
  const answers = await Promise.allSettled(
    before.map(({ record, version }, i) => {
      const values = withOneWrong && i === 0 ? { card_no: before[1]?.key ?? '' } : { full_name: `New ${String(i)}` };
      const asking = { register: 'members', record, version, values, caller: county.caller('A', 'officer') };
      return edit({ ...asking, scope: 'all', absent: () => Promise.resolve(new Error('absent')) });
    }),
  );
  const [after, added] = [await held(), (await changeSets()) - sets];
  const changed = after.filter(({ version }, i) => version !== before[i]?.version);
  return [
    ...answers.flatMap(({ status }, i) => {
      const isThere = after[i]?.version !== before[i]?.version;
      if (status === 'fulfilled') return isThere ? [] : ['acknowledged and lost'];
      return isThere ? ['refused and done'] : withOneWrong && i > 0 ? ['fell with its neighbour'] : [];
    }),
    ...(changed.length === added ? [] : ['half applied']),
  ];
}

describe('edits that share a commit', () => {
  it('are answered after the commit; before it is the planted bug', async () => {
    const cut = cutOnce();
    const honest = withTransaction((real, work) =>
      real.transaction(async (tx) => {
        await work(tx);
        return cut();
      }),
    );
    expect(await faults(honest)).toEqual([]);
    const cutAgain = cutOnce();
    const early = withTransaction(
      (real, work) =>
        new Promise((resolve, reject) => {
          real
            .transaction(async (tx) => {
              resolve(await work(tx));
              cutAgain();
            })
            .catch(reject);
        }),
    );
    expect(new Set(await faults(early))).toEqual(new Set(['acknowledged and lost']));
  });

  it('are undone together when one half fails, and go by themselves; a batch without a transaction is the planted bug', async () => {
    const failing = () => {
      let left = 1;
      const { audit } = county.context;
      const recordAll: typeof audit.recordAll = (tx, entries) =>
        entries.length > 1 && left-- > 0 ? Promise.reject(new Error('no room')) : audit.recordAll(tx, entries);
      return { ...audit, recordAll };
    };
    expect(await faults({ ...county.context, audit: failing() })).toEqual([]);
    const torn = { ...withTransaction((real, work) => work(real)), audit: failing() };
    expect(await faults(torn)).not.toEqual([]);
  });

  it('are harmed by none that is refused; a failure that sticks to the batch is the planted bug', async () => {
    expect(await faults(county.context, { withOneWrong: true })).toEqual([]);
    let stuck: unknown;
    const sticky = withTransaction((real, work) =>
      stuck === undefined
        ? real.transaction(work).catch((error: unknown) => {
            stuck = error;
            throw error;
          })
        : Promise.reject(stuck as Error),
    );
    expect(await faults(sticky, { withOneWrong: true })).toContain('fell with its neighbour');
  });
});
