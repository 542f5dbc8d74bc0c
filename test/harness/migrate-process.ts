/** A process that lets the members' fee become a text, slowly, to be killed in the middle: `migrate-process.ts <connection JSON>`. */
import { openCounty } from './records.ts';
import { textFee } from './text-fee.ts';
import { openDatabase, type ConnectionTarget } from '../../src/platform/db/db.ts';
import { createRegisterTables, openRegister } from '../../src/records/index.ts';

const [connection = ''] = process.argv.slice(2);
const db = openDatabase(JSON.parse(connection) as ConnectionTarget, 4);
const county = await openCounty(db);
const { entity } = await openRegister(db, 'members');
const tables = { register: 'members', entity: textFee(entity), release: 2 };
await createRegisterTables(db, tables, county.context.clock, { batch: 20 });
process.stdout.write('done\n');
await db[Symbol.asyncDispose]();
