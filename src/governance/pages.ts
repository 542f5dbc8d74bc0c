/** What the screens read of governance: registers, agreements, requests, each with names instead of ids. */
import { nameBodies } from '../bodies/index.ts';
import type { Context } from '../platform/context.ts';
import type { Caller } from '../platform/caller.ts';
import type { Db } from '../platform/db/db.ts';
import type { Texts } from '../platform/texts.ts';
import { workingCalendar, type WorkingCalendar } from '../platform/calendar.ts';
import { visibleBodies } from './authorizer.ts';
import type { AgreementPage, BodyRef, Named, RegisterLine, RegisterPage, RequestLine } from './contract.ts';
import { stateOn, type Agreement, type Grant, type LegalBasis } from './model.ts';
import { problems } from './problems.ts';
import { findingsOf } from './publish-register.ts';
import { summarise } from './read.ts';
import { conditionWords, entitiesOfRegisters } from './row-conditions.ts';
import * as store from './store/agreement.ts';
import * as registers from './store/register.ts';
import { todayOf } from './write-change.ts';

type NameOf = (id: number) => BodyRef;

async function namer(db: Db, ids: readonly (number | null | undefined)[]): Promise<NameOf> {
  const names = await nameBodies(
    db,
    ids.filter((id) => id !== null && id !== undefined),
  );
  return (id) => ({ id, code: names.get(id)?.code ?? String(id), names: names.get(id)?.name ?? {} });
}

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

export async function registerPage(context: Context, registerName: string): Promise<RegisterPage> {
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
  };
}

/** Everything agreements are shown with, read once. */
interface Desk {
  readonly name: NameOf;
  readonly registers: ReadonlyMap<string, Named>;
  readonly purposes: ReadonlyMap<string, Named>;
  readonly bases: ReadonlyMap<string, LegalBasis>;
  /** A condition on the rows of a register, in words. */
  readonly say: (register: string, condition: string) => Texts;
  readonly today: string;
  readonly calendar: WorkingCalendar;
}

async function conditionSayer({ db, words }: Context): Promise<Desk['say']> {
  const entities = await entitiesOfRegisters(db);
  return (register, condition) => conditionWords(condition, entities.get(register), words);
}

const byCode = <T extends { code: string }>(list: readonly T[]) => new Map(list.map((one) => [one.code, one]));

async function openDesk(context: Context, bodies: readonly (number | null)[]): Promise<Desk> {
  const { db } = context;
  const all = await registers.listResponsible(db);
  return {
    name: await namer(db, bodies),
    registers: new Map(all.map(({ name, names }) => [name, { code: name, names }])),
    purposes: byCode(await store.listPurposes(db)),
    bases: byCode(await store.listBases(db)),
    say: await conditionSayer(context),
    today: todayOf(context),
    calendar: workingCalendar(context.profile),
  };
}

const named = (list: ReadonlyMap<string, Named>, code: string): Named => {
  const found = list.get(code);
  return { code, names: found?.names ?? {} };
};

export const READ = 'governance.read-agreements';

/** The caller's sight: whether he may see what concerns a body. */
async function sightOf(db: Db, caller: Caller): Promise<(body: number) => boolean> {
  const visible = await visibleBodies(db, caller, READ);
  if (visible === 'all') return () => true;
  const seen = new Set(visible);
  return (body) => seen.has(body);
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
  return shown.map(({ agreement, mine }) => agreementPage(agreement, mine, desk));
}

function agreementPage(agreement: Agreement, grants: readonly Grant[], desk: Desk): AgreementPage {
  const { consumers, provider, basis, to, condition, ...rest } = agreement;
  return {
    ...rest,
    to,
    condition: condition === null ? null : { expression: condition, words: desk.say(agreement.register, condition) },
    register: named(desk.registers, agreement.register),
    provider: desk.name(provider),
    byClass: 'class' in consumers,
    purpose: named(desk.purposes, agreement.purpose),
    basis: desk.bases.get(basis) ?? { code: basis, names: {}, citation: null },
    state: stateOn(agreement, desk.today),
    daysLeft: to === null ? null : desk.calendar.workingDaysBetween(desk.today, to),
    grants: grants.map((grant) => ({
      id: grant.id,
      consumer: desk.name(grant.consumer),
      state: stateOn(grant, desk.today),
      from: grant.from,
      to: grant.to,
    })),
  };
}

export interface RequestPage {
  items: RequestLine[];
  decided: number;
  open: number;
  medianAnswer: number | null;
}

/** Requests made by bodies the caller may see, and how long they took. */
export async function requestPage(context: Context, caller: Caller, register?: string): Promise<RequestPage> {
  const sees = await sightOf(context.db, caller);
  const managers = new Map((await registers.listResponsible(context.db)).map((one) => [one.name, one.managerBody]));
  const seen = (await store.listRequests(context.db)).filter((request) => {
    const manager = managers.get(request.register) ?? null;
    const concerns = sees(request.by) || (manager !== null && sees(manager));
    return concerns && (register === undefined || request.register === register);
  });
  const desk = await openDesk(
    context,
    seen.flatMap(({ by, turn }) => [by, turn]),
  );
  const { days, median } = summarise(seen, desk.calendar);
  return {
    items: seen.map((request) => ({
      ...request,
      register: named(desk.registers, request.register),
      by: desk.name(request.by),
      purpose: request.purpose === null ? null : named(desk.purposes, request.purpose),
      turn: request.turn === null ? null : desk.name(request.turn),
      workingDays: desk.calendar.workingDaysBetween(request.asked, request.decided ?? desk.today),
    })),
    decided: days.length,
    open: seen.length - days.length,
    medianAnswer: median,
  };
}
