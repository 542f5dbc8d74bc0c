/** Which entry of the menu an address belongs to. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isHers, menuItemOf, personMenu, wholeMenu } from './menu.ts';

const marked = (address: string) => menuItemOf(address, wholeMenu)?.id;

describe('the menu', () => {
  it('marks every part of exchange where its tabs and crumbs lead back to', () => {
    const routes = readFileSync(join(import.meta.dirname, '..', 'routes.tsx'), 'utf8');
    const parts = new Set([...routes.matchAll(/^ {2}\['\/exchange\/([a-z-]+)/gm)].map(([, part]) => part ?? ''));
    const wanted = {
      ...{
        gates: 'sharing',
        catalogue: 'sharing',
        keys: 'sharing',
        sandbox: 'sharing',
        connectors: 'sharing',
        webhooks: 'sharing',
      },
      ...{
        nodes: 'nodes',
        flow: 'nodes',
        charter: 'nodes',
        feeds: 'nodes',
        'met-versions': 'nodes',
        evidence: 'audit',
      },
    };
    expect(Object.fromEntries([...parts].map((part) => [part, marked(`/exchange/${part}`)]))).toEqual(wanted);
    for (const [part, id] of Object.entries(wanted)) expect(marked(`/exchange/${part}/one/edit`)).toBe(id);
  });
  it('shows a person without a post her window and her account, and leads nowhere else', () => {
    expect(personMenu.map(({ id }) => id)).toEqual(['window', 'account']);
    expect(['/', '/window', '/window/requests', '/account'].map(isHers)).toEqual([true, true, true, true]);
    expect(wholeMenu.filter(({ to }) => isHers(to)).map(({ id }) => id)).toEqual(['home', 'window']);
    expect(['/strategy', '/registers/dang-vien', '/windows', '/bodies/97'].filter(isHers)).toEqual([]);
  });
  it('marks home at its own address only, and nothing for what is nowhere', () => {
    expect([marked('/'), marked('/strategy/tasks/NV-1'), marked('/nowhere')]).toEqual(['home', 'strategy', undefined]);
  });
});
