/**
 * Clients behind a gateway that ends TLS and cannot make proofs: the certificate it saw comes in a header, which is
 * believed from its addresses only. Settings of the profile:
 *
 *     gateway: { header: x-client-cert-sha256, addresses: ['10.0.0.5'] }
 */
import { BlockList, isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { Context } from '../../platform/context.ts';
import type { Profile } from '../../platform/profile.ts';
import { sameText } from '../../platform/identity/tokens.ts';
import type { Client } from './client.ts';

interface Gateway {
  readonly header: string;
  readonly addresses: BlockList;
}

const read = new WeakMap<Profile, Gateway | null>();

function gatewayOf(profile: Profile): Gateway | null {
  let gateway = read.get(profile);
  if (gateway === undefined) read.set(profile, (gateway = parse(profile.settings['gateway'])));
  return gateway;
}

function parse(setting: unknown): Gateway | null {
  const { header, addresses } = (setting ?? {}) as { header?: unknown; addresses?: unknown };
  if (typeof header !== 'string' || !Array.isArray(addresses)) return null;
  const list = new BlockList();
  for (const address of addresses) {
    if (typeof address !== 'string' || isIP(address) === 0) continue;
    list.addAddress(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
  }
  return { header: header.toLowerCase(), addresses: list };
}

/** Whether the gateway itself sent this, and says that the client's certificate was shown to it. */
export function gatewayClient(
  { profile }: Pick<Context, 'profile'>,
  request: Pick<FastifyRequest, 'headers' | 'socket'>,
  { certificate }: Pick<Client, 'certificate'>,
): boolean {
  const gateway = gatewayOf(profile);
  if (certificate === null || !gateway) return false;
  // The socket's own end, never a forwarded address: the header is worth what its sender is.
  const from = request.socket.remoteAddress ?? '';
  const kind = isIP(from);
  if (kind === 0 || !gateway.addresses.check(from, kind === 4 ? 'ipv4' : 'ipv6')) return false;
  const shown = request.headers[gateway.header];
  return typeof shown === 'string' && sameText(shown.toLowerCase().replaceAll(':', ''), certificate);
}
