/**
 * One decision for many: the data manager shares registers with bodies or with every body of a class. One agreement a
 * register, one grant a body, all in one change set; each grant is metered, suspended and audited by itself. Nothing is
 * open before the technical role has confirmed the connection, and that too is one act for all of them.
 */
import { consentProblems } from './consents/problems.ts';
import { homesElsewhere, listBodies, type Author } from '../bodies/index.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import type { Texts } from '../platform/texts.ts';
import { consumersOf, deriveGrants } from './derive-grants.ts';
import { codeMark, insistOnHome } from './insist-on-home.ts';
import { isSoundPeriod, type Agreement, type Consumers } from './model.ts';
import { oweSecurity } from './owe-security.ts';
import { problems } from './problems.ts';
import { agreementCodes } from './requests/grant-request.ts';
import { rulesOf } from './requests/rules.ts';
import { conditionFindings, entitiesOfRegisters, type Entities } from './row-conditions.ts';
import * as store from './store/agreement.ts';
import { listRegisters } from './store/register.ts';
import { todayOf, writeChange } from './write-change.ts';

export interface NewAgreements extends Pick<
  Agreement,
  | 'elements'
  | 'rows'
  | 'condition'
  | 'purpose'
  | 'basis'
  | 'mode'
  | 'quota'
  | 'quotaPeriod'
  | 'subjects'
  | 'details'
  | 'from'
  | 'to'
> {
  readonly registers: readonly string[];
  readonly names: Texts;
  readonly consumers: Consumers;
}

export interface Created {
  readonly agreements: readonly string[];
  readonly grants: number;
}

/** @throws problems.registerUnknown, problems.decidedElsewhere, problems.termsUnsound, problems.nobodyReached */
export async function createAgreements(context: Context, asked: NewAgreements, by: Author): Promise<Created> {
  const subject = asked.registers.join(' ').slice(0, 200);
  const act = { action: 'governance.create-agreements', subject, kind: 'agreement', by } as const;
  const elsewhere = await homesElsewhere(context);
  return writeChange(context, act, async (tx, changeSet) => {
    const today = todayOf(context);
    const provider = await providerOf(tx, asked.registers);
    insistOnHome(elsewhere, provider, subject);
    await checkTerms(tx, asked);
    if (consumersOf(asked.consumers, await listBodies(tx, { on: today })).length === 0) throw problems.nobodyReached();
    const rules = rulesOf(context.profile);
    const mark = await codeMark(elsewhere, tx, provider);
    const codes = await agreementCodes(tx, { rules, today, count: asked.registers.length, mark });
    const { registers, ...terms } = asked;
    const made = registers.map((register, i): Agreement => ({
      ...terms,
      register,
      provider,
      code: codes[i] ?? '',
      security: 'awaited',
      securityUntil: null,
      request: null,
      state: 'active',
      reason: null,
    }));
    await store.addAgreements(tx, made, changeSet);
    await oweSecurity(context, tx);
    return { agreements: codes, grants: await deriveGrants(tx, made, today, changeSet) };
  });
}

/** The one data manager of the registers. @throws problems.registerUnknown */
export async function providerOf(db: Db, names: readonly string[]): Promise<number> {
  const all = new Map((await listRegisters(db)).map((register) => [register.name, register]));
  const managers = new Set(names.map((name) => all.get(name)?.managerBody ?? null));
  const [only] = managers;
  if (managers.size !== 1 || only === null || only === undefined) throw problems.registerUnknown({ registers: names });
  return only;
}

async function checkTerms(tx: Db, asked: NewAgreements): Promise<void> {
  const { purpose, basis, from, to } = asked;
  const isKnown = (list: readonly { code: string }[], code: string) => list.some((one) => one.code === code);
  if (!isKnown(await store.listPurposes(tx), purpose)) throw problems.termsUnsound({ at: 'purpose' });
  const bases = await store.listBases(tx);
  if (!isKnown(bases, basis)) throw problems.termsUnsound({ at: 'basis' });
  const onConsent = bases.some(({ code, kind }) => code === basis && kind === 'consent');
  if (onConsent && asked.mode === 'feed') throw consentProblems.consentByFeed();
  if (!isSoundPeriod(from, to)) throw problems.termsUnsound({ at: 'to' });
  const entities = await entitiesOfRegisters(tx);
  for (const register of asked.registers) checkFields(asked, entities.get(register));
}

function checkFields({ elements, condition }: NewAgreements, entity: ReturnType<Entities['get']>): void {
  if (!entity) return;
  const known = new Set(entity.fields.map(({ element }) => element));
  if (elements !== 'all' && !elements.every((code) => known.has(code))) throw problems.termsUnsound({ at: 'elements' });
  if (condition !== null && conditionFindings(condition, entity).length > 0) {
    throw problems.termsUnsound({ at: 'condition' });
  }
}
