/** Puts the claims of the dictionary and of registers in place, and the disputes that the profile tells of. */
import { currentRelease, type Plan } from '../../dictionary/index.ts';
import { listRegisters, type Register } from '../../governance/index.ts';
import { system } from '../../platform/caller.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { readRelativeDay } from '../../platform/relative-day.ts';
import { firstDay } from '../../platform/setting.ts';
import type { Texts } from '../../platform/texts.ts';
import { problems } from '../problems.ts';
import { allClaims, putClaim } from '../store/claim.ts';
import { listDisputes } from '../store/dispute.ts';
import { argue, openDispute } from './claim-element.ts';
import { authoredDisputes } from './settings.ts';
import { writeChange } from './write-change.ts';

/** Idempotent: what was settled or is open already stays as it is. @throws problems.profileBroken */
export async function installAuthorities(context: Context): Promise<void> {
  const { db } = context;
  const { plan } = await currentRelease(db);
  const day = await firstDay(context);
  const before = (await allClaims(db)).length;
  await db.transaction(async (tx) => {
    for (const [element, register] of claimsOf(plan, await listRegisters(tx)))
      await putClaim(tx, { element, register, since: day, note: null });
  });
  // What was claimed at an earlier start has its dispute already, or had it.
  if ((await allClaims(db)).length === before) return;
  await openTold(context, day);
  await openFound(context, day);
}

/** Who the dictionary names comes first, wherever it is kept; then what registers claim themselves. */
function claimsOf({ elements }: Plan, registers: readonly Register[]): (readonly [string, string])[] {
  const named = elements.flatMap(({ code, authority }) => (authority ? [[code, authority] as const] : []));
  const known = new Set(elements.map(({ code }) => code));
  const claimed = registers.flatMap(({ name, authorityFor }) =>
    authorityFor.filter((code) => known.has(code)).map((code) => [code, name] as const),
  );
  return [...named, ...claimed];
}

const node = { caller: { account: system.account, body: null }, rule: 'governance/node-itself' };
const openAct = (element: string) => ({ ...node, action: 'registers.claim-element', element });

async function openTold(context: Context, reference: string): Promise<void> {
  const calendar = workingCalendar(context.profile);
  for (const told of authoredDisputes(context.profile)) {
    const { element, claimant } = told;
    const openedOn = readRelativeDay(told.opened, reference, calendar);
    if (openedOn === undefined)
      throw problems.profileBroken({ findings: [`authorities/disputes.yaml: ${told.opened}`] });
    await writeChange(context, openAct(element), async (tx) => {
      await putClaim(tx, { element, register: claimant, since: openedOn, note: null });
      const dispute = await openMissing(context, tx, { element, claimant, argument: told.argument, openedOn });
      if (dispute && told.answer)
        await argue(context, tx, {
          dispute: dispute.id,
          register: dispute.holder,
          words: told.answer,
          by: node.caller,
        });
    });
  }
}

/** A second claim that nobody has opened a dispute about. */
async function openFound(context: Context, openedOn: string): Promise<void> {
  const disputed = (await allClaims(context.db)).filter(({ standing }) => standing === 'disputed');
  const open = await listDisputes(context.db, { state: 'open' });
  for (const { element, register } of disputed) {
    if (open.some((one) => one.element === element && one.claimant === register)) continue;
    await writeChange(context, openAct(element), (tx) =>
      openMissing(context, tx, { element, claimant: register, argument: null, openedOn }),
    );
  }
}

interface Missing {
  readonly element: string;
  readonly claimant: string;
  readonly argument: Texts | null;
  readonly openedOn: string;
}

/** Undefined when there is nobody to dispute with, or it was disputed before. */
async function openMissing(context: Context, tx: Db, { element, claimant, argument, openedOn }: Missing) {
  const claims = (await allClaims(tx)).filter((claim) => claim.element === element);
  const holder = claims.find(({ standing }) => standing === 'authority')?.register;
  const before = await listDisputes(tx, { element });
  if (holder === undefined || holder === claimant || before.some((one) => one.claimant === claimant)) return undefined;
  const id = await openDispute(context, tx, { element, holder, claimant, argument, openedOn, by: node.caller });
  return { id, holder };
}
