/** A process of its own that follows the change log, and stays inside one apply until it is killed. */
import { createLog } from '../../src/platform/log.ts';
import { openDatabase } from '../../src/platform/db/db.ts';
import { sql } from '../../src/platform/db/sql.ts';
import { startFollowers } from '../../src/platform/changes/index.ts';

const [target = '{}', hangAt = '0'] = process.argv.slice(2);
const db = openDatabase(JSON.parse(target) as object, 4);
const context = { db, clock: { now: () => new Date() }, log: createLog('silent') };
const running = await startFollowers(context, [
  {
    name: 'test.killed',
    initial: () => Promise.resolve(),
    apply: async (tx, change) => {
      await tx.run(sql`insert into t.seen values ('test.killed', ${change.id}, 'child')`);
      if (change.at?.position !== Number(hangAt)) return;
      process.stdout.write('inside\n');
      await new Promise(() => setInterval(() => undefined, 1000));
    },
  },
]);
await running.settled(); // built at position 0, so that every change comes to `apply`
process.stdout.write('started\n');
