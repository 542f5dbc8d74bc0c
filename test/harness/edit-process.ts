/** A process that edits many records at once, to be killed in the middle: `edit-process.ts <connection JSON>`. */
import { openCounty } from './records.ts';
import { openDatabase, type ConnectionTarget } from '../../src/platform/db/db.ts';
import { raw } from '../../src/platform/db/sql.ts';
import { openEdits } from '../../src/records/edit-together.ts';

const db = openDatabase(JSON.parse(process.argv[2] ?? '{}') as ConnectionTarget, 6);
const county = await openCounty(db);
const caller = county.caller('A', 'officer');
const edit = openEdits(county.context);
const absent = () => Promise.resolve(new Error('it is there'));
const rows = await db.rows<{ record: string; version: number }>(
  raw('select record_id as record, version from data.member order by record_id'),
);

/** Edits one record again and again, and says each version only once it is acknowledged. */
async function edits({ record, version: first }: { record: string; version: number }): Promise<never> {
  for (let version = first; ;) {
    const request = { register: 'members', record, version, caller, scope: 'all', absent } as const;
    const written = await edit({ ...request, values: { full_name: `Version ${String(version)}` } });
    version = written.version;
    process.stdout.write(`${record} ${String(version)} ${String(written.changeSet)}\n`);
  }
}
await Promise.all(rows.map(edits));
