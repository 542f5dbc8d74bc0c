/** Nothing is listed that does not answer: calls every listed address in this process, as the node itself. */
import { randomUUID } from 'node:crypto';
import { system } from '../../platform/caller.ts';
import type { Server } from '../../platform/http/serve.ts';
import { newSecret } from '../../platform/ids.ts';
import { addressesOf, type RegisterAddress } from './addresses.ts';

export interface NoAnswer {
  readonly path: string;
  readonly status: number;
}

export interface Checked {
  /** Registers by name, with what did not answer; those that answer everywhere have none. */
  readonly silent: ReadonlyMap<string, readonly NoAnswer[]>;
  readonly checkedAt: Date;
}

/** A register to be checked, and one of its fields: what is asked of it can be true of no row. */
export interface Probed {
  readonly register: string;
  readonly field: string;
}

export interface AnswerCheck {
  /** What the last check found; made anew when it is older than `FRESH_MS`. */
  current(registers: readonly Probed[], now: Date): Promise<Checked>;
  /** Calls every address now. */
  run(registers: readonly Probed[], now: Date): Promise<Checked>;
  /** Something broke meanwhile: the next who looks has it checked anew. */
  forget(): void;
}

// While somebody looks at the catalogue, a register that broke is gone from it within five minutes.
const FRESH_MS = 300_000;
const HEADER = 'x-artery-self-check';

/** One a server. The node calls itself with a secret that never leaves the process. */
export function openAnswerCheck(server: Server, vouchers: boolean): AnswerCheck {
  const secret = newSecret(32);
  const { identify } = server;
  // A request with the secret is the node's own: it reads no row (see `probe`), and changes nothing.
  (server as { identify: Server['identify'] }).identify = (request, language) =>
    request.headers[HEADER] === secret && request.method === 'GET'
      ? Promise.resolve({ ...system, language })
      : identify(request, language);
  let last: { readonly found: Checked; readonly names: string } | undefined;
  const run = async (registers: readonly Probed[], now: Date) => {
    const silent = new Map<string, NoAnswer[]>();
    for (const { register, field } of registers) {
      const failed: NoAnswer[] = [];
      for (const address of addressesOf({ served: server.served, vouchers }, register)) {
        const status = await probe(server, { address, field, secret });
        if (!isAnswer(status)) failed.push({ path: address.path, status });
      }
      if (failed.length > 0) silent.set(register, failed);
    }
    const found = { silent, checkedAt: now };
    last = { found, names: namesOf(registers) };
    return found;
  };
  return {
    run,
    forget: () => void (last = undefined),
    current: async (registers, now) => {
      const fresh = last?.names === namesOf(registers) && now.getTime() - last.found.checkedAt.getTime() < FRESH_MS;
      return fresh && last ? last.found : run(registers, now);
    },
  };
}

// The register's own refusals are answers; "no such address" and "the node made a mistake" are none.
const isAnswer = (status: number) => status < 500 && status !== NO_ADDRESS;
const NO_ADDRESS = 0;

const namesOf = (registers: readonly Probed[]) => registers.map(({ register }) => register).join(' ');

interface Probe {
  readonly address: RegisterAddress;
  readonly field: string;
  readonly secret: string;
}

/**
 * Asks for records and keys that cannot be, and without a voucher where one is needed: the address, the decision and the
 * register's tables are all passed, and nobody's data are read.
 */
async function probe(server: Server, { address, field, secret }: Probe): Promise<number> {
  const { method, path, name } = address;
  const filled = path.replace(/\{\w+\}/g, randomUUID());
  const nothing = `where=${field}:null&where=${field}:notnull&limit=1`;
  const query = name === 'records.lookupRecord' ? `key=${randomUUID()}` : isList(name) ? nothing : '';
  const answer = await server.fastify.inject({
    method: method as 'GET',
    url: `${filled}?${query}`,
    headers: { [HEADER]: secret, accept: 'application/json' },
    ...(method === 'GET' ? {} : { payload: {} }),
  });
  const type = answer.headers['content-type'] ?? '';
  const problem = String(type).includes('problem+json') ? answer.json<{ type: string }>().type : '';
  return problem === '/problems/platform/not-found' ? NO_ADDRESS : answer.statusCode;
}

const isList = (name: string) => name === 'records.listRecords' || name === 'records.exportRecords';
