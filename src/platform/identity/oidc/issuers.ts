/** The issuers a node trusts to say who somebody is: a YAML file that `ARTERY_ISSUERS` names. */
import { readFileSync } from 'node:fs';
import Type, { type Static } from 'typebox';
import { Check, Errors } from 'typebox/value';
import { parse } from 'yaml';
import { ConfigError } from '../../config.ts';
import { parseAllowed, type AllowedHost } from '../../http/outgoing-hosts.ts';
import { SECRET_NAME } from '../../secrets.ts';
import { Texts } from '../../texts.ts';

const AuthoredIssuer = Type.Object(
  {
    /** Part of the address that the issuer sends people back to: `/api/auth/<name>/callback`. */
    name: Type.String({ pattern: '^[a-z][a-z0-9-]{0,30}$' }),
    names: Texts,
    /** The issuer's identifier, under which its metadata lie (OpenID Connect Discovery §4). */
    url: Type.String({ pattern: '^https?://[^\\s?#]+$' }),
    client: Type.String({ minLength: 1, maxLength: 200 }),
    /** Name of the client's secret (`ARTERY_SECRET_…`); left out: a public client, proven by PKCE alone. */
    secret: Type.Optional(Type.String({ pattern: SECRET_NAME })),
    /** Hosts besides its own that its endpoints lie on, and the networks of a host inside: as for connectors. */
    hosts: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 200 }))),
    /** How its ID tokens are signed. Default RS256. */
    alg: Type.Optional(Type.Enum(['RS256', 'PS256', 'ES256', 'EdDSA'])),
    /** Values of `acr` or `amr` that mean more than one factor. */
    several: Type.Optional(Type.Array(Type.String({ minLength: 1 }))),
  },
  { additionalProperties: false },
);

export interface Issuer extends Static<typeof AuthoredIssuer> {
  readonly allowed: readonly AllowedHost[];
}

/** None without a file. @throws ConfigError naming the file and what is wrong */
export function readIssuers(file: string | undefined): readonly Issuer[] {
  if (file === undefined) return [];
  let read: unknown;
  try {
    read = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConfigError(`ARTERY_ISSUERS: ${file} cannot be read: ${(error as Error).message}`);
  }
  const List = Type.Array(AuthoredIssuer);
  if (!Check(List, read)) {
    const [first] = Errors(List, read);
    throw new ConfigError(`ARTERY_ISSUERS: ${file}: ${first?.instancePath ?? ''} ${first?.message ?? 'is no list'}`);
  }
  if (new Set(read.map(({ name }) => name)).size < read.length) {
    throw new ConfigError(`ARTERY_ISSUERS: ${file}: two issuers have one name`);
  }
  return read.map((issuer) => ({ ...issuer, allowed: hostsOf(issuer, file) }));
}

function hostsOf({ url, hosts = [] }: Static<typeof AuthoredIssuer>, file: string): AllowedHost[] {
  const { host } = new URL(url);
  const own = hosts.some((line) => line.split('=')[0] === host) ? [] : [host];
  return [...own, ...hosts].map((line) => {
    const read = parseAllowed(line);
    if (!read) throw new ConfigError(`ARTERY_ISSUERS: ${file}: ${line} is no host`);
    return read;
  });
}
