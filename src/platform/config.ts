/** The only reader of the environment: every setting with its default and what it is for. */
import { join, resolve } from 'node:path';

export interface Config {
  /** ARTERY_DATA: folder of the embedded database, keys and logs. Default `./data`. */
  readonly dataDir: string;
  /**
   * ARTERY_KEYS: folder of the node's key material: what signs the audit trail and wraps the keys of its details. Default
   * `keys` in the data folder. Every process of a node on one DATABASE_URL must be given the same folder; back it up apart
   * from the database, because who holds both could rewrite the trail.
   */
  readonly keysDir: string;
  /** ARTERY_SECRET_NAME: secrets that connectors and webhooks name (`erp-password` is ARTERY_SECRET_ERP_PASSWORD). */
  readonly secrets: Readonly<Record<string, string>>;
  /** ARTERY_DROP: folder under which the drop folders of connectors lie. Default `drop` in the data folder. */
  readonly dropDir: string;
  /** DATABASE_URL: a PostgreSQL 15+ server to use instead of the embedded one. */
  readonly databaseUrl: string | undefined;
  /** ARTERY_HOST: the address to listen on. Default `127.0.0.1`: reachable from this machine only. */
  readonly host: string;
  /** ARTERY_PORT: the port to listen on. Default 8080. */
  readonly port: number;
  /** ARTERY_PROFILE: folder name under `profiles/`. Default what the data were set up with; for new data `vn-demo`. */
  readonly profile: string | undefined;
  /** ARTERY_ORIGIN: the public address people use, when a proxy stands in front. Default the listening address. */
  readonly origin: string | undefined;
  /** ARTERY_UPLOAD_LIMIT: largest upload in bytes. Default 512 MiB. */
  readonly uploadLimit: number;
  /** ARTERY_UPLOAD_SILENCE: seconds an upload may send nothing before it is given up. Default 60. */
  readonly uploadSilence: number;
  /** ARTERY_PROXIES: addresses or networks of proxies whose `X-Forwarded-*` are believed, with commas. Default none. */
  readonly proxies: readonly string[];
  /** ARTERY_ISSUERS: a YAML file with the issuers that people may sign in through (docs/governance.md §8). Default none. */
  readonly issuersFile?: string | undefined;
  /** ARTERY_SESSION_IDLE: minutes without a request after which a session ends. Default 60. */
  readonly sessionIdle: number;
  /** ARTERY_SESSION_LENGTH: hours after which a session ends in any case. Default 12. */
  readonly sessionLength: number;
  /** ARTERY_DB_CONNECTIONS: connections of this process to PostgreSQL. Default 10. */
  readonly dbConnections: number;
  /** ARTERY_LOG: `debug`, `info`, `warn`, `error` or `silent`. Default `warn`: a start prints what a person needs, and nothing else. */
  readonly logLevel: string;
  /** ARTERY_ADMIN_PASSWORD: password of the administrator that `artery init --admin` makes where nobody can be asked. */
  readonly adminPassword: string | undefined;
  /** LC_ALL, LC_MESSAGES or LANG: the language of the command line (`vi_VN.UTF-8` → `vi`), unless `--lang` names one. */
  readonly language: string | undefined;
  /** NO_COLOR: set to anything, the command line prints without colours (no-color.org). */
  readonly noColor: boolean;
}

export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Reads and checks the environment. @throws ConfigError naming the setting and what it accepts */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const dataDir = resolve(env['ARTERY_DATA'] ?? 'data');
  return {
    dataDir,
    keysDir: resolve(env['ARTERY_KEYS'] ?? join(dataDir, 'keys')),
    secrets: secretsIn(env),
    dropDir: resolve(env['ARTERY_DROP'] ?? join(dataDir, 'drop')),
    databaseUrl: env['DATABASE_URL'],
    host: env['ARTERY_HOST'] ?? '127.0.0.1',
    port: wholeNumber(env, 'ARTERY_PORT', 8080, 65_535),
    profile: present(env['ARTERY_PROFILE']) ? env['ARTERY_PROFILE'] : undefined,
    origin: webOrigin(env['ARTERY_ORIGIN']),
    uploadLimit: wholeNumber(env, 'ARTERY_UPLOAD_LIMIT', 512 * 1024 * 1024),
    uploadSilence: wholeNumber(env, 'ARTERY_UPLOAD_SILENCE', 60),
    proxies: list(env['ARTERY_PROXIES']),
    ...(present(env['ARTERY_ISSUERS']) && { issuersFile: resolve(env['ARTERY_ISSUERS']) }),
    sessionIdle: wholeNumber(env, 'ARTERY_SESSION_IDLE', 60),
    sessionLength: wholeNumber(env, 'ARTERY_SESSION_LENGTH', 12),
    dbConnections: wholeNumber(env, 'ARTERY_DB_CONNECTIONS', 10),
    logLevel: logLevel(env['ARTERY_LOG']),
    adminPassword: present(env['ARTERY_ADMIN_PASSWORD']) ? env['ARTERY_ADMIN_PASSWORD'] : undefined,
    language: localeLanguage(env),
    noColor: present(env['NO_COLOR']),
  };
}

const present = (text: string | undefined): text is string => text !== undefined && text !== '';

function wholeNumber(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  fallback: number,
  most = Number.MAX_SAFE_INTEGER,
): number {
  const text = env[name];
  if (!present(text)) return fallback;
  if (!/^\d+$/.test(text) || Number(text) > most) {
    throw new ConfigError(`${name} must be a whole number up to ${String(most)}, not "${text}"`);
  }
  return Number(text);
}

const SECRET = 'ARTERY_SECRET_';
const secretsIn = (env: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      name.startsWith(SECRET) && present(value) ? [[name.slice(SECRET.length), value]] : [],
    ),
  );

const list = (text: string | undefined) =>
  (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

function webOrigin(text: string | undefined): string | undefined {
  if (!present(text)) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '') {
    throw new ConfigError(`ARTERY_ORIGIN must be like https://data.example.org, not "${text}"`);
  }
  return url.origin;
}

/** POSIX §8.2: the first that is set decides; `C` and `POSIX` name no language. */
function localeLanguage(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const locale = ['LC_ALL', 'LC_MESSAGES', 'LANG'].map((name) => env[name]).find(present);
  return /^([a-z]{2,3})(?=[_.@-]|$)/.exec(locale ?? '')?.[1];
}

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'];

function logLevel(text: string | undefined): string {
  if (!present(text)) return 'warn';
  if (!LEVELS.includes(text)) throw new ConfigError(`ARTERY_LOG must be one of ${LEVELS.join(', ')}, not "${text}"`);
  return text;
}
