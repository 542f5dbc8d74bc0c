/** Accounts of a node: who may sign in, and keys for programs. */
import { writeFileSync } from 'node:fs';
import * as bodies from '../../bodies/contract.ts';
import { handOver } from '../../governance/handover/contract.ts';
import { call } from '../../platform/http/call.ts';
import * as identity from '../../platform/identity/contract.ts';
import { linkAccount } from '../../platform/identity/oidc/contract.ts';
import type { Post } from '../../platform/room.ts';
import { fold } from '../../platform/search/fold.ts';
import { addAccount, readNewPassword } from '../add-account.ts';
import type { Link, LocalLink } from '../link.ts';
import { UsageError, type CommandSpec } from '../model.ts';
import { table } from '../table.ts';

const POSTS = [
  'leader',
  'data-office',
  'data-manager',
  'steward',
  'officer',
  'developer',
  'technical',
  'contact',
  'compliance',
  'administrator',
] as const satisfies readonly Post[];

async function everyAccount({ send }: Link) {
  const all = [];
  for (let cursor: string | undefined; ;) {
    const query: { limit: number; cursor?: string } = { limit: 200, ...(cursor !== undefined && { cursor }) };
    const page = await call(send, identity.listAccounts, { query });
    all.push(...page.items);
    if (page.next === undefined) return all;
    cursor = page.next;
  }
}

async function findAccount(link: Link, name: string) {
  const account = (await everyAccount(link)).find((one) => fold(one.name) === fold(name));
  if (!account) throw new UsageError('no-such-account', { name });
  return account;
}

/** What goes past the contracts is not kept for a second person: where accounts need one, it is done on the screens. */
async function insistOnOne({ node }: LocalLink): Promise<void> {
  const { readFourEyes } = await import('../../platform/approvals/model.ts');
  const changes = new Set(node.rooms.flatMap((room) => Object.keys(room.permissions)));
  const { acts } = readFourEyes(node.context.profile.settings['fourEyes'], changes);
  if (acts.has('identity.manage')) throw new UsageError('second-person');
}

const list: CommandSpec = {
  path: 'accounts list',
  examples: ['accounts list', 'accounts list --json'],
  run: async (tool) => {
    const items = await everyAccount(await tool.link());
    const { t } = tool;
    const head = ['name', 'display-name', 'kind', 'made', 'closed'].map((word) => t(`cli:columns.${word}`));
    const rows = items.map(({ name, displayName, kind, createdAt, disabledAt }) => [
      name,
      displayName,
      t(`cli:account-kinds.${kind}`),
      createdAt.slice(0, 10),
      disabledAt?.slice(0, 10),
    ]);
    return { data: { items }, lines: table(rows, head) };
  },
};

const add: CommandSpec = {
  path: 'accounts add',
  arguments: ['NAME'],
  options: [
    { flags: '--display-name <name>' },
    { flags: '--machine' },
    { flags: '--post <post>', choices: POSTS },
    { flags: '--body <code>', word: 'post-body' },
    { flags: '--password-stdin' },
  ],
  examples: ['accounts add lan.nguyen --post officer --body 99101', 'accounts add nightly --machine'],
  run: async (tool, given) => {
    const [name = ''] = given.args;
    const post = given.text('post') as Post | undefined;
    const body = given.text('body');
    if ((post === undefined) !== (body === undefined)) throw new UsageError('post-and-body');
    const kind = given.flag('machine') ? ('machine' as const) : ('person' as const);
    const asks = kind === 'person' && (given.flag('password-stdin') || tool.terminal.isPerson);
    const password = asks ? await readNewPassword(tool, name) : undefined;
    const displayName = given.text('display-name') ?? name;
    const made = await addAccount(await tool.link(), { name, displayName, kind, password, post, body });
    return {
      data: made,
      lines: [
        tool.t('cli:accounts.added', { name: made.name }),
        ...(password === undefined ? [tool.t('cli:accounts.no-password')] : []),
      ],
    };
  },
};

const setPost: CommandSpec = {
  path: 'accounts post',
  arguments: ['NAME', 'POST', 'BODY'],
  examples: ['accounts post lan.nguyen steward 97'],
  run: async (tool, given) => {
    const [name = '', post = '', body = ''] = given.args;
    if (!(POSTS as readonly string[]).includes(post))
      throw new UsageError('post', { given: post, known: POSTS.join(', ') });
    const link = await tool.link();
    const account = await findAccount(link, name);
    const held = await call(link.send, bodies.assignPost, {
      params: { body },
      body: { account: account.id, post: post as Post },
    });
    return { data: held, lines: [tool.t('cli:accounts.post', { name: account.name, post, body })] };
  },
};

const password: CommandSpec = {
  path: 'accounts password',
  arguments: ['NAME'],
  examples: ['accounts password lan.nguyen', 'accounts password lan.nguyen < password.txt'],
  run: async (tool, given) => {
    const [name = ''] = given.args;
    const link = await tool.link();
    const account = await findAccount(link, name);
    const fresh = await readNewPassword(tool, account.name);
    if (link.kind === 'remote') {
      await call(link.send, identity.setPassword, { params: { account: account.id }, body: { password: fresh } });
    } else {
      await insistOnOne(link);
      const { setPassword } = await import('../../platform/identity/set-password.ts');
      await setPassword(link.node.context, link.caller.account, { account: account.id, password: fresh });
    }
    return {
      data: { account: account.id, name: account.name },
      lines: [tool.t('cli:accounts.password', { name: account.name })],
    };
  },
};

const key: CommandSpec = {
  path: 'accounts key',
  arguments: ['NAME'],
  options: [
    { flags: '--label <label>' },
    { flags: '--days <number>', number: true },
    { flags: '--out <file>', word: 'key-out' },
  ],
  examples: ['accounts key nightly --label backup --out nightly.key'],
  offline: true,
  run: async (tool, given) => {
    const [name = ''] = given.args;
    const link = await tool.local();
    await insistOnOne(link);
    const account = await findAccount(link, name);
    const { createKey } = await import('../../platform/identity/create-key.ts');
    const label = given.text('label') ?? 'artery';
    const made = await createKey(link.node.context, { account: account.id, label, days: given.number('days') });
    const file = given.text('out');
    if (file !== undefined) writeFileSync(file, `${made.key}\n`, { mode: 0o600 });
    const { key: secret, ...shown } = made;
    const said = tool.t('cli:accounts.key', { name: account.name, day: made.expiresAt.slice(0, 10) });
    return { data: file === undefined ? made : shown, lines: file === undefined ? [said, secret] : [said, file] };
  },
};

const link: CommandSpec = {
  path: 'accounts link',
  arguments: ['NAME', 'ISSUER', 'SUBJECT'],
  examples: ['accounts link lan.nguyen office 7c1f…'],
  run: async (tool, given) => {
    const [name = '', issuer = '', subject = ''] = given.args;
    const way = await tool.link();
    const account = await findAccount(way, name);
    if (way.kind === 'remote') {
      await call(way.send, linkAccount, { params: { account: account.id }, body: { issuer, subject } });
    } else {
      await insistOnOne(way);
      const { readIssuers } = await import('../../platform/identity/oidc/issuers.ts');
      const use = await import('../../platform/identity/oidc/link-account.ts');
      const named = use.issuerNamed(readIssuers(tool.config.issuersFile), issuer);
      await use.linkAccount(way.node.context, way.caller.account, { account: account.id, issuer: named, subject });
    }
    return {
      data: { account: account.id, issuer },
      lines: [tool.t('cli:accounts.linked', { name: account.name, issuer })],
    };
  },
};

const handover: CommandSpec = {
  path: 'accounts handover',
  arguments: ['NAME', '[SUCCESSOR]'],
  options: [{ flags: '--last-day <day>', word: 'last-day' }, { flags: '--reason <text>' }],
  examples: ['accounts handover lan.nguyen hoa.tran --last-day 2026-12-31 --reason "…"'],
  run: async (tool, given) => {
    const [name = '', successor] = given.args;
    const way = await tool.link();
    const account = await findAccount(way, name);
    const to = successor === undefined ? undefined : (await findAccount(way, successor)).id;
    const lastDay = given.text('last-day');
    const done = await call(way.send, handOver, {
      params: { account: account.id },
      body: {
        reason: given.text('reason') ?? '',
        ...(to !== undefined && { to }),
        ...(lastDay !== undefined && { lastDay }),
      },
    });
    return { data: done, lines: [tool.t('cli:accounts.handed-over', { name: account.name, ...done })] };
  },
};

export const accountCommands: readonly CommandSpec[] = [handover, list, add, setPost, password, key, link];
