/** What the screens read of governance: registers and agreements, each with names instead of ids. */
import { homesElsewhere, type Elsewhere } from '../bodies/index.ts';
import type { Context } from '../platform/context.ts';
import type { Caller } from '../platform/caller.ts';
import type { Db } from '../platform/db/db.ts';
import type { AgreementPage, RegisterLine, RegisterPage } from './contract.ts';
import { named, namer, openDesk, sightOf, type Desk, type NameOf } from './desk.ts';
import { insistOnHome } from './insist-on-home.ts';
import { insistOnRenewable, insistOnStanding } from './insist-on-standing.ts';
import { stateOn, type Agreement, type Grant } from './model.ts';
import { problems } from './problems.ts';
import { findingsOf, insistOnPublishable } from './publish-register.ts';
import { sayAllowed } from './say-allowed.ts';
import { freeAgain, periodStart } from './quota.ts';
import * as store from './store/agreement.ts';
import { seenIn } from './store/subjects.ts';
import { heardUse } from './store/use.ts';
import * as registers from './store/register.ts';
import { usedSince } from './store/request.ts';
import { todayOf } from './write-change.ts';

const lineOf = (register: registers.Responsible, name: NameOf): RegisterLine => ({
  name: register.name,
  entity: register.entity,
  names: register.names,
  labels: register.labels,
  external: register.external,
  state: register.state,
  owner: register.ownerBody === null ? null : name(register.ownerBody),
  ownerNames: register.ownerNames,
  manager: register.managerBody === null ? null : name(register.managerBody),
});

export async function registerLines(db: Db): Promise<RegisterLine[]> {
  const all = await registers.listResponsible(db);
  const name = await namer(
    db,
    all.flatMap(({ ownerBody, managerBody }) => [ownerBody, managerBody]),
  );
  return all.map((register) => lineOf(register, name));
}

export async function registerPage(context: Context, caller: Caller, registerName: string): Promise<RegisterPage> {
  const { db } = context;
  const register = await registers.findResponsible(db, registerName);
  if (!register) throw problems.registerNotFound({ register: registerName });
  const { updatingBody: rule, stewards, ownerBody, managerBody } = register;
  const name = await namer(db, [ownerBody, managerBody, rule?.body, ...stewards.map(({ body }) => body)]);
  const grants = await store.listGrants(db);
  const agreements = (await store.listAgreements(db)).filter((one) => one.register === registerName);
  return {
    ...lineOf(register, name),
    definition: register.definition,
    stewards: stewards.map(({ body, account }) => ({ body: name(body), account })),
    updatedBy:
      rule && ({ ...rule, ...(rule.body !== undefined && { body: name(rule.body) }) } as RegisterPage['updatedBy']),
    retention: register.retention,
    terms: register.terms,
    citation: register.citation,
    authorityFor: register.authorityFor,
    findings: findingsOf(register),
    agreements: agreements.map((one) => ({
      code: one.code,
      names: one.names,
      state: stateOn(one, todayOf(context)),
      grants: grants.filter(({ agreement }) => agreement === one.code).length,
    })),
    allowed: await allowedOnRegister(context, caller, register),
  };
}

/** Stewards are named by the data manager; owner and data manager by whoever reaches every body. */
async function allowedOnRegister(context: Context, caller: Caller, register: registers.Responsible) {
  const { managerBody, ownerBody } = register;
  const elsewhere = await homesElsewhere(context);
  const insists = () => {
    if (managerBody !== null) insistOnHome(elsewhere, managerBody, register.name);
  };
  const byManager = managerBody === null ? {} : { about: { body: managerBody } };
  const name = { permission: 'governance.assign-responsibilities', insists };
  return sayAllowed(context, caller, {
    'governance.publishRegister': {
      ...{ permission: 'governance.publish', about: { register: register.name, ...byManager.about } },
      insists: () => insistOnPublishable(context, register, context.words.translator(caller.language)),
    },
    'governance.assignResponsibility#owner': { ...name, about: { body: ownerBody ?? 0 } },
    'governance.assignResponsibility#steward': { ...name, ...byManager },
    'governance.reviewResponsibilities': { permission: 'governance.review-responsibilities', ...byManager, insists },
  });
}

/** Agreements that concern the caller: as provider with all their grants, as consumer with his own. */
export async function agreementPages(
  context: Context,
  caller: Caller,
  only: (agreement: Agreement) => boolean = () => true,
): Promise<AgreementPage[]> {
  const { db } = context;
  const sees = await sightOf(db, caller);
  const grants = Map.groupBy(await store.listGrants(db), ({ agreement }) => agreement);
  const shown = (await store.listAgreements(db)).filter(only).flatMap((agreement) => {
    const all = grants.get(agreement.code) ?? [];
    const mine = sees(agreement.provider) ? all : all.filter(({ consumer }) => sees(consumer));
    return sees(agreement.provider) || mine.length > 0 ? [{ agreement, mine }] : [];
  });
  const bodies = shown.flatMap(({ agreement, mine }) => [agreement.provider, ...mine.map(({ consumer }) => consumer)]);
  const desk = await openDesk(context, bodies);
  const used = await usage(
    db,
    shown.map(({ agreement }) => agreement),
    desk.today,
  );
  const elsewhere = await homesElsewhere(context);
  return Promise.all(
    shown.map(async ({ agreement, mine }) => ({
      ...pageOf(agreement, mine, { desk, usage: used }),
      home: elsewhere.get(agreement.provider) ?? null,
      allowed: await allowedOn(context, caller, agreement, elsewhere),
    })),
  );
}

/** What whoever asks may do with an agreement; those who decide must reach its provider. */
function allowedOn(context: Context, caller: Caller, agreement: Agreement, elsewhere: Elsewhere) {
  const insists = () => insistOnStanding(elsewhere, agreement, todayOf(context));
  const about = { body: agreement.provider };
  return sayAllowed(context, caller, {
    'governance.changeAgreement': { permission: 'governance.decide-agreements', about, insists },
    'governance.renewAgreement': {
      ...{ permission: 'governance.decide-agreements', about },
      insists: () => insistOnRenewable(elsewhere, agreement),
    },
    'governance.confirmSecurity': { permission: 'governance.decide-security', insists },
    'governance.setCondition': { permission: 'governance.decide-agreements', about, insists },
    'governance.setSubjects': { permission: 'governance.decide-agreements', about, insists },
  });
}

/** @throws problems.agreementNotFound for one that is not there or not to be seen: nobody can tell which */
export async function agreementPage(context: Context, caller: Caller, code: string): Promise<AgreementPage> {
  const [found] = await agreementPages(context, caller, (agreement) => agreement.code === code);
  if (!found) throw problems.agreementNotFound({ agreement: code });
  return found;
}

interface Usage {
  readonly used: (agreement: string, consumer: number) => number;
  readonly read: (agreement: string, consumer: number) => number;
  /** When another node said so. */
  readonly toldAt: (agreement: string, consumer: number) => string | null;
}

/** What each grant has read in the period its quota is counted by. */
async function usage(db: Db, agreements: readonly Agreement[], today: string): Promise<Usage> {
  const [used, read] = [new Map<string, number>(), new Map<string, number>()];
  for (const [period, some] of Map.groupBy(agreements, ({ quotaPeriod }) => quotaPeriod)) {
    const codes = some.map(({ code }) => code);
    for (const one of await usedSince(db, codes, periodStart(period, today))) {
      used.set(`${one.agreement}/${String(one.consumer)}`, one.used);
    }
    for (const one of await seenIn(db, codes, periodStart(period, today))) {
      read.set(`${one.agreement}/${String(one.consumer)}`, one.seen);
    }
  }
  const heard = await heardUse(
    db,
    agreements.map(({ code }) => code),
  );
  const told = new Map(heard.map(({ agreement, consumer, at }) => [`${agreement}/${String(consumer)}`, at]));
  const of = (map: ReadonlyMap<string, number>) => (agreement: string, consumer: number) =>
    map.get(`${agreement}/${String(consumer)}`) ?? 0;
  const toldAt = (agreement: string, consumer: number) => told.get(`${agreement}/${String(consumer)}`) ?? null;
  return { used: of(used), read: of(read), toldAt };
}

function pageOf(
  agreement: Agreement,
  grants: readonly Grant[],
  { desk, usage: { used, read, toldAt } }: { readonly desk: Desk; readonly usage: Usage },
): Omit<AgreementPage, 'home' | 'allowed'> {
  const { consumers, provider, basis, to, condition, ...rest } = agreement;
  return {
    ...rest,
    to,
    condition: condition === null ? null : { expression: condition, words: desk.say(agreement.register, condition) },
    register: named(desk.registers, agreement.register),
    provider: desk.name(provider),
    byClass: 'class' in consumers,
    freeAgain:
      agreement.quota === null && (agreement.subjects ?? null) === null
        ? null
        : freeAgain(agreement.quotaPeriod, desk.today),
    purpose: named(desk.purposes, agreement.purpose),
    basis: desk.bases.get(basis) ?? {
      code: basis,
      names: {},
      citation: null,
      kind: 'law',
      law: null,
      article: null,
      text: null,
    },
    state: stateOn(agreement, desk.today),
    daysLeft: to === null ? null : desk.calendar.workingDaysBetween(desk.today, to),
    grants: grants.map((grant) => ({
      id: grant.id,
      consumer: desk.name(grant.consumer),
      state: stateOn(grant, desk.today),
      from: grant.from,
      to: grant.to,
      used: used(agreement.code, grant.consumer),
      read: (agreement.subjects ?? null) === null ? null : read(agreement.code, grant.consumer),
      toldAt: toldAt(agreement.code, grant.consumer),
    })),
  };
}
