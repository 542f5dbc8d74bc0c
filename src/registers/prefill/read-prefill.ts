/** What was prefilled, for whoever sent the list; another's and none read the same. */
import { findBody } from '../../bodies/index.ts';
import { findRegister } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Translate } from '../../platform/i18n.ts';
import { getUpload, openRegister, uploadBytes } from '../../records/index.ts';
import type { PrefillView } from '../prefill-contract.ts';
import { problems } from '../problems.ts';
import { findPrefill, type PrefillRecord } from '../store/prefill.ts';

/** More findings than anybody reads on a page; all of them stand in the template. */
const MOST_SHOWN = 500;

/** @throws problems.noSuchPrefill */
export async function ownPrefill(
  { db }: Pick<Context, 'db'>,
  caller: Caller,
  which: { readonly register: string; readonly prefill: string },
): Promise<PrefillRecord> {
  const found = await findPrefill(db, which.prefill);
  // The template shows what this account was entitled to see: nobody else gets it.
  if (found?.register !== which.register || found.account !== caller.account) throw problems.noSuchPrefill();
  return found;
}

export async function viewPrefill(context: Context, record: PrefillRecord, t: Translate): Promise<PrefillView> {
  const { db } = context;
  const { entity } = await openRegister(db, record.register);
  const authority = await findRegister(db, record.authority);
  const body = await findBody(db, record.body);
  const reasons: Record<string, number> = {};
  for (const { reason } of record.findings) reasons[reason] = (reasons[reason] ?? 0) + 1;
  return {
    prefill: record.id,
    register: record.register,
    body: body?.code ?? '',
    authority: { name: record.authority, names: authority?.names ?? {} },
    at: record.at,
    asked: record.asked,
    found: record.found,
    reasons,
    reached: reasons['not-asked'] === undefined,
    cells: { known: record.cellsKnown, all: record.cellsAll },
    locked: entity.fields
      .filter(({ name }) => record.locked.includes(name))
      .map(({ name, names }) => ({ field: name, names })),
    findings: record.findings.slice(0, MOST_SHOWN).map(({ row, reason, value, values }) => ({
      row,
      reason,
      value,
      message: t(`registers:prefill.reasons.${reason}`, values),
    })),
    ready: await isKept(context, record),
  };
}

async function isKept({ db }: Context, { file }: PrefillRecord): Promise<boolean> {
  if (file === null) return false;
  return getUpload(db, file).then(
    () => true,
    () => false,
  );
}

/** @throws problems.noSuchPrefill when the template's time is over */
export async function prefilledFile({ db }: Context, { file }: PrefillRecord) {
  if (file === null) throw problems.noSuchPrefill();
  const kept = await getUpload(db, file).catch(() => undefined);
  if (!kept) throw problems.noSuchPrefill();
  return { name: kept.name, bytes: await uploadBytes(db, file) };
}
