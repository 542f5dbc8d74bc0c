/** The provider says how many different records a consumer of an agreement may read in a period. */
import { homesElsewhere, type Author } from '../bodies/index.ts';
import type { Context } from '../platform/context.ts';
import { closeWork } from '../platform/work/index.ts';
import { insistOnStanding } from './insist-on-standing.ts';
import { problems } from './problems.ts';
import * as store from './store/agreement.ts';
import { todayOf, writeChange } from './write-change.ts';

export interface SetSubjects {
  readonly agreement: string;
  /** Null: as many as there are. */
  readonly subjects: number | null;
}

/** @throws problems.agreementNotFound, problems.decidedElsewhere, problems.agreementEnded */
export async function setSubjects(context: Context, { agreement: code, subjects }: SetSubjects, by: Author) {
  const elsewhere = await homesElsewhere(context);
  const act = { action: 'governance.set-subjects', subject: code, kind: 'agreement', by } as const;
  await writeChange(context, act, async (tx, changeSet) => {
    const agreement = await store.findAgreement(tx, code);
    if (!agreement) throw problems.agreementNotFound({ agreement: code });
    insistOnStanding(elsewhere, agreement, todayOf(context));
    await store.setSubjects(tx, code, { subjects, changeSet });
    // Who changed the budget has heard of it.
    const consumers = (await store.listGrants(tx)).filter((grant) => grant.agreement === code);
    for (const { consumer } of consumers) {
      for (const kind of ['governance.subjects-near', 'governance.subjects-spent']) {
        await closeWork(tx, { kind, subject: `${code}/${String(consumer)}`, by: by.account, now: context.clock.now() });
      }
    }
  });
}
