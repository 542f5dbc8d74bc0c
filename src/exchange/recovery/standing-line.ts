/** A record as it stands here, spelt as a line of the protocol spells it: two versions can be compared letter by letter. */
import { codesOfBodies } from '../feeds/bind-grant.ts';
import { pageLines } from '../feeds/page-lines.ts';
import { inUtc } from '../feeds/store/lines.ts';
import type { Db } from '../../platform/db/db.ts';
import { relation, type RegisterTable } from '../../records/index.ts';
import { readLine, type Upsert } from '../protocol/index.ts';
import { copyOne } from './store/recovery.ts';

/** Undefined when none stands. @param columns fields of the register, in the order of the answer's values */
export async function standingLine(
  db: Db,
  table: RegisterTable,
  { record, columns }: { readonly record: string; readonly columns: readonly string[] },
): Promise<Upsert | undefined> {
  const rows = relation(table, { columns, scope: 'all' });
  const codes = await codesOfBodies(db);
  return db.transaction(async (tx) => {
    await tx.script(inUtc);
    for await (const lines of pageLines(tx.copyOut(copyOne(rows, { record, columns })), codes)) {
      const [line] = lines;
      const read = line && readLine(line.toString(), columns.length);
      if (read?.sign === '+') return read;
    }
    return undefined;
  });
}
