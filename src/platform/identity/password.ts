/** Passwords as Argon2id (RFC 9106) with the cost written into the hash, so that it can be raised later. */
import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';
import { promisify } from 'node:util';
import { openGate } from '../http/gate.ts';
import { fold } from '../search/fold.ts';
import { problems } from './problems.ts';

export interface PasswordCost {
  /** In KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly lanes: number;
}

// OWASP Password Storage Cheat Sheet, the first row for Argon2id: some 50 ms of one core.
const COST: PasswordCost = { memory: 19_456, passes: 2, lanes: 1 };
const SHORTEST = 10;
const LENGTH = 32;

const derive = promisify(argon2) as (algorithm: 'argon2id', parameters: Argon2Parameters) => Promise<Buffer>;
// The thread pool also serves files and name look-ups: a flood of sign-ins may not fill it.
const threads = openGate({ running: 2, waiting: 64 });

async function compute(password: string, salt: Buffer, cost: PasswordCost): Promise<Buffer> {
  const leave = await threads.enter();
  try {
    const message = password.normalize('NFC'); // the same letters typed on another keyboard
    const { memory, passes, lanes } = cost;
    return await derive('argon2id', { message, nonce: salt, parallelism: lanes, tagLength: LENGTH, memory, passes });
  } finally {
    leave();
  }
}

const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');

/** A PHC string: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. */
export async function hashPassword(password: string, cost: PasswordCost = COST): Promise<string> {
  const salt = randomBytes(16);
  const hash = await compute(password, salt, cost);
  const { memory, passes, lanes } = cost;
  return `$argon2id$v=19$m=${String(memory)},t=${String(passes)},p=${String(lanes)}$${text(salt)}$${text(hash)}`;
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;

// What an unknown name is compared with, so that it takes as long as a known one. No password has this hash.
const NOBODY = `$argon2id$v=19$m=${String(COST.memory)},t=${String(COST.passes)},p=${String(COST.lanes)}$${text(Buffer.alloc(16))}$${text(Buffer.alloc(LENGTH))}`;

/** Whether the password is right. Does the same work when there is no hash. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [, memory, passes, lanes, salt = '', hash = ''] = PHC.exec(stored ?? NOBODY) ?? [];
  const cost = { memory: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  const expected = Buffer.from(hash, 'base64');
  const actual = await compute(password, Buffer.from(salt, 'base64'), cost);
  return timingSafeEqual(actual, expected) && stored !== null;
}

/** @throws problems.weakPassword (NIST SP 800-63B §3.1.1.2: length, no rules of composition) */
export function refuseWeakPassword(password: string, name: string): void {
  const letters = [...password.normalize('NFC')].length;
  if (letters < SHORTEST || fold(password) === fold(name)) throw problems.weakPassword({ shortest: SHORTEST });
}
