/** The audit trail as a person sees it: what they may oversee, and always their own acts. */
import { startOfDay } from '../clock.ts';
import type { Db } from '../db/db.ts';
import { findAccounts } from '../identity/store/account.ts';
import type { AuditItem, listEntries as contract } from './contract.ts';
import { type EntryFilter, type EntryRow, findEntry as selectEntry, selectEntries, type Sight } from './entry-store.ts';
import type { Query } from '../http/endpoint.ts';
import { joined } from './leaf.ts';
import { problems } from './problems.ts';

const PAGE = 50;

export interface Page {
  readonly items: AuditItem[];
  readonly next?: string;
}

/** Newest first. @throws problems.invalidCursor */
export async function listEntries(
  db: Db,
  sight: Sight,
  query: Query<typeof contract> & { readonly timeZone: string },
): Promise<Page> {
  const { limit = PAGE, cursor, ...filter } = query;
  const rows = await selectEntries(db, sight, {
    ...filterOf(filter),
    ...(cursor === undefined ? {} : { before: readCursor(cursor) }),
    limit: limit + 1,
  });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const items = await named(db, shown);
  return rows.length > limit && last ? { items, next: writeCursor(last) } : { items };
}

/** What is asked, as the store looks for it: days are meant whole. */
export function filterOf({
  from,
  to,
  subject,
  timeZone,
  ...filter
}: Omit<Query<typeof contract>, 'limit' | 'cursor'> & { readonly timeZone: string }): Omit<EntryFilter, 'limit'> {
  return {
    ...filter,
    ...(subject === undefined ? {} : { subject: joined(subject) }),
    ...(from === undefined ? {} : { from: beginOf(from, timeZone) }),
    ...(to === undefined ? {} : { to: afterEndOf(to, timeZone) }),
  };
}

/** One entry in sight, with its leaf. @throws problems.entryNotFound, the same for none and for one out of sight */
export async function getEntry(db: Db, sight: Sight, id: string): Promise<AuditItem & { leaf: string }> {
  const row = await selectEntry(db, id, sight);
  const [item] = row ? await named(db, [row]) : [];
  if (!row || !item) throw problems.entryNotFound();
  return { ...item, leaf: row.leaf };
}

async function named(db: Db, rows: readonly EntryRow[]): Promise<AuditItem[]> {
  const ids = [...new Set(rows.map((row) => row.actor))].filter((actor) => /^[0-9a-f-]{36}$/.test(actor));
  const accounts = ids.length === 0 ? [] : await findAccounts(db, ids);
  const names = new Map(accounts.map((account) => [account.id, account.displayName]));
  return rows.map(({ epoch: _epoch, leaf: _leaf, ...row }) => ({ ...row, actorName: names.get(row.actor) ?? null }));
}

const isDay = (moment: string) => moment.length === 10;
const beginOf = (moment: string, timeZone: string) =>
  isDay(moment) ? startOfDay(moment, timeZone).toISOString() : moment;

const LAST_DAY = '9999-12-31';

/** A day is meant whole: `to` the first of October includes the first of October. */
function afterEndOf(moment: string, timeZone: string): string {
  if (!isDay(moment) || moment === LAST_DAY) return moment;
  const next = new Date(Date.parse(`${moment}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return startOfDay(next, timeZone).toISOString();
}

const writeCursor = ({ epoch, number }: EntryRow) =>
  Buffer.from(`${String(epoch)}.${String(number)}`).toString('base64url');

function readCursor(cursor: string): { epoch: number; number: number } {
  const [, epoch, number] = /^(\d{1,9})\.(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (!epoch || !number) throw problems.invalidCursor();
  return { epoch: Number(epoch), number: Number(number) };
}
