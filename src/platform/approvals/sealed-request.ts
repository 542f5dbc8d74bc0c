/** A request as it was, sealed under the node's master key, with a digest that whoever agrees sends back. */
import { createHash, randomBytes } from 'node:crypto';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { openKeys, type NodeKeys } from '../ledger/index.ts';

/** What is needed to make the same request again, and what of it is shown. */
export const KeptRequest = Type.Object({
  salt: Type.String(),
  method: Type.String(),
  /** Path and query as they came. */
  url: Type.String(),
  ifMatch: Type.Optional(Type.String()),
  idempotencyKey: Type.Optional(Type.String()),
  /** The JSON text as it came; null: there was none. */
  body: Type.Union([Type.String(), Type.Null()]),
  /** The same as the contract reads it. */
  input: Type.Object({ params: Type.Unknown(), query: Type.Unknown(), body: Type.Unknown() }),
});
export type KeptRequest = Type.Static<typeof KeptRequest>;
const checker = Compile(KeptRequest);

export type Seal = Pick<NodeKeys, 'wrap' | 'unwrap'>;

/** The node's own key; what has no key folder (a test) has none, and keeps nothing. */
export const sealOf = (keysDir: string | undefined): Seal | undefined =>
  keysDir === undefined ? undefined : openKeys(keysDir);

const labelOf = (id: string) => `approval/${id}`;
const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** The salt keeps a digest from telling a short secret by trying. */
export function sealRequest(seal: Seal, id: string, request: Omit<KeptRequest, 'salt'>) {
  const text = JSON.stringify({ salt: randomBytes(16).toString('hex'), ...request });
  return { sealed: seal.wrap(Buffer.from(text), labelOf(id)), digest: digestOf(text) };
}

/** Undefined when it is gone, was changed, or lies under another proposal than it was sealed for. */
export function openRequest(
  seal: Seal,
  id: string,
  sealed: Buffer | null,
): { readonly request: KeptRequest; readonly digest: string } | undefined {
  if (sealed === null) return undefined;
  try {
    const text = seal.unwrap(sealed, labelOf(id)).toString();
    const request: unknown = JSON.parse(text);
    return checker.Check(request) ? { request: request as KeptRequest, digest: digestOf(text) } : undefined;
  } catch {
    return undefined;
  }
}
