/** The proposals of a trial profile's story, made, handed in and commented on by its people through the acts of everybody. */
import Type, { type Static } from 'typebox';
import { Check, Errors } from 'typebox/value';
import type { Context } from '../../platform/context.ts';
import { ProfileError } from '../../platform/profile.ts';
import { currentRelease } from '../current-release.ts';
import type { Authored } from '../import/model.ts';
import * as store from '../store/proposal.ts';
import type { Acting } from './act-on-proposal.ts';
import { authoredIndex } from './candidate.ts';
import { commentProposal } from './comment-proposal.ts';
import { createProposal } from './create-proposal.ts';
import { mergePatch } from './merge-patch.ts';
import { entryKinds } from './proposal-shapes.ts';
import { putEntry } from './put-entry.ts';
import { submitProposal } from './submit-proposal.ts';

const FILE = 'dictionary/proposals.yaml';

const text = Type.String({ minLength: 1, maxLength: 5000 });
const strict = { additionalProperties: false };
const about = { kind: Type.Enum(entryKinds), key: text };
const Told = Type.Array(
  Type.Object(
    {
      title: Type.String({ minLength: 1, maxLength: 300 }),
      reason: text,
      /** Account name of who makes it and hands it in. */
      by: text,
      entries: Type.Array(
        Type.Object(
          {
            ...about,
            /** Merged onto the entry in force (RFC 7396), in the authored shape; a new entry when there is none. */
            change: Type.Record(Type.String(), Type.Unknown()),
          },
          strict,
        ),
        { minItems: 1 },
      ),
      comments: Type.Optional(
        Type.Array(
          Type.Object(
            {
              by: text,
              kind: Type.Optional(about.kind),
              key: Type.Optional(about.key),
              pointer: Type.Optional(Type.String()),
              text,
            },
            strict,
          ),
        ),
      ),
    },
    strict,
  ),
);
type ToldProposal = Static<typeof Told>[number];

/**
 * Nothing on a profile without such a file. It is for the first start of a trial: every call makes them anew.
 * @param actingAs who an account of the story is, with the rights of its posts
 * @throws ProfileError with what is wrong in the file, and what the acts throw
 */
export async function tellProposals(context: Context, actingAs: (account: string) => Promise<Acting>): Promise<void> {
  const told = context.profile.read(FILE) ?? [];
  if (!Check(Told, told)) {
    const faults = [...Errors(Told, told)].slice(0, 20).map((one) => `${FILE}: ${one.instancePath} ${one.message}`);
    throw new ProfileError(faults.join('\n'));
  }
  for (const one of told) await tellOne(context, one, actingAs);
}

async function tellOne(
  context: Context,
  { title, reason, by, entries, comments = [] }: ToldProposal,
  actingAs: (account: string) => Promise<Acting>,
): Promise<void> {
  const maker = await actingAs(by);
  const proposal = await createProposal(context, { title, reason }, maker);
  const revision = async () => (await store.find(context.db, proposal))?.revision ?? 1;
  const inForce = authoredIndex((await currentRelease(context.db)).plan);
  for (const { kind, key, change } of entries) {
    const authored = mergePatch(inForce[kind].get(key) ?? {}, change) as Authored;
    await putEntry(context, { proposal, revision: await revision(), kind, key, action: 'put', authored }, maker);
  }
  await submitProposal(context, { proposal, revision: await revision() }, maker);
  for (const { by: speaker, ...comment } of comments)
    await commentProposal(context, { proposal, ...comment }, await actingAs(speaker));
}
