import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  as,
  audited,
  clock,
  db,
  deps,
  enter,
  PASSWORD,
  start,
  statusOf,
  useIdentity,
} from '../../../test/harness/identity.ts';
import { call } from '../http/call.ts';
import { Problem } from '../http/problem.ts';
import { insistOnStrength, stepUpMinutes } from '../http/strength.ts';
import * as contract from './contract.ts';
import { permissions } from './permissions.ts';

useIdentity();
const NOW = '2026-11-22T02:00:00Z';
const guard = (minutes: number | undefined) => insistOnStrength({ tables: [permissions], minutes, clock });
const caller = (authenticatedAt?: string) => ({
  ...{ account: 'a', name: '', kind: 'person' as const, body: 1, roles: [], language: 'en' },
  ...(authenticatedAt !== undefined && { authenticatedAt }),
});
const passes = (minutes: number | undefined, at?: string, permission = 'identity.manage') => {
  try {
    guard(minutes)(caller(at), permission);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    return false;
  }
};

describe('a strong act', () => {
  it('asks for a proof of the last minutes, at their very edge', () => {
    expect(passes(10, '2026-11-22T01:50:00Z')).toBe(true);
    expect(passes(10, '2026-11-22T01:49:59Z')).toBe(false);
  });
  it('is no key’s, and a proof that is none or lies ahead proves nothing', () => {
    for (const at of [undefined, 'nonsense', '2026-11-22T02:05:00Z']) expect(passes(10, at)).toBe(false);
  });
  it('twin: is asked nothing where the profile does not, nor is any other act, nor the node itself', () => {
    expect(passes(undefined)).toBe(true);
    expect(passes(10, undefined, 'identity.own')).toBe(true);
    guard(10)({ ...caller(), kind: 'system' }, 'identity.manage');
  });
  it('never passes with a proof older than that, whatever the minutes', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 0, max: 100_000 }), (minutes, seconds) => {
        const at = new Date(Date.parse(NOW) - seconds * 1000).toISOString();
        expect(passes(minutes, at)).toBe(seconds <= minutes * 60);
      }),
    ));
  it.each([
    [{ stepUp: { minutes: 10 } }, 10],
    [{ stepUp: null }, undefined],
    [{ stepUp: { minutes: 'ten' } }, undefined],
    [{}, undefined],
  ])('%j of a profile means %j', (settings, minutes) => expect(stepUpMinutes(settings)).toBe(minutes));
});

describe('proving it again', () => {
  const guarded = () => start({ deps, insistOnStrength: guard(10) });
  const manage = (server: Awaited<ReturnType<typeof guarded>>, me: Awaited<ReturnType<typeof enter>>) =>
    statusOf(call(as(server, me), contract.listAccounts, { query: {} }));

  it('opens strong acts in the session at hand, with the right password only', async () => {
    const server = await guarded();
    const me = await enter(server, 'Officer One');
    expect(await manage(server, me)).toBe(200);
    clock.set('2026-11-22T02:11:00Z');
    expect(await manage(server, me)).toBe(403);
    expect(audited.at(-1)).toMatchObject({ action: 'identity.list-accounts', allowed: false });
    const prove = (password: string) => statusOf(call(as(server, me), contract.stepUp, { body: { password } }));
    expect(await prove('wrong')).toBe(401);
    expect(await manage(server, me)).toBe(403);
    expect(await prove(PASSWORD)).toBe(200);
    expect(audited.at(-1)).toMatchObject({ action: 'identity.step-up', allowed: true, rule: 'identity/credentials' });
    expect(await manage(server, me)).toBe(200);
    clock.set('2026-11-22T02:22:00Z');
    expect(await manage(server, me)).toBe(403);
    clock.set(NOW);
  });

  it('without a password is for invented people of a demo only', async () => {
    const { id } = await (
      await import('./create-account.ts')
    ).createAccount(db, { name: 'Invented', displayName: 'I', demo: true, password: PASSWORD }, clock.now());
    expect(id).not.toBe('');
    const [demo, real] = [await start({ demo: true }), await start()];
    const prove = async (server: typeof demo) =>
      statusOf(call(as(server, await enter(server, 'Invented')), contract.stepUp, { body: {} }));
    // Past the pause after the wrong password before.
    clock.set('2026-11-22T03:00:00Z');
    expect(await prove(demo)).toBe(200);
    expect(await prove(real)).toBe(401);
    clock.set(NOW);
  });
});
