/** A process that lets stored places follow their list, slowly, to be killed in the middle: `recode-process.ts <connection JSON>`. */
import { openDatabase, type ConnectionTarget } from '../../src/platform/db/db.ts';
import { currentRelease } from '../../src/dictionary/index.ts';
import { createRegisterTables } from '../../src/records/index.ts';

const [connection = ''] = process.argv.slice(2);
const db = openDatabase(JSON.parse(connection) as ConnectionTarget, 4);
const clock = { now: () => new Date('2026-11-23T03:00:00Z') };
const { number: release, plan } = await currentRelease(db);
const entity = plan.entities.find((one) => one.name === 'member');
if (!entity) throw new Error('no members');
const lists = new Map(plan.codeLists.map((list) => [list.code, list]));
await createRegisterTables(db, { register: 'members', entity, release, lists }, clock, { batch: 20 });
process.stdout.write('done\n');
await db[Symbol.asyncDispose]();
