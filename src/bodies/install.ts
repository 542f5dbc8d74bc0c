/** Puts the profile's bodies, accounts and posts in place. The same profile again changes nothing. */
import { system } from '../platform/caller.ts';
import { workingCalendar } from '../platform/calendar.ts';
import type { Context } from '../platform/context.ts';
import { createAccount, findAccountByName } from '../platform/identity/index.ts';
import { ProfileError } from '../platform/profile.ts';
import type { Post } from '../platform/room.ts';
import { fold } from '../platform/search/fold.ts';
import { firstDay } from '../platform/setting.ts';
import { pick } from '../platform/texts.ts';
import { assignPost } from './assign-post.ts';
import type { AuthoredAccount, Finding, Format } from './authored.ts';
import { importBodies } from './import-bodies.ts';
import { findBody } from './read.ts';
import * as store from './store/post.ts';
import type { Author } from './write-change.ts';

const node: Author = { account: system.account, body: null, rule: 'governance/node-itself' };

/** @throws ProfileError with every finding, by file and line */
export async function install(context: Context): Promise<void> {
  const files = context.profile
    .files('bodies')
    .filter(({ path }) => /\.(ya?ml|json|csv)$/.test(path))
    .map(({ path, file, text }) => ({ text, file, format: formatOf(path) }));
  const { stored, findings, accounts } = await importBodies(context, {
    files,
    by: node,
    install: true,
    reference: await firstDay(context),
    calendar: workingCalendar(context.profile),
  });
  if (!stored)
    throw new ProfileError(
      findings
        .filter(({ severity }) => severity === 'error')
        .map(toLine)
        .join('\n'),
    );
  for (const account of accounts) await installAccount(context, account);
}

const formatOf = (path: string): Format => (path.endsWith('.csv') ? 'csv' : path.endsWith('.json') ? 'json' : 'yaml');

const toLine = ({ file, line, code, rule, values }: Finding): string =>
  `${file ?? ''}:${String(line ?? 0)}: ${code ?? ''} ${rule} ${JSON.stringify(values)}`;

async function installAccount(context: Context, authored: AuthoredAccount): Promise<void> {
  const body = await findBody(context.db, authored.body);
  const { file, line } = authored.at;
  if (!body) throw new ProfileError(`${file ?? ''}:${String(line ?? 0)}: there is no body ${authored.body}`);
  await context.db.transaction(async (tx) => {
    const account =
      (await findAccountByName(tx, fold(authored.account))) ??
      (await createAccount(
        tx,
        {
          name: authored.account,
          displayName: displayName(authored.name, context.profile.languages[0] ?? 'en'),
          kind: authored.kind,
          // Who belongs to another node is known here, and enters there.
          demo: authored.demo && (context.profile.hosts?.includes(authored.body) ?? true),
        },
        context.clock.now(),
      ));
    // A post that was ended here is not given again by the next edition.
    const held = await store.everHeldBy(tx, account.id);
    const missing = authored.posts.filter(
      (post) => !held.some((one) => one.body === body.id && one.post === post),
    ) as Post[];
    for (const post of missing) {
      const { from, to } = authored;
      await assignPost(context, { account: account.id, body: body.id, post, from, to }, node, tx);
    }
  });
}

/** An account has one display name: in the deployment's first language. */
const displayName = (name: string | Readonly<Record<string, string>>, language: string): string =>
  typeof name === 'string' ? name : pick(name, language);
