/**
 * The profile's dictionary on a node that has released on its own: what the profile itself changed becomes a proposal in
 * review, so that installing never fights what was decided here.
 */
import { system } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Plan } from '../plan.ts';
import { publishRelease } from '../publish-release.ts';
import { isSame } from '../same.ts';
import * as entries from '../store/proposal-entry.ts';
import * as store from '../store/proposal.ts';
import * as releases from '../store/release.ts';
import type { Author } from '../write-change.ts';
import type { Acting } from './act-on-proposal.ts';
import { authoredIndex, mergeEntry, type ProposedEntry } from './candidate.ts';
import { createIn } from './create-proposal.ts';
import { entryKinds } from './proposal-shapes.ts';
import { oweReview, settleWork } from './proposal-work.ts';
import { getRelease } from '../current-release.ts';

const node: Acting = {
  account: system.account,
  body: null,
  post: null,
  rights: new Set(),
  rule: 'governance/node-itself',
};

// So many earlier dictionaries of the profile are looked through for one that nobody is still deciding about.
const MOST_EARLIER = 20;
const UNDECIDED = ['draft', 'in-review', 'returned'];

/** Publishes it as long as the release in force is the profile's own; otherwise proposes what it changed. Idempotent. */
export async function installProfilePlan(context: Context, plan: Plan, by: Author): Promise<void> {
  const { db } = context;
  const earlier = await entries.profilePlans(db, MOST_EARLIER);
  const [last] = earlier;
  if (last?.hash === plan.hash) return;
  const head = await releases.latest(db);
  const isOwn = last === undefined ? !(await hasReleasedItself(context)) : head?.hash === last.hash;
  if (!head || isOwn || head.hash === plan.hash) {
    await publishRelease(context, plan, by);
    await entries.keepProfilePlan(db, { hash: plan.hash, plan, proposal: null, now: context.clock.now() });
    return;
  }
  const before = earlier.find((one) => !UNDECIDED.includes(one.state ?? ''));
  await propose(context, plan, before?.plan as Plan | undefined);
}

const hasReleasedItself = async ({ db }: Pick<Context, 'db'>) => (await store.count(db, { states: ['released'] })) > 0;

async function propose(context: Context, plan: Plan, before: Plan | undefined): Promise<void> {
  const t = context.words.translator(context.profile.languages[0] ?? 'en');
  await context.db.transaction(async (tx) => {
    const { plan: inForce } = await getRelease(tx, undefined);
    const index = authoredIndex(inForce);
    const changed = profileChanges(before ?? inForce, plan).filter((one) => mergeEntry(one, index).effect !== 'same');
    await withdrawEarlier(context, tx);
    const now = context.clock.now();
    let proposal: number | null = null;
    if (changed.length > 0) {
      const draft = {
        title: t('proposal:titles.profile', { edition: plan.release }),
        reason: t('proposal:titles.profile-reason'),
        origin: 'profile' as const,
      };
      proposal = await createIn(context, tx, draft, node);
      await entries.put(tx, proposal, changed, { account: node.account, body: null, now });
      const due = await oweReview(context, tx, { number: proposal, title: draft.title, body: null, post: null });
      await store.change(tx, proposal, { state: 'in-review', submittedAt: now.toISOString(), due }, now);
      const { account, body } = node;
      const review = { action: 'submit', from: 'draft', to: 'in-review', account, body, now, note: null } as const;
      await store.addReview(tx, proposal, review);
      context.log.info({ proposal }, 'the profile changed: what differs waits as a proposal in review');
    }
    await entries.keepProfilePlan(tx, { hash: plan.hash, plan, proposal, now });
  });
}

type Tx = Parameters<Parameters<Context['db']['transaction']>[0]>[0];

/** A newer profile says all that an undecided proposal of an older one says. */
async function withdrawEarlier(context: Context, tx: Tx): Promise<void> {
  const open = await store.list(tx, { origin: 'profile', states: UNDECIDED }, { limit: 100 });
  const now = context.clock.now();
  for (const row of open) {
    await settleWork(context, tx, row, { done: [], by: node.account });
    await store.change(tx, row.number, { state: 'withdrawn', due: null }, now);
    const { account, body } = node;
    const review = { action: 'withdraw', from: row.state, to: 'withdrawn', account, body, now, note: null } as const;
    await store.addReview(tx, row.number, review);
  }
}

/** Entry by entry, with what the profile said before as the base. */
export function profileChanges(before: Plan, after: Plan): ProposedEntry[] {
  const [old, now] = [authoredIndex(before), authoredIndex(after)];
  return entryKinds.flatMap((kind) =>
    [...new Set([...old[kind].keys(), ...now[kind].keys()])].flatMap((key): ProposedEntry[] => {
      const [base, authored] = [old[kind].get(key) ?? null, now[kind].get(key) ?? null];
      if (isSame(base, authored)) return [];
      return [{ kind, key, action: authored === null ? 'remove' : 'put', authored, base }];
    }),
  );
}
