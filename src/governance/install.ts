/** Puts the profile's registers, purposes, agreements and requests in place. The same profile again changes nothing. */
import { createHash } from 'node:crypto';
import Type from 'typebox';
import { bodiesByCode } from '../bodies/index.ts';
import { describeExpressionFinding } from '../dictionary/index.ts';
import { system } from '../platform/caller.ts';
import { workingCalendar } from '../platform/calendar.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { findAccountByName } from '../platform/identity/index.ts';
import { ProfileError } from '../platform/profile.ts';
import { readRelativeDay } from '../platform/relative-day.ts';
import { fold } from '../platform/search/fold.ts';
import { firstDay, readSetting, writeSetting } from '../platform/setting.ts';
import type { AuthoredGovernance } from './authored.ts';
import { deriveGrants } from './derive-grants.ts';
import { oweSecurity } from './owe-security.ts';
import { parseGovernance } from './parse.ts';
import { findingsOf } from './publish-register.ts';
import { ANSWERING } from './responsibilities/look-for-gaps.ts';
import { faultsOf } from './lifecycle/model.ts';
import { putHolds } from './lifecycle/place-hold.ts';
import { LIFECYCLE } from './lifecycle/terms.ts';
import { beginPrivacy, insistOnBases } from './privacy/begin.ts';
import { resolveGovernance, type Resolved } from './resolve.ts';
import type { Known } from './resolver.ts';
import { oweRequest } from './requests/owe-request.ts';
import type { ResolvedRequest } from './requests/resolve-request.ts';
import { conditionFindings, planInForce } from './row-conditions.ts';
import * as agreements from './store/agreement.ts';
import * as registers from './store/register.ts';
import * as requests from './store/request.ts';
import { todayOf, writeChange } from './write-change.ts';

const SETTING = 'governance.profile';
const node = { account: system.account, body: null, rule: 'governance/node-itself' };

/** @throws ProfileError with every finding, by file and line */
export async function install(context: Context): Promise<void> {
  const yaml = (folder: string) => context.profile.files(folder).filter(({ path }) => /\.ya?ml$/.test(path));
  const more = ['governance', 'purposes', 'lifecycle'].flatMap(yaml);
  const { authored, findings } = parseGovernance(yaml('registers'), more);
  refuse(findings);
  const resolved = await resolve(context, authored);
  refuse(resolved.findings);
  insistOnBases(context, new Set(resolved.bases.map(({ code }) => code)));
  const begin = context.profile.read('privacy/begin.yaml') ?? null;
  const hash = createHash('sha256')
    .update(JSON.stringify([resolved, begin]))
    .digest('hex');
  if ((await readSetting(context.db, SETTING, Type.String())) === hash) return;
  const act = { action: 'governance.install', subject: context.profile.name, kind: 'governance', by: node } as const;
  await writeChange(context, act, async (tx, changeSet) => {
    await write(context, tx, resolved, changeSet);
    await deriveGrants(tx, await agreements.listAgreements(tx), todayOf(context), changeSet);
    await oweSecurity(context, tx);
    await writeSetting(tx, SETTING, hash);
  });
}

function refuse(findings: readonly string[]): void {
  if (findings.length > 0) throw new ProfileError(findings.join('\n'));
}

async function resolve(context: Context, authored: AuthoredGovernance): Promise<Resolved> {
  const today = todayOf(context);
  const bodies = await bodiesByCode(context.db, today);
  const names = authored.registers.flatMap(({ value }) =>
    (value.stewards ?? []).flatMap((steward) => (typeof steward === 'object' ? (steward.account ?? []) : [])),
  );
  const accounts = new Map<string, string>();
  for (const name of new Set(names)) {
    const account = await findAccountByName(context.db, fold(name));
    if (account) accounts.set(name, account.id);
  }
  const [reference, calendar] = [await firstDay(context), workingCalendar(context.profile)];
  return resolveGovernance(authored, {
    bodyOf: (code) => bodies.get(code)?.id,
    accountOf: (name) => accounts.get(name),
    readDay: (text) => readRelativeDay(text, reference, calendar),
    conditionFault: await conditionFaults(context),
    termFaults: await termFaults(context),
    language: context.profile.languages[0] ?? 'en',
  });
}

/** Conditions are held against the release in force, in whose words a fault is said. */
async function conditionFaults({ db, words, profile }: Context): Promise<Known['conditionFault']> {
  const plan = await planInForce(db);
  const t = words.translator(profile.languages[0] ?? 'en');
  return (register, condition) => {
    // Before the first release there are no rows; what cannot be read then opens none.
    if (!plan) return undefined;
    const entity = plan.entities.find((one) => one.name === register?.entity);
    if (!entity) return 'the register has no entity in the release in force';
    const found = conditionFindings(condition, entity).map((one) => describeExpressionFinding(one, t));
    return found.length === 0 ? undefined : found.join('; ');
  };
}

async function termFaults({ db }: Context): Promise<Known['termFaults']> {
  const plan = await planInForce(db);
  return (register, term) =>
    faultsOf(
      term,
      plan?.entities.find((one) => one.name === register.entity),
    );
}

async function write(context: Context, tx: Db, resolved: Resolved, changeSet: number): Promise<void> {
  if (resolved.answering) await writeSetting(tx, ANSWERING, resolved.answering);
  if (resolved.lifecycle) await writeSetting(tx, LIFECYCLE, resolved.lifecycle);
  await agreements.putBases(tx, resolved.bases);
  await agreements.putCategories(tx, resolved.categories);
  await agreements.putPurposes(tx, resolved.purposes);
  const incomplete: string[] = [];
  for (const { row, responsibilities, publish, at } of resolved.registers) {
    await registers.putRegister(tx, row, changeSet, todayOf(context));
    await registers.putResponsibilities(tx, row.name, responsibilities);
    if (!publish) continue;
    const written = (await registers.findResponsible(tx, row.name)) as registers.Responsible;
    incomplete.push(...findingsOf(written).map((finding) => `${at}: the register ${row.name} has ${finding}`));
    await registers.publish(tx, row.name, changeSet);
  }
  refuse(incomplete);
  await putHolds(context, tx, resolved.holds, changeSet);
  await beginPrivacy(context, tx, changeSet);
  for (const agreement of resolved.agreements) await agreements.putAgreement(tx, agreement, changeSet);
  await requests.putMandatory(tx, resolved.mandatory);
  await putRequests(context, tx, resolved.requests, changeSet);
}

/** Those that are new are owed from now on; what happened to the others here stays. */
async function putRequests(context: Context, tx: Db, rows: readonly ResolvedRequest[], changeSet: number) {
  const there = await requests.takenCodes(tx, 'request');
  const fresh = rows.filter(({ row }) => !there.has(row.code));
  await requests.putRequests(
    tx,
    fresh.map(({ row }) => row),
    changeSet,
  );
  for (const { row, question } of fresh) {
    if (question) {
      const { text: words, on: day, by: body } = question;
      const note = { kind: 'question', day, body, words, account: system.account, changeSet } as const;
      await requests.addNote(tx, { request: row.code, ...note });
    }
    if (row.demand) await oweRequest(context, tx, row);
  }
}
