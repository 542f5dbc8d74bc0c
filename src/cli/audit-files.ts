/** What `artery audit` makes of files and of other nodes' logs: no database, no secret; a policy says whom to trust. */
import { existsSync, readFileSync } from 'node:fs';
import type { LogView, Policy } from '../exchange/evidence/index.ts';
import type { Answer, Tool } from './model.ts';
import { UsageError } from './model.ts';

const evidence = () => import('../exchange/evidence/index.ts');

interface Own {
  readonly policy: string | undefined;
  readonly since: string | undefined;
}

/** @throws UsageError */
function readFile(file: string): string {
  if (!existsSync(file)) throw new UsageError('file-unreadable', { file });
  return readFileSync(file, 'utf8');
}

/** @throws UsageError with the line that is wrong */
async function policyIn(file: string | undefined): Promise<Policy | undefined> {
  if (file === undefined) return undefined;
  const { parsePolicy, PolicyError } = await evidence();
  try {
    return parsePolicy(readFile(file));
  } catch (error) {
    if (error instanceof PolicyError) throw new UsageError('policy-wrong', { file, what: error.message });
    throw error;
  }
}

/** `audit verify FILE`: a proof of one entry or of one received record. */
export async function verifyProofFile(tool: Tool, file: string, policy: string | undefined): Promise<Answer> {
  const { verifyProof } = await evidence();
  const { ok, fault, checkpoint, cosigned, proof } = verifyProof(readFile(file), await policyIn(policy));
  const { t, terminal } = tool;
  const data = {
    ok,
    fault,
    log: checkpoint?.origin ?? null,
    size: checkpoint?.size ?? null,
    number: proof ? proof.index + 1 : null,
    content: proof?.content ?? null,
    cosigned: cosigned.map(({ name, at }) => ({ name, at: at.toISOString() })),
  };
  if (!ok) {
    const why = t(`exchange:evidence.faults.${fault ?? 'malformed'}`);
    return { data, lines: [terminal.paint('red', t('cli:audit.proofBad', { why }))], findings: true };
  }
  const words = { number: data.number, log: data.log };
  return {
    data,
    lines: [
      terminal.paint('green', t(proof?.page ? 'cli:audit.recordProved' : 'cli:audit.proofGood', words)),
      ...data.cosigned.map(({ name, at }) => t('cli:audit.cosigned', { name, at })),
      ...(policy === undefined ? [t('cli:audit.ownPolicy')] : []),
      data.content ?? '',
    ],
  };
}

/** `audit verify URL`: every hash of another node's audit trail against its checkpoint and its witnesses. */
export async function verifyNodeAt(tool: Tool, address: string, own: Own): Promise<Answer> {
  const policy = await policyIn(own.policy);
  if (!policy) throw new UsageError('policy-needed');
  return judge(tool, await viewOf(address), { policy, since: own.since });
}

/** `audit verify FOLDER` goes on with the policy and an earlier checkpoint, where they were given. */
export async function withPolicy(tool: Tool, folder: string, own: Own & { readonly answer: Answer }): Promise<Answer> {
  const policy = await policyIn(own.policy);
  if (!policy && own.since === undefined) return own.answer;
  const judged = await judge(tool, await viewOf(folder), { policy, since: own.since });
  return judged.findings ? judged : { ...judged, lines: [...(own.answer.lines ?? []), ...(judged.lines ?? [])] };
}

async function judge(
  { t, terminal }: Tool,
  view: LogView,
  { policy, since }: { readonly policy: Policy | undefined; readonly since: string | undefined },
): Promise<Answer> {
  const { checkView, cosignersOf, earlierIn, holds, isQuorum } = await evidence();
  const bad = (fault: string, more: readonly string[] = []): Answer => {
    const why = t(`exchange:evidence.faults.${fault}`);
    const data = { ok: false, fault, notes: more };
    return { data, lines: [terminal.paint('red', t('cli:audit.logBad', { why })), ...more], findings: true };
  };
  const checkpoint = checkView(view, policy?.logs);
  if (typeof checkpoint === 'string') return bad(checkpoint);
  if (since !== undefined) {
    const earlier = earlierIn(readFile(since), checkpoint.origin, policy?.logs ?? (view.key ? [view.key] : []));
    if (!earlier) throw new UsageError('note-unreadable', { file: since });
    const state = holds(view, earlier);
    if (state !== 'holds') return bad(state, [readFile(since), view.note]);
  }
  const cosigned = policy ? cosignersOf(view.note, policy) : [];
  if (policy && !isQuorum(policy, new Set(cosigned.map(({ name }) => name)))) return bad('too-few-witnesses');
  const { origin, size } = checkpoint;
  return {
    data: { ok: true, origin, size, cosigned: cosigned.map(({ name, at }) => ({ name, at: at.toISOString() })) },
    lines: [
      terminal.paint('green', t('cli:audit.logGood', { origin, count: size })),
      ...cosigned.map(({ name, at }) => t('cli:audit.cosigned', { name, at: at.toISOString() })),
    ],
  };
}

/** `audit diff FIRST SECOND`: the same, one older than the other, or forked with the two notes that prove it. */
export async function diff(
  { t, terminal }: Tool,
  [first, second]: readonly [string, string],
  file: string | undefined,
): Promise<Answer> {
  const { checkView, compareViews } = await evidence();
  const policy = await policyIn(file);
  const views = [await viewOf(first), await viewOf(second)] as const;
  for (const view of views) {
    // From a node no key comes along: without a policy its hashes are compared, and its signature is not believed.
    if (!policy && !view.key) continue;
    const checked = checkView(view, policy?.logs);
    if (typeof checked === 'string') {
      const why = t(`exchange:evidence.faults.${checked}`);
      const line = terminal.paint('red', t('cli:audit.viewBad', { place: view.place, why }));
      return { data: { kind: 'bad', place: view.place, fault: checked }, lines: [line], findings: true };
    }
  }
  const found = compareViews(...views);
  const notes = views.map(({ note }) => note);
  const words = { first, second, ...found };
  switch (found.kind) {
    case 'same':
      return { data: found, lines: [terminal.paint('green', t('cli:audit.same', { count: found.size }))] };
    case 'prefix': {
      const place = found.shorter === 'a' ? first : second;
      return { data: found, lines: [t('cli:audit.prefix', { place, size: found.size, longer: found.longer })] };
    }
    case 'other-logs':
      return { data: found, lines: [terminal.paint('red', t('cli:audit.otherLogs'))], findings: true };
    case 'forked': {
      const line = terminal.paint('red', t('cli:audit.forked', words));
      return { data: { ...found, notes }, lines: [line, ...notes], findings: true };
    }
  }
}

async function viewOf(place: string): Promise<LogView> {
  const { readCopy, readNodeLog, UnreadableLogError } = await evidence();
  try {
    if (!/^https?:\/\//.test(place)) return await readCopy(place);
    return await readNodeLog(place, (path, init) => fetch(new URL(path, place), init));
  } catch (error) {
    if (error instanceof UnreadableLogError || error instanceof TypeError) {
      throw new UsageError('file-unreadable', { file: place });
    }
    throw error;
  }
}
