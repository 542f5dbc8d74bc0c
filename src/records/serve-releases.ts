/** A newer dictionary over HTTP: rehearsed, and taken. Translation only. */
import {
  actingOf,
  describeChange,
  describeRenaming,
  openProposal,
  overlayOn,
  readProposal,
  releaseProposals,
  releaseSigner,
  takeRelease,
  wordClash,
  type Plan,
} from '../dictionary/index.ts';
import type { Context } from '../platform/context.ts';
import { serve, type Server } from '../platform/http/serve.ts';
import { readWhole } from '../platform/http/upload.ts';
import type { Translate } from '../platform/i18n.ts';
import * as contract from './contract.ts';
import { problems } from './problems.ts';
import { rehearseRelease, type Rehearsal } from './rehearse-release.ts';

// 20,000 elements are some 40 MB as JSON; this is a wall, not a quota.
const LARGEST = 128 * 1024 * 1024;

export function serveReleases(server: Server, context: Context): void {
  serve(server, contract.rehearseProposal, async ({ params, caller, t }) => {
    const plan = await openProposal(context, params.proposal);
    return viewOf(await rehearseRelease(context, plan), caller.language, t);
  });
  serve(server, contract.releaseProposals, async ({ body, ...call }) => {
    const signer = releaseSigner(context);
    const ports = { fits: (plan: Plan) => mustFit(context, plan), signer };
    const { number, edition, hash, verdict, overlay } = await releaseProposals(
      context,
      body,
      await actingOf(server, call),
      ports,
    );
    const signed = signer && { signedBy: signer.key.name };
    const answer = { number, edition, hash, verdict, proposals: [...body.proposals] };
    return overlay > 0 ? { ...answer, overlay } : { ...answer, ...signed };
  });
  serve(server, contract.rehearseRelease, async ({ upload, caller, t }) => {
    const { plan, clashes } = await overlayOn(context.db, readProposal(await readWhole(upload, LARGEST)));
    const view = viewOf(await rehearseRelease(context, plan), caller.language, t);
    return { ...view, overlayClashes: clashes.map((clash) => wordClash(clash, t)) };
  });
  serve(server, contract.takeRelease, async ({ upload, query, caller, decision }) => {
    const by = { account: caller.account, body: caller.body, rule: decision.rule };
    const taking = { bytes: await readWhole(upload, LARGEST), key: query.key };
    const { number, edition, hash, verdict } = await takeRelease(context, taking, by, (plan) => mustFit(context, plan));
    return { number, edition, hash, verdict };
  });
}

/** @throws problems.releaseFails with the rows that are in the way */
export async function mustFit(context: Context, plan: Plan): Promise<void> {
  const { registers, possible } = await rehearseRelease(context, plan);
  if (possible) return;
  const failing = registers.flatMap(({ register, failing: found }) =>
    found.filter((one) => one.blocks).map((one) => ({ register, ...one })),
  );
  const fails = failing.reduce((sum, one) => sum + one.fails, 0);
  throw problems.releaseFails({ fails, register: failing[0]?.register ?? '', failing });
}

/** Why a stored code stays as it is. */
export const sayKept =
  (t: Translate) =>
  <K extends { readonly code: string; readonly why: string; readonly rows: number }>(kept: K) => ({
    ...kept,
    said: t(`records:kept.${kept.why}`, { code: kept.code, count: kept.rows }),
  });

function viewOf(rehearsal: Rehearsal, language: string, t: Translate) {
  const { changes, renames, registers, affected, ...rest } = rehearsal;
  return {
    ...rest,
    changes: changes.map((change) => ({ ...change, words: describeChange(change, language, t) })),
    renames: renames.map((one) => ({ ...one, words: describeRenaming(one, language, t) })),
    affected: affected.map((one) => ({ ...one, elements: [...one.elements] })),
    registers: registers.map((one) => ({
      ...one,
      fields: [...one.fields],
      recodes: one.recodes.map(({ field, list, rows, kept }) => ({ field, list, rows, kept: kept.map(sayKept(t)) })),
      failing: one.failing.map((failing) => ({ ...failing, records: [...failing.records] })),
      steps: one.steps.map((step) => ({
        ...step,
        words: t(`records:steps.${step.kind}`, { field: step.field, before: step.before, after: step.after }),
      })),
    })),
  };
}
