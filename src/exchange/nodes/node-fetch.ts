/** Calls another node: its address from the registry, a proof for every call, and what was heard of it written down. */
import type { Context } from '../../platform/context.ts';
import type { Send } from '../../platform/http/call.ts';
import { newSecret } from '../../platform/ids.ts';
import { makeCallToken } from './call-token.ts';
import { findRegistry, ownEntry } from './keep-registry.ts';
import { liveOwnKeys, ownKeys, ownName, type OwnKey } from './own-keys.ts';
import { problems } from './problems.ts';
import { writeFailure, writeHeard } from './store/contact.ts';

/** A call that gets no answer for so long is given up; pages of a feed come within it on a slow link. */
const PATIENCE_MS = 30_000;

export interface Reach {
  /** The node's name: whom the proof is for. */
  readonly name: string;
  /** Origin URL. */
  readonly address: string;
}

/**
 * `fetch` to a node of the registry: `call(nodeFetch(context, 'node-….artery'), contract.x, …)`. Give a JSON body as text,
 * as `call` does; a stream goes without being bound to the proof.
 * @throws problems.nodeNotFound, problems.nodeSilent
 */
export function nodeFetch(context: Context, node: string): Send {
  return async (path, init) => {
    const kept = await findRegistry(context.db);
    const entry = kept && ownEntry(kept.registry, node);
    if (entry?.state !== 'approved') throw problems.nodeNotFound({ node });
    if (entry.address === null) throw problems.nodeSilent({ node, reason: 'no-address' });
    return fetchAt(context, { name: node, address: entry.address })(path, init);
  };
}

/** The same to a node that is not in the registry yet: at joining. */
export function fetchAt(context: Context, { name, address }: Reach): Send {
  return async (path, init) => {
    const kept = await findRegistry(context.db);
    const now = context.clock.now();
    const key = signerOf(context, kept && ownEntry(kept.registry, ownName(context)), now);
    const body = typeof init.body === 'string' ? init.body : undefined;
    const facts = { method: init.method ?? 'GET', path, body };
    const headers = {
      ...(init.headers as Record<string, string>),
      authorization: `Node ${makeCallToken(key, name, facts, { now, id: newSecret(16) })}`,
      ...(kept && { 'x-artery-registry': String(kept.registry.version) }),
    };
    const signal = init.signal ? AbortSignal.any([init.signal, AbortSignal.timeout(PATIENCE_MS)]) : undefined;
    const more: RequestInit = { redirect: 'error', signal: signal ?? AbortSignal.timeout(PATIENCE_MS) };
    const begun = performance.now();
    try {
      const response = await fetch(new URL(path, address), { ...init, ...more, headers });
      await hear(context, name, { response, roundTripMs: Math.round(performance.now() - begun) });
      return response;
    } catch (error) {
      const { code } = ((error as Error).cause ?? {}) as { code?: string };
      const reason = code ?? (error as Error).name;
      await writeFailure(context.db, name, reason, now);
      throw problems.nodeSilent({ node: name, reason });
    }
  };
}

function signerOf(context: Context, entry: Parameters<typeof liveOwnKeys>[1], now: Date): OwnKey {
  const [live] = liveOwnKeys(context, entry, now.toISOString());
  // With no key that counts the other node must refuse, and say why.
  return live ?? (ownKeys(context)[0] as OwnKey);
}

async function hear(
  { db, clock }: Context,
  node: string,
  { response, roundTripMs }: { response: Response; roundTripMs: number },
): Promise<void> {
  const said = Date.parse(response.headers.get('date') ?? '');
  const now = clock.now();
  const skewMs = Number.isNaN(said) ? 0 : Math.round(said + 500 - now.getTime());
  await writeHeard(db, node, { skewMs, roundTripMs }, now);
}
