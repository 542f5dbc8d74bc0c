/** The home's side: what another node holds of its records is judged by the protocol's engine, put in, or kept beside. */
import { listBodies } from '../../bodies/index.ts';
import { currentPosition, type Position } from '../../platform/changes/index.ts';
import type { Context } from '../../platform/context.ts';
import { sqlState, type Db } from '../../platform/db/db.ts';
import { newId } from '../../platform/ids.ts';
import { compareHeld, openForWriting, receiveRows, renewVersions, type RegisterTable } from '../../records/index.ts';
import { readGroups, type ReadGroup } from '../feeds/read-page.ts';
import { homesOfBodies, ownName } from '../nodes/index.ts';
import { judgeHeld, type OwnVersion, type Page, type Returned } from '../protocol/index.ts';
import { insertMet, type NewMet } from './store/met.ts';
import { fetchedRows, keepFetched, type Counts } from './store/recovery.ts';

export interface Bringing {
  /** Who holds the rows. */
  readonly node: string;
  readonly register: string;
  readonly columns: readonly string[];
  /** Lines of the protocol, each record once. */
  readonly lines: readonly string[];
  /** Where the change log stood when this node came back; null: nothing counts as young. */
  readonly since: Position | null;
  /** The epoch that was declared lost; null where none was: then nothing is put back without a person. */
  readonly lost: number | null;
  /** A test turns the judgement off: what is held elsewhere then replaces what is here. */
  readonly unjudged?: boolean;
}

/** In the caller's transaction. @throws records registerNotFound, registerNotReady; MalformedPageError */
export async function takeBack(context: Context, tx: Db, bringing: Bringing): Promise<Counts> {
  const table = await openForWriting(tx, bringing.register);
  const { epoch } = await currentPosition(tx);
  const total = { restored: 0, known: 0, met: 0, refused: 0 };
  for (const group of await groupsOf(context, tx, bringing)) {
    total.refused += group.parked.length;
    const taking: Taking = { ...bringing, table, group, epoch };
    const judged = await judgeGroup(tx, taking);
    total.known += judged.filter(({ returned }) => returned.act === 'known').length;
    total.restored += await restore(context, tx, taking, judged);
    total.met += await keepMet(context, tx, taking, judged);
  }
  return total;
}

/** Only rows whose home is here; of others this node has nothing to say. */
async function groupsOf(context: Context, tx: Db, { columns, lines }: Bringing): Promise<ReadGroup[]> {
  const homeOf = await homesOfBodies(tx);
  const own = ownName(context);
  const ids = new Map((await listBodies(tx)).map(({ id, code }) => [code, id]));
  const header = { columns, epoch: 0, idx: 0 } as unknown as Page['header'];
  const body = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  return readGroups([{ header, salt: Buffer.alloc(0), body }], (code) =>
    homeOf(code) === own ? ids.get(code) : undefined,
  );
}

interface Taking extends Bringing {
  readonly table: RegisterTable;
  readonly group: ReadGroup;
  readonly epoch: number;
}

interface Judged {
  readonly record: string;
  readonly held: number;
  readonly returned: Returned;
  readonly reason: NewMet['reason'];
}

async function judgeGroup(tx: Db, taking: Taking): Promise<Judged[]> {
  const { group, table, epoch, unjudged = false } = taking;
  const compared = await compare(tx, taking);
  const before = new Map(
    (
      await fetchedRows(
        tx,
        table.register,
        compared.map(({ record }) => record),
      )
    ).map((row) => [row.record, row]),
  );
  const judged = compared.map(({ record, held, standing, ...own }): Judged => {
    const fetched = before.get(record);
    // It stands again since another node gave it back: what counts is the version that was held there.
    const isOf = fetched !== undefined && fetched.version === standing;
    const seen: OwnVersion = isOf ? { ...own, version: fetched.held, young: false } : own;
    const returned = unjudged ? judgeHeld(BLANK, Math.max(own.version, held), epoch) : judgeHeld(seen, held, epoch);
    return { record, held, ...allowed(returned, held, taking) };
  });
  const known = new Set(judged.map(({ record }) => record));
  const rest = group.rows.filter(({ record }) => !known.has(record));
  return [
    ...judged,
    ...rest.map(({ record, version }): Judged => ({
      record,
      held: version,
      returned: { act: 'meet', version: null },
      reason: 'invalid',
    })),
  ];
}

const BLANK: OwnVersion = { version: 0, knows: false, same: false, young: false };

/** What nobody declared lost is put back by a person only: a version above all others is easily said. */
function allowed(returned: Returned, held: number, { lost }: Taking): Pick<Judged, 'returned' | 'reason'> {
  const isOfLoss = lost !== null && Math.floor(held / 2 ** 32) <= lost;
  if (returned.act !== 'restore' || isOfLoss) return { returned, reason: 'both-changed' };
  return { returned: { act: 'meet', version: null }, reason: 'no-loss' };
}

/** One row whose value is none of its field's type must not keep the others away. */
async function compare(tx: Db, { table, group, columns, since }: Taking) {
  const one = { table, columns, since };
  try {
    return await tx.transaction((point) => compareHeld(point, { ...one, rows: group.rows }));
  } catch (error) {
    if (!isValueFault(error)) throw error;
  }
  const found: Awaited<ReturnType<typeof compareHeld>> = [];
  for (const row of group.rows) {
    try {
      found.push(...(await tx.transaction((point) => compareHeld(point, { ...one, rows: [row] }))));
    } catch (error) {
      if (!isValueFault(error)) throw error;
    }
  }
  return found;
}

const isValueFault = (error: unknown): boolean => /^22/.test(sqlState(error) ?? '');

/** Returns how many stand again. What the register does not take is kept beside it. */
async function restore(context: Context, tx: Db, taking: Taking, judged: Judged[]): Promise<number> {
  const { table, columns, group, node } = taking;
  const versions = new Map(
    judged.flatMap(({ record, held, returned }) =>
      returned.act === 'restore' ? [[record, { version: returned.version, held }] as const] : [],
    ),
  );
  if (versions.size === 0) return 0;
  const rows = group.rows.flatMap((row) => {
    const to = versions.get(row.record);
    return to ? [{ ...row, version: to.version }] : [];
  });
  const fixed = { actor: node, provider: null, rule: 'exchange/fetched-back' };
  const done = await receiveRows(context, tx, { table, columns, rows, gone: [], ours: [], ...fixed });
  const refused = new Map(done.refused.map(({ record, reason }) => [record, reason]));
  for (const [i, one] of judged.entries()) {
    const reason = refused.get(one.record);
    if (reason === undefined) continue;
    versions.delete(one.record);
    const why = reason === 'key-held' ? 'key-held' : 'invalid';
    judged[i] = { ...one, returned: { act: 'meet', version: null }, reason: why };
  }
  await keepFetched(
    tx,
    table.register,
    [...versions].map(([record, at]) => ({ record, ...at })),
  );
  return versions.size;
}

/** Returns how many are new. What stands here goes on above what is held elsewhere, so that everybody comes to hold it. */
async function keepMet(context: Context, tx: Db, taking: Taking, judged: readonly Judged[]): Promise<number> {
  const { table, group, node, columns } = taking;
  const now = context.clock.now();
  const renewed: { record: string; version: number }[] = [];
  let met = 0;
  for (const { record, held, returned, reason } of judged) {
    if (returned.act !== 'meet') continue;
    const { line = '' } = group.lineOf(record) ?? {};
    const body = line.split('\t')[3] ?? '';
    const one = { register: table.register, record, body, heldBy: node, held, columns: [...columns], line, reason };
    if (await insertMet(tx, { id: newId(now), ...one }, now)) met += 1;
    if (returned.version !== null) renewed.push({ record, version: returned.version });
  }
  await renewVersions(context, tx, { table, rows: renewed, rule: 'exchange/versions-met' });
  return met;
}
