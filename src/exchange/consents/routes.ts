/** Serves consent: translation only. */
import {
  consentCounts,
  consentsOf,
  consentTexts,
  giveConsent,
  listAgreements,
  listBases,
  listPurposes,
  purposesOnConsent,
  subjectProblems,
  visibleBodies,
  writeConsentText,
} from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Decision } from '../../platform/decision.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { noteReads } from '../../records/index.ts';
import { heldForRights } from '../subject-requests/held-by.ts';
import { windowProblems } from '../window/problems.ts';
import { personOf } from '../window/store/window.ts';
import * as contract from './contract.ts';

interface Acting {
  readonly caller: Caller;
  readonly decision: Decision;
}
const author = ({ caller, decision }: Acting) => ({ account: caller.account, body: caller.body, rule: decision.rule });

export function consentRoutes(server: Server, context: Context): void {
  const { db } = context;
  serve(server, contract.listConsents, async ({ caller }) => {
    const may = async (permission: string) => (await server.authorize(caller, permission, {})).allowed;
    return {
      items: await consentPurposes(context),
      mayWrite: await may(contract.writeConsentText.permission),
      mayTake: await may(contract.takeConsent.permission),
    };
  });
  serve(server, contract.writeConsentText, async ({ body, ...acting }) => ({
    version: await writeConsentText(context, body, author(acting)),
  }));
  serve(server, contract.takeConsent, async ({ body, ...acting }) => {
    await insistOnKept(context, acting, body.person);
    const { agrees: _, ...giving } = body;
    return { consent: await giveConsent(context, giving, author(acting)) };
  });
  serve(server, contract.readOwnConsents, async ({ caller }) => {
    const person = await personOf(db, caller.account);
    return person === undefined
      ? { linked: false, items: [] }
      : { linked: true, items: await ownConsents(context, person) };
  });
  serve(server, contract.giveOwnConsent, async ({ body, request, ...acting }) => {
    const person = await personOf(db, acting.caller.account);
    if (person === undefined) throw windowProblems.notLinkedToPerson();
    const { purpose, version } = body;
    const evidence = `account/${acting.caller.account}`;
    const giving = { purpose, version, person, evidence, language: request.language, method: 'own-account' } as const;
    return { consent: await giveConsent(context, giving, author(acting)) };
  });
}

/** Only of people whom one's body keeps; of others it reads as of nobody. It is a read. */
async function insistOnKept(context: Context, { caller, decision }: Acting, person: string): Promise<void> {
  const homes = await visibleBodies(context.db, caller, contract.takeConsent.permission);
  const held = await heldForRights(context, person);
  const isKept = held.some(({ records }) => records.some(({ body }) => homes === 'all' || homes.includes(body)));
  if (!isKept) throw subjectProblems.subjectNotHere();
  for (const { register, records } of held) {
    const reading = { action: 'exchange.open-subject-request', subject: register, rule: decision.rule };
    await noteReads(
      context,
      caller,
      reading,
      records.map(({ record }) => record),
    );
  }
}

const todayOf = ({ clock, profile }: Context): string => dayOf(clock.now(), profile.timeZone);

/** Each purpose that rests on consent, with its editions, the newest first. */
async function purposesWithTexts(context: Context) {
  const { db } = context;
  const today = todayOf(context);
  const on = await purposesOnConsent(db);
  const texts = Map.groupBy(await consentTexts(db), ({ purpose }) => purpose);
  return (await listPurposes(db))
    .filter(({ code }) => on.has(code))
    .map(({ code, names }) => {
      const editions = (texts.get(code) ?? []).map(({ version, words, from }) => ({ version, words, from }));
      return { purpose: { code, names }, editions, current: editions.find(({ from }) => from <= today) ?? null };
    });
}

async function consentPurposes(context: Context): Promise<contract.ConsentPurpose[]> {
  const { db } = context;
  const counts = new Map((await consentCounts(db)).map((one) => [one.purpose, one]));
  const consent = new Set((await listBases(db)).filter(({ kind }) => kind === 'consent').map(({ code }) => code));
  const agreements = (await listAgreements(db)).filter(({ basis }) => consent.has(basis));
  return (await purposesWithTexts(context)).map((one) => ({
    ...one,
    standing: counts.get(one.purpose.code)?.standing ?? 0,
    withdrawn: counts.get(one.purpose.code)?.withdrawn ?? 0,
    agreements: agreements.filter(({ purpose }) => purpose === one.purpose.code).map(({ code }) => code),
  }));
}

async function ownConsents(context: Context, person: string): Promise<contract.OwnConsent[]> {
  const all = await consentsOf(context.db, person);
  return (await purposesWithTexts(context)).map(({ purpose, current }) => {
    const last = all.find((one) => one.purpose === purpose.code);
    const given = last && {
      ...{ at: last.givenAt, version: last.version, method: last.method, withdrawnAt: last.withdrawnAt },
    };
    return { purpose, current, given: given ?? null };
  });
}
