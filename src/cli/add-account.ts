/** Making an account with its post, and asking for its password. */
import * as bodies from '../bodies/contract.ts';
import { call } from '../platform/http/call.ts';
import * as identity from '../platform/identity/contract.ts';
import { refuseWeakPassword } from '../platform/identity/password.ts';
import type { Post } from '../platform/room.ts';
import type { Link } from './link.ts';
import { UsageError, type Tool } from './model.ts';

export interface AccountWanted {
  readonly name: string;
  readonly displayName: string;
  readonly password?: string | undefined;
  readonly kind?: 'person' | 'machine' | undefined;
  readonly post?: Post | undefined;
  /** Code of the body in which the post is held. */
  readonly body?: string | undefined;
}

export async function addAccount({ send }: Link, wanted: AccountWanted) {
  const { post, body, name, displayName, kind, password } = wanted;
  const made = await call(send, identity.createAccount, {
    body: { name, displayName, ...(kind !== undefined && { kind }), ...(password !== undefined && { password }) },
  });
  if (post !== undefined && body !== undefined)
    await call(send, bodies.assignPost, { params: { body }, body: { account: made.id, post } });
  return made;
}

/**
 * From a person twice, without showing it; from anybody else as the first line of stdin.
 * @param known a password that a setting gives
 * @throws UsageError, and problems.weakPassword before anything is made
 */
export async function readNewPassword({ terminal, t }: Tool, name: string, known?: string): Promise<string> {
  const password = known ?? (terminal.isPerson ? await askTwice(terminal, t) : await firstLine(terminal));
  if (password === '') throw new UsageError('password-missing');
  refuseWeakPassword(password, name);
  return password;
}

async function askTwice(terminal: Tool['terminal'], t: Tool['t']): Promise<string> {
  const password = await terminal.askSecret(t('cli:ask.password'));
  if ((await terminal.askSecret(t('cli:ask.password-again'))) !== password) throw new UsageError('passwords-differ');
  return password;
}

const firstLine = async (terminal: Tool['terminal']) => (await terminal.readInput()).split(/\r?\n/)[0] ?? '';
