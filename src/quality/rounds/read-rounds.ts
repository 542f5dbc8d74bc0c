/** Rounds that are open, for the bodies that the asker answers for. */
import { listBodies } from '../../bodies/index.ts';
import { decideFor, findRegister, visibleBodies } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { reportingOf } from '../reporting.ts';
import { expectedOf } from '../store/round.ts';
import { hashList, openList, todayOf, type OpenList } from './open-list.ts';
import type { RoundLine } from './round-contract.ts';
import { roundsOpen, type SignatureRecord } from './store/signature.ts';

export async function readRounds(context: Context, caller: Caller): Promise<{ items: RoundLine[] }> {
  const { db } = context;
  const seen = await visibleBodies(db, caller, 'quality.read-rounds');
  const bodies = new Map((await listBodies(db)).map(({ id, code, names }) => [id, { id, code, names }]));
  const items: RoundLine[] = [];
  for (const { code, register, against } of await roundsOpen(db, todayOf(context))) {
    const reporting = await reportingOf(context, register);
    const registerNames = (await findRegister(db, register))?.names ?? {};
    for (const { body: id } of await expectedOf(db, code)) {
      const body = bodies.get(id);
      if (!body || (seen !== 'all' && !seen.includes(id))) continue;
      const list = await openList(context, db, { round: code, body: body.code });
      const reported = reporting.find((one) => one.body === id)?.reported ?? false;
      const may = await mayOf(context, caller, { list, code: body.code });
      items.push({
        ...{ round: code, names: list.expected.names, register, registerNames, against, body, reported, ...may },
        ...{ due: list.expected.due, expected: list.expected.expected },
        below: signatureOf(list.below, list.expected.signedBelow, bodies),
        above: signatureOf(list.above, list.expected.signedAbove, bodies),
        changedSince: list.below !== undefined && (await hashList(db, list)).hash !== list.below.hash,
        counted: list.expected.differences ?? 0,
        differences: list.differences.map(({ id: difference, what, foundOn, settledOn, outcome, answer }) => ({
          ...{ id: difference, what, foundOn, settledOn, outcome, answer },
        })),
      });
    }
  }
  return { items };
}

type Body = RoundLine['body'];

const signatureOf = (
  signature: SignatureRecord | undefined,
  day: string | null,
  bodies: ReadonlyMap<number, Body>,
): RoundLine['below'] => {
  if (!signature) return day === null ? null : { on: day, hash: null, records: null, by: null };
  const { on, hash, records, signerBody } = signature;
  return { on, hash, records, by: bodies.get(signerBody) ?? null };
};

async function mayOf(
  { db }: Context,
  caller: Caller,
  { list, code }: { readonly list: OpenList; readonly code: string },
): Promise<Pick<RoundLine, 'maySignBelow' | 'maySignAbove'>> {
  const isOver = list.above !== undefined || list.expected.signedAbove !== null;
  const may = async (permission: string) =>
    !isOver && (await decideFor(db, caller, permission, { body: code })).allowed;
  const isOther = caller.body !== list.body && list.below?.account !== caller.account;
  return {
    maySignBelow: await may('quality.sign-below'),
    maySignAbove: isOther && (await may('quality.sign-above')),
  };
}
