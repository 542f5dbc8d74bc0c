/** Lays the story of a trial profile into a new node, through the same paths that officers use. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Type from 'typebox';
import { describeCaller, getBody, listBodies } from './bodies/index.ts';
import {
  actingOf,
  adoptRelease,
  compileProfileDictionary,
  currentRelease,
  publishRelease,
  tellProposals,
} from './dictionary/index.ts';
import { tellRequests, type ToldRequest } from './exchange/index.ts';
import { authorizer } from './governance/index.ts';
import type { OpenNode } from './node.ts';
import { system } from './platform/caller.ts';
import { sequenceChanges } from './platform/changes/index.ts';
import { fixedClock } from './platform/clock.ts';
import type { Context } from './platform/context.ts';
import { findAccountByName } from './platform/identity/index.ts';
import { readProfile } from './platform/profile.ts';
import { addDays } from './platform/relative-day.ts';
import { fold } from './platform/search/fold.ts';
import { firstDay, readSetting, writeSetting } from './platform/setting.ts';
import {
  endRecord,
  findByKey,
  loadRows,
  openRegister,
  proposeDue,
  recordsOfPerson,
  stageUpload,
  sweepLoads,
} from './records/index.ts';

/** What a profile's story module must export (its path is the setting `story`). */
interface StoryModule {
  tellStory(): Story;
  writeStoryFiles(story: Story, folder: string): Promise<string[]>;
}

interface Story {
  readonly loads: readonly StoryLoad[];
  readonly drafts?: readonly StoryLoad[];
  readonly reads?: readonly {
    readonly register: string;
    readonly body: string;
    readonly action: string;
    readonly count: number;
  }[];
  readonly personReads?: {
    readonly register: string;
    readonly field: string;
    readonly person: string;
    readonly reads: readonly PersonRead[];
  };
  readonly adoptions?: readonly { readonly body: string; readonly newest: boolean }[];
  /** What the person asks of those who keep data about her. */
  readonly requests?: readonly ToldRequest[];
}

interface PersonRead {
  readonly body: string;
  readonly account: string;
  readonly action: string;
  readonly purpose: string | null;
  readonly fields?: readonly string[];
}

interface StoryLoad {
  readonly register: string;
  readonly body: string;
  readonly daysAgo: number;
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly ended?: readonly string[];
}

const author = { account: system.account, body: null, rule: 'governance/node-itself' };

export class HalfToldError extends Error {
  override name = 'HalfToldError';
}

/** Once a node: a second start finds it told. @throws HalfToldError when an earlier start was cut off while telling */
export async function tellDemo(node: OpenNode, files: string): Promise<void> {
  const { context } = node;
  const { db, profile } = context;
  const module = await readStory(context);
  if (!module) return;
  const state = await readSetting(db, 'story', Type.String());
  if (state === 'begun')
    throw new HalfToldError('the first start was cut off while the trial data were laid in: npm run reset-demo');
  const told = module.tellStory();
  const story = hostedPart(told, profile.hosts);
  if (state === undefined) {
    await writeSetting(db, 'story', 'begun');
    const day = await firstDay(context);
    for (const load of [...story.loads].sort((a, b) => b.daysAgo - a.daysAgo)) await tellLoad(context, load, day);
    await tellDrafts(context, story, day);
    await tellAdoptions(context, story);
    await tellReads(context, story);
    await tellPersonReads(context, story);
    await tellProposed(node);
    // Whoever answers does so with the rights that the decisions above were made with.
    await tellRequests(context, story.requests ?? [], day);
    await writeSetting(db, 'story', 'told');
  }
  if (!existsSync(files)) await module.writeStoryFiles(told, files);
  context.log.info({ profile: profile.name }, 'the story is told');
}

/** A node among others tells what its own bodies did. */
function hostedPart(story: Story, hosts: readonly string[] | undefined): Story {
  if (hosts === undefined) return story;
  const isOurs = ({ body }: { readonly body: string }) => hosts.includes(body);
  return {
    loads: story.loads.filter(isOurs),
    drafts: (story.drafts ?? []).filter(isOurs),
    reads: (story.reads ?? []).filter(isOurs),
    ...(story.personReads && {
      personReads: { ...story.personReads, reads: story.personReads.reads.filter(isOurs) },
    }),
    adoptions: story.adoptions ?? [],
    requests: (story.requests ?? []).filter(isOurs),
  };
}

async function readStory({ profile }: Context): Promise<StoryModule | undefined> {
  const path = profile.settings['story'];
  if (typeof path !== 'string') return undefined;
  const folder = profile.folders.findLast((layer) => existsSync(join(layer, path)));
  if (folder === undefined) return undefined;
  return (await import(pathToFileURL(join(folder, path)).href)) as StoryModule;
}

/** Loaded in the morning of its day, so that history has something to show. */
async function tellLoad(context: Context, load: StoryLoad, today: string): Promise<void> {
  const clock = fixedClock(`${addDays(today, -load.daysAgo)}T02:00:00Z`);
  const past: Context = { ...context, clock };
  const body = await getBody(context.db, load.body);
  const columns = Object.keys(load.rows[0] ?? {});
  const done = await loadRows(past, {
    register: load.register,
    body: body.id,
    caller: system,
    columns: columns.map((field, column) => ({ column, field, header: field })),
    rows: batches(load.rows, columns),
    rule: 'records/profile-data',
  });
  if (done.wrong > 0)
    context.log.warn(
      { register: load.register, wrong: done.wrong, findings: done.findings },
      'rows of the story were refused',
    );
  await sequenceChanges(context.db, clock.now());
  for (const key of load.ended ?? []) await tellEnd(past, load.register, key);
  await sequenceChanges(context.db, clock.now());
}

async function* batches(rows: StoryLoad['rows'], columns: readonly string[]) {
  yield rows.map((row, i) => ({ number: i + 2, cells: columns.map((column) => row[column] ?? '') }));
}

async function tellEnd(context: Context, register: string, key: string): Promise<void> {
  const table = await openRegister(context.db, register);
  const found = await findByKey(context.db, table, [key], { scope: 'all' });
  if (!found) return;
  const absent = () => Promise.resolve(new HalfToldError(`${register} lost ${key}`));
  await endRecord(context, {
    register,
    caller: system,
    record: found.record,
    version: found.version,
    scope: 'all',
    absent,
  });
}

/** Loads that were begun and given up long ago: what remains of them waits for approval to be destroyed. */
async function tellDrafts(context: Context, { drafts = [] }: Story, today: string): Promise<void> {
  for (const { register, body, daysAgo, rows } of drafts) {
    const past: Context = { ...context, clock: fixedClock(`${addDays(today, -daysAgo)}T02:00:00Z`) };
    const columns = Object.keys(rows[0] ?? {});
    await stageUpload(past, {
      ...{ register, body: (await getBody(context.db, body)).id, caller: system, rows: batches(rows, columns) },
      columns: columns.map((field, column) => ({ column, field, header: field })),
    });
  }
  await sweepLoads(context);
  for (const register of new Set(drafts.map((draft) => draft.register))) {
    await proposeDue(context, { register, what: 'loads' }, author);
  }
}

/** Every reporting body took the first release; some the newest. */
async function tellAdoptions(context: Context, story: Story): Promise<void> {
  const { number } = await currentRelease(context.db);
  for (const { body, newest } of story.adoptions ?? []) {
    const { id } = await getBody(context.db, body);
    for (let release = 1; release <= (newest ? number : Math.max(1, number - 1)); release++)
      await adoptRelease(context, { body: id, release }, author);
  }
}

/** What its people propose for the next release: each with the rights of the posts that the story gives them. */
async function tellProposed({ context, rooms }: OpenNode): Promise<void> {
  const { db, profile } = context;
  const authorize = authorizer(
    context,
    rooms.map((room) => room.permissions),
  );
  await tellProposals(context, async (name) => {
    const account = await findAccountByName(db, fold(name));
    if (!account) throw new HalfToldError(`the story has nobody called ${name}`);
    const caller = await describeCaller(db, account.id, profile.languages[0] ?? 'en');
    const decision = await authorize(caller, 'dictionary.comment-proposals', {});
    return actingOf({ authorize }, { caller, decision });
  });
}

/** What was read in the last month, entry by entry: the catalogue counts them from the audit trail. */
async function tellReads(context: Context, story: Story): Promise<void> {
  const bodies = new Map((await listBodies(context.db)).map((body) => [body.code, body.id]));
  const all = (story.reads ?? []).flatMap(({ register, body, action, count }) =>
    Array.from({ length: count }, () =>
      context.audit.append({
        action,
        actor: 'system',
        body: bodies.get(body) ?? null,
        subject: register,
        allowed: true,
        rule: 'governance/granted-by-agreement',
      }),
    ),
  );
  await Promise.all(all);
}

/** Who looked at one person's record: her window shows it. */
async function tellPersonReads({ db, audit }: Context, { personReads }: Story): Promise<void> {
  if (!personReads) return;
  const { register, field, person, reads } = personReads;
  const records = (await recordsOfPerson(db, await openRegister(db, register), [field], person)).map(
    (one) => one.record,
  );
  if (records.length === 0) return;
  const bodies = new Map((await listBodies(db)).map((body) => [body.code, body.id]));
  for (const { body, account: name, action, purpose, fields } of reads) {
    const account = await findAccountByName(db, fold(name));
    if (!account) throw new HalfToldError(`the story has nobody called ${name}`);
    const rule = purpose === null ? 'governance/within-own-tree' : 'governance/granted-by-agreement';
    const entry = { action, actor: account.id, body: bodies.get(body) ?? null, purpose, subject: register, records };
    await audit.append({ ...entry, allowed: true, rule, ...(fields && { fields }) });
  }
}

/** The base profile's dictionary is the first release, so that there is something to compare the newest with. */
export async function tellFirstRelease(context: Context, profiles: string): Promise<void> {
  const base = context.profile.layers.at(-2);
  if (
    base === undefined ||
    !context.profile.demo ||
    (await readSetting(context.db, 'story', Type.String())) !== undefined
  )
    return;
  const { plan } = compileProfileDictionary(readProfile(profiles, base));
  if (plan) await publishRelease(context, plan, author);
}
