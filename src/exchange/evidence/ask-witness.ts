/** Shows one log to one witness, and keeps what it says. */
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Send } from '../../platform/http/call.ts';
import { MissingTileError } from '../../platform/ledger/tiles.ts';
import { printAddCheckpoint } from './add-checkpoint.ts';
import { cosignedAt, noteText, withCosignature } from './cosignature.ts';
import { type OwnLog, type Peer, WITNESS_PATH } from './model.ts';
import { answersAbout, keepCosignature, keepProblem } from './store/answers.ts';

// 409 tells the size it holds, and the second try has the right proof; a third only when another process was quicker.
const TRIES = 3;
const WITHIN_MS = 10_000;

export type Said =
  | { readonly kind: 'cosigned'; readonly size: number }
  /** It holds more than this node has: the database is older than what was witnessed. */
  | { readonly kind: 'ahead'; readonly size: number }
  /** It holds another tree of the same size, or is not convinced that ours contains its. */
  | { readonly kind: 'forked'; readonly size: number }
  | { readonly kind: 'refused'; readonly problem: string }
  | { readonly kind: 'silent'; readonly problem: string };

/** @returns undefined when there is nothing to show yet, or nobody to show it to */
export async function askWitness(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  log: OwnLog,
  witness: Peer,
): Promise<Said | undefined> {
  const checkpoint = await log.checkpoint();
  const { send } = witness;
  if (!checkpoint || !send) return undefined;
  const known = (await answersAbout(db, log.origin)).find((one) => one.witness === witness.name);
  const said = await showTo({ ...witness, send }, log, {
    ...checkpoint,
    old: Math.min(known?.size ?? 0, checkpoint.size),
  });
  const at = { origin: log.origin, witness: witness.name, askedAt: clock.now() };
  if (said.kind === 'cosigned') {
    const { size } = checkpoint;
    await keepCosignature(db, { ...at, size, line: said.line, note: checkpoint.note, cosignedAt: said.at });
    return { kind: 'cosigned', size };
  }
  const problem = 'problem' in said ? said.problem : said.kind;
  await keepProblem(db, { ...at, size: 'size' in said ? said.size : null, problem });
  return said;
}

type Shown = Exclude<Said, { kind: 'cosigned' }> | { kind: 'cosigned'; line: string; at: Date };

type Reachable = Peer & { readonly send: Send };

async function showTo(
  witness: Reachable,
  log: OwnLog,
  shown: { readonly size: number; readonly note: string; readonly old: number },
): Promise<Shown> {
  let { old } = shown;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const proof = await proofOf(log, old, shown.size);
    if (!proof) return { kind: 'forked', size: old };
    const answer = await post(witness, printAddCheckpoint({ old, proof, note: shown.note }));
    if (typeof answer === 'string') return { kind: 'silent', problem: answer };
    if (answer.status === 200) return cosigned(witness, shown.note, answer.body);
    if (answer.status === 422) return { kind: 'forked', size: old };
    const holds = answer.status === 409 ? sizeIn(answer.body) : undefined;
    if (holds === undefined) return { kind: 'refused', problem: `http-${String(answer.status)}` };
    if (holds > shown.size) return { kind: 'ahead', size: holds };
    // Told again what was assumed: the sizes agree and the roots do not.
    if (holds === old) return { kind: 'forked', size: holds };
    old = holds;
  }
  return { kind: 'refused', problem: 'busy' };
}

/** Undefined when our own tree has not what it must have: it was cut since it was signed. */
async function proofOf(log: OwnLog, older: number, newer: number): Promise<readonly Buffer[] | undefined> {
  try {
    return await log.consistency(older, newer);
  } catch (error) {
    if (error instanceof MissingTileError) return undefined;
    throw error;
  }
}

async function post({ send }: Reachable, body: string): Promise<{ status: number; body: string } | string> {
  try {
    const headers = { 'content-type': 'text/plain' };
    const signal = AbortSignal.timeout(WITHIN_MS);
    const answer = await send(`${WITNESS_PATH}/add-checkpoint`, { method: 'POST', headers, body, signal });
    return { status: answer.status, body: await answer.text() };
  } catch {
    return 'unreachable';
  }
}

/** What it says is its word only when it verifies: a proxy may have answered. */
function cosigned(witness: Peer, note: string, body: string): Shown {
  for (const line of body.split('\n').filter((one) => one !== '')) {
    const at = tryCosigned(note, line, witness);
    if (at) return { kind: 'cosigned', line: `${line}\n`, at };
  }
  return { kind: 'refused', problem: 'bad-cosignature' };
}

function tryCosigned(note: string, line: string, witness: Peer): Date | undefined {
  for (const publicKey of [witness.publicKey, ...witness.keys]) {
    const at = cosignedAt(withCosignature(`${noteText(note)}\n`, line), { name: witness.name, publicKey });
    if (at) return at;
  }
  return undefined;
}

function sizeIn(body: string): number | undefined {
  const [, size] = /^(0|[1-9]\d{0,15})\n?$/.exec(body) ?? [];
  return size === undefined ? undefined : Number(size);
}
