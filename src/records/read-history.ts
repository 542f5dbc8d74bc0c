/** What became of one record: every version with who, when and what differed. */
import { findChangeSet, type ChangeSet } from '../platform/changes/index.ts';
import type { Db } from '../platform/db/db.ts';
import { findAccounts } from '../platform/identity/index.ts';
import type { HistoryEntry } from './contract.ts';
import type { RegisterTable, StoredRecord } from './model.ts';
import { selectLoadByChangeSet } from './store/load.ts';
import { selectVersions } from './store/write.ts';

type Version = Awaited<ReturnType<typeof selectVersions>>[number];

/** One thing that happened: a version that began, or the end of the record. */
interface Happening {
  readonly changeSet: number;
  readonly act: HistoryEntry['act'];
  readonly version: number;
  readonly body: number;
  readonly before: StoredRecord | undefined;
  readonly after: StoredRecord | undefined;
}

export interface History {
  readonly entries: readonly Omit<HistoryEntry, 'undoable'>[];
  /** Its home, or the last it had. */
  readonly home: number;
  readonly changes: ReadonlyMap<number, ChangeSet>;
}

/** Newest first, of rows as `open` gives them (what is stored sealed, opened); undefined when there never was such a record. */
export async function readHistory(
  db: Db,
  table: RegisterTable,
  record: string,
  open: (rows: readonly Version[]) => Promise<readonly Version[]> = (rows) => Promise.resolve(rows),
): Promise<History | undefined> {
  const versions = await open(await selectVersions(db, table.entity, record));
  if (versions.length === 0) return undefined;
  const happenings = versions.flatMap((version, i) => happeningsOf(version, versions[i - 1])).reverse();
  const changes = await changesOf(db, happenings);
  const names = await accountNames(
    db,
    [...changes.values()].map((change) => change.actor),
  );
  const entries: History['entries'][number][] = [];
  for (const one of happenings) {
    const actor = changes.get(one.changeSet)?.actor ?? '';
    entries.push({
      version: one.version,
      changeSet: one.changeSet,
      act: one.act,
      ...momentOf(changes.get(one.changeSet)),
      load: (await selectLoadByChangeSet(db, one.changeSet))?.id ?? null,
      account: actor,
      name: names.get(actor) ?? '',
      body: one.body,
      changes: differences(table, one),
    });
  }
  return { entries, home: versions.at(-1)?.body ?? 0, changes };
}

const momentOf = (change: ChangeSet | undefined) => ({
  kind: change?.kind ?? 'records',
  at: change?.stampedAt ?? change?.begunAt ?? '',
});

async function changesOf(db: Db, happenings: readonly Happening[]): Promise<ReadonlyMap<number, ChangeSet>> {
  const changes = new Map<number, ChangeSet>();
  for (const id of new Set(happenings.map((one) => one.changeSet))) {
    const change = await findChangeSet(db, id);
    if (change) changes.set(id, change);
  }
  return changes;
}

function happeningsOf(version: Version, before: Version | undefined): Happening[] {
  const revived = before?.endedAs === 'd';
  const act = before === undefined ? 'created' : revived ? 'revived' : 'changed';
  const began: Happening = {
    changeSet: version.changeSet,
    act,
    version: version.version,
    body: version.body,
    before: revived ? undefined : before,
    after: version,
  };
  if (version.endedAs !== 'd' || version.endedBy === null) return [began];
  const { body } = version;
  return [
    began,
    { changeSet: version.endedBy, act: 'ended', version: version.version, body, before: version, after: undefined },
  ];
}

function differences({ entity }: RegisterTable, { before, after }: Happening): HistoryEntry['changes'] {
  return entity.fields
    .map((field) => ({
      field: field.name,
      names: field.names,
      before: before?.values[field.name] ?? null,
      after: after?.values[field.name] ?? null,
    }))
    .filter((change) => change.before !== change.after);
}

const UUID = /^[0-9a-f-]{36}$/;

/** Display names of accounts; the node itself and accounts that are gone have none. */
export async function accountNames(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const accounts = await findAccounts(
    db,
    [...new Set(ids)].filter((id) => UUID.test(id)),
  );
  return new Map(accounts.map((account) => [account.id, account.displayName]));
}
