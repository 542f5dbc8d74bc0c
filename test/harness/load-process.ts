/** A process that loads slowly, to be killed in the middle: `load-process.ts <connection JSON> <way> <from> <rows>`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { columns, line, openCounty } from './records.ts';
import { openDatabase, type ConnectionTarget } from '../../src/platform/db/db.ts';
import { loadRows } from '../../src/records/load-rows.ts';
import { createRecord } from '../../src/records/write-record.ts';

const [connection = '', way = 'filled', from = '0', rows = '0'] = process.argv.slice(2);
const db = openDatabase(JSON.parse(connection) as ConnectionTarget, 6);
const county = await openCounty(db);
const caller = county.caller('A', 'officer');
const say = (word: string) => process.stdout.write(`${word}\n`);

/** Says where it is; keeps writing single records on the side and says each only once it is acknowledged. */
async function* slowly() {
  for (let at = 0; at < Number(rows); at += 1000) {
    const numbers = Array.from({ length: 1000 }, (_, i) => Number(from) + at + i);
    yield numbers.map((n) => ({ number: n + 2, cells: line(n) }));
    say(`read ${String(at + 1000)}`);
    await sleep(5);
    if (way === 'first') continue;
    const values = { card_no: String(900_000 + at / 1000).padStart(6, '0'), full_name: 'Beside the load' };
    const written = await createRecord(county.context, { register: 'members', caller, body: county.id('A'), values });
    say(`acknowledged ${String(written.changeSet)}`);
  }
}

const path = way === 'first' ? 'first' : 'filled';
const done = await loadRows(county.context, {
  register: 'members',
  body: county.id('A'),
  caller,
  columns,
  rows: slowly(),
  path,
});
say(`committed ${String(done.changeSet)}`);
await db[Symbol.asyncDispose]();
