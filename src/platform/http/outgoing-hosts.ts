/**
 * Which addresses a node may call when somebody typed them: an allow list of hosts, and of every address a host resolves
 * to only public ones, or those in networks that the list names. Pure. Special-purpose addresses: RFC 6890 and the IANA
 * registries it began.
 */
import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

/** One line of an allow list: `api.example.org`, `db.office.example:5432=10.20.0.0/16`, `127.0.0.1:8080`, `[::1]:8080`. */
export interface AllowedHost {
  /** As the WHATWG URL parser writes it, without a dot at the end; IPv6 without brackets. */
  readonly host: string;
  /** Null: the usual port of the protocol. */
  readonly port: number | null;
  /** Networks that are not public and may be reached under this name: addresses or CIDR. */
  readonly networks: readonly string[];
}

const LINE = /^(\[[0-9a-f:.]+\]|[^:=/\s@[\]*]+)(?::(\d{1,5}))?(?:=([^\s=]+))?$/i;

/** @returns undefined when the line is none, or names a network that is none */
export function parseAllowed(line: string): AllowedHost | undefined {
  const [, name = '', port, named] = LINE.exec(line.trim()) ?? [];
  const host = name === '' ? undefined : plainHost(name);
  const at = port === undefined ? null : Number(port);
  if (host === undefined || (at !== null && (at < 1 || at > 65_535))) return undefined;
  const networks = (named ?? '').split(',').filter((one) => one !== '');
  if (networks.some((one) => !isNetwork(one))) return undefined;
  // Whoever writes an address itself means this one, public or not.
  return { host, port: at, networks: isIP(host) ? [host, ...networks] : networks };
}

/** A line as `parseAllowed` read it: what the one who approves it sees. */
export const sayAllowed = ({ host, port, networks }: AllowedHost): string => {
  const named = networks.filter((one) => one !== host);
  const at = port === null ? '' : `:${String(port)}`;
  return `${isIPv6(host) ? `[${host}]` : host}${at}${named.length > 0 ? `=${named.join(',')}` : ''}`;
};

/** Decimal, octal, hexadecimal, full-width and percent-encoded spellings of an address become that address. */
function plainHost(name: string): string | undefined {
  const text = `http://${name}/`;
  if (!URL.canParse(text)) return undefined;
  const { hostname, username } = new URL(text);
  const host = hostname.replace(/\.$/, '').replace(/^\[(.*)\]$/, '$1');
  return username !== '' || host === '' ? undefined : host;
}

function isNetwork(text: string): boolean {
  const [address = '', prefix] = text.split('/');
  if (!isIP(address)) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (isIPv4(address) ? 32 : 128));
}

const family = (address: string) => (isIPv4(address) ? 'ipv4' : 'ipv6');

function blockListOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    if (prefix === undefined) list.addAddress(address, family(address));
    else list.addSubnet(address, Number(prefix), family(address));
  }
  return list;
}

const SPECIAL_V4 = blockListOf([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
]);
// Of IPv6 only 2000::/3 is global unicast; what carries an IPv4 address inside (6to4, Teredo) goes where that one goes.
const GLOBAL_V6 = blockListOf(['2000::/3']);
const SPECIAL_V6 = blockListOf(['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20', '2620:4f:8000::/48']);

/** `::ffff:127.0.0.1` and `::ffff:7f00:1` are 127.0.0.1. */
function unmapped(address: string): string {
  if (!isIPv6(address)) return address;
  const [, dotted] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (dotted !== undefined) return dotted;
  const [, high, low] = /^(?:::|0:0:0:0:0:)ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address) ?? [];
  if (high === undefined || low === undefined) return address;
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [a >> 8, a & 255, b >> 8, b & 255].join('.');
}

/** Whether an address is one of the public internet. */
export function isPublic(address: string): boolean {
  const plain = unmapped(address);
  if (isIPv4(plain)) return !SPECIAL_V4.check(plain, 'ipv4');
  return isIPv6(plain) && !plain.includes('%') && GLOBAL_V6.check(plain, 'ipv6') && !SPECIAL_V6.check(plain, 'ipv6');
}

/** Whether a host of the list may be reached at this address. */
export function mayReach({ networks }: AllowedHost, address: string): boolean {
  const plain = unmapped(address);
  if (!isIP(plain) || plain.includes('%')) return false;
  return isPublic(plain) || blockListOf(networks.map(unmappedNetwork)).check(plain, family(plain));
}

const unmappedNetwork = (network: string) => (network.includes('/') ? network : unmapped(network));

const USUAL: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/**
 * The line of the list that lets a URL pass, or undefined: other protocols, names and passwords in the address, hosts and
 * ports that are not listed, and plain HTTP to anywhere but a network that the line names.
 */
export function lineFor(url: URL, allowed: readonly AllowedHost[]): AllowedHost | undefined {
  const usual = USUAL[url.protocol];
  if (usual === undefined || url.username !== '' || url.password !== '') return undefined;
  const found = lineForHost(url.hostname, { port: url.port === '' ? usual : Number(url.port), usual }, allowed);
  return found && (url.protocol === 'https:' || found.networks.length > 0) ? found : undefined;
}

/** The same for what is no URL: the server of a database. */
export function lineForHost(
  name: string,
  { port, usual }: { readonly port: number; readonly usual: number },
  allowed: readonly AllowedHost[],
): AllowedHost | undefined {
  const host = plainHost(isIPv6(name) ? `[${name}]` : name);
  if (host === undefined) return undefined;
  const literal = unmapped(host);
  return allowed.find((line) => unmapped(line.host) === literal && (line.port ?? usual) === port);
}
