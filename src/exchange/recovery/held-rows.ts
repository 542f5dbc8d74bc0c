/** The consumer's side of a loss: what it holds of records whose home is the node that asks. docs/protocol.md §8.4. */
import { listBodies } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import { openRegister, relation } from '../../records/index.ts';
import { pageLines } from '../feeds/page-lines.ts';
import type { Consumed } from '../feeds/model.ts';
import { listConsumed } from '../feeds/store/consumed.ts';
import { inUtc } from '../feeds/store/lines.ts';
import { homesOfBodies } from '../nodes/index.ts';
import type { HeldRows } from './recovery-contract.ts';
import { comeBack, copyHeld, type HeldAfter } from './store/recovery.ts';

const LINES = 250;
/** Rows of a stream that is being forgotten are given to nobody. */
const GIVES = new Set(['following', 'parked', 'forked']);

/**
 * The next rows: only what came by a stream, only with the fields that it brought, only of bodies whose home asks.
 * From its first question on, what the asker answered before it came back is not applied any more (6.10).
 */
export async function heldRows(context: Context, node: string, after: HeldAfter | null): Promise<HeldRows> {
  const { db } = context;
  if (after === null) await comeBack(db, node);
  const streams = (await listConsumed(db)).filter(({ state }) => GIVES.has(state.phase.name));
  for (const stream of streams.filter((one) => after === null || one.stream >= after.stream)) {
    const record = stream.stream === after?.stream ? after.record : null;
    const { columns, lines } = await linesOf(context, node, { stream, record });
    if (lines.length === 0) continue;
    await audit(context, node, stream, lines.length);
    const next = { stream: stream.stream, record: lines.at(-1)?.split('\t')[1] ?? null };
    return { register: stream.register, columns, lines, next };
  }
  return { register: '', columns: [], lines: [], next: null };
}

async function linesOf(
  { db }: Context,
  node: string,
  { stream, record }: { readonly stream: Consumed; readonly record: string | null },
): Promise<{ columns: string[]; lines: string[] }> {
  const homeOf = await homesOfBodies(db);
  const bodies = await listBodies(db);
  const table = await openRegister(db, stream.register);
  const columns = stream.columns.filter((name) => table.entity.fields.some((field) => field.name === name));
  const copied = copyHeld({
    rows: relation(table, { columns, scope: 'all' }),
    columns,
    stream: stream.stream,
    bodies: bodies.filter(({ code }) => homeOf(code) === node).map((body) => body.id),
    after: record,
    limit: LINES,
  });
  const codes = new Map(bodies.map((body) => [body.id, body.code]));
  const lines: string[] = [];
  await db.transaction(async (tx) => {
    await tx.script(inUtc);
    for await (const some of pageLines(tx.copyOut(copied), codes)) lines.push(...some.map((line) => line.toString()));
  });
  return { columns, lines };
}

const audit = ({ audit: ledger }: Context, node: string, { register }: Consumed, rows: number): Promise<string> =>
  ledger.append({
    action: 'exchange.give-back',
    actor: node,
    body: null,
    subject: register,
    allowed: true,
    rule: 'exchange/home-of-these-rows',
    counts: { rows },
  });
