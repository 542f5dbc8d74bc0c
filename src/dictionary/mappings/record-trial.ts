/** Numbers of a trial are put on record: how many rows of a sample passed, under which release. No row is kept. */
import type { Context } from '../../platform/context.ts';
import { codeLookup } from '../codes/codes-of.ts';
import { currentRelease, getEntity } from '../current-release.ts';
import { problems } from '../problems.ts';
import * as store from '../store/mapping.ts';
import { recordChange, takeChange, todayOf, type Author } from '../write-change.ts';
import type { SourceRow } from './compile-mapping.ts';
import type { RecordedTrial } from './coverage.ts';
import { recodingsOf } from './recodings.ts';
import { getMapping } from './save-mapping.ts';
import { tryRows } from './try-rows.ts';

export interface TrialRequest {
  readonly code: string;
  readonly body: string;
  readonly rows: readonly SourceRow[];
}

/** @throws problems.mappingNotFound, problems.mappingBodyFixed, problems.fileEmpty */
export async function recordTrial(
  context: Context,
  { code, body, rows }: TrialRequest,
  by: Author,
): Promise<RecordedTrial> {
  if (rows.length === 0) throw problems.fileEmpty({});
  return context.db.transaction(async (tx) => {
    const { content, revision } = await getMapping(tx, code);
    if (content.body !== body) throw problems.mappingBodyFixed({ mapping: code });
    const { plan, number: release, ...rest } = await currentRelease(tx);
    const entity = getEntity({ plan, number: release, ...rest }, content.entity);
    const today = todayOf(context);
    const codes = await codeLookup(tx, [entity], today);
    const { count, passed } = tryRows(content, entity, rows, {
      settings: plan.settings,
      today,
      codes,
      recodings: await recodingsOf(tx, content, entity, today),
    });
    const changeSet = await takeChange(tx);
    await store.putTrial(tx, {
      mapping: code,
      revision,
      release,
      rows: count,
      passed,
      by: by.account,
      now: context.clock.now(),
    });
    const act = { kind: 'governance', action: 'dictionary.record-trial', subject: `mapping-${code}`, by } as const;
    await recordChange(context, tx, act, { changeSet, added: 1, changed: 0, ended: 0 });
    return { revision, release, rows: count, passed };
  });
}
