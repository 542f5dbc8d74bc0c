/** What screens read of breaches: lines with their clocks, one page with its timeline; only what the caller may see. */
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { findAccounts } from '../../platform/identity/index.ts';
import type { BodyRef } from '../contract.ts';
import { named, openDesk, type Desk } from '../desk.ts';
import { sayAllowed } from '../say-allowed.ts';
import { listCategories } from '../store/agreement.ts';
import { breachState, owedOf, type Breach } from './breach.ts';
import { hourClock } from './clock.ts';
import { stepBreach, type BreachLine, type BreachPage, type PrivacyBoard } from './contract.ts';
import { insistOnRules, privacySight, seen } from './guard.ts';
import { basisOf, readDossiers } from './read-dossiers.ts';
import { readRisks } from './read-risks.ts';
import { partTexts } from './parts.ts';
import { privacyProblems as problems } from './problems.ts';
import { privacyRulesOf } from './rules.ts';
import * as store from './store/breach.ts';

export async function readPrivacy(context: Context, caller: Caller): Promise<PrivacyBoard> {
  const rules = privacyRulesOf(context.profile);
  const sees = await privacySight(context.db, caller);
  const breaches = (await store.listBreaches(context.db)).filter(({ body }) => sees(body));
  const desk = await openDesk(
    context,
    breaches.map(({ body }) => body),
  );
  const dossiers = await readDossiers(context, sees);
  return {
    ruled: rules !== null,
    authority: rules?.authority ?? null,
    hours: rules?.breach.hours ?? null,
    breaches: breaches.map((one) => breachLine(one, desk, context.clock.now())),
    ...dossiers,
    ...(await readRisks(context, sees)),
  };
}

function breachLine(one: Breach, desk: Desk, now: Date): BreachLine {
  const owed = owedOf(one);
  return {
    ...{ code: one.code, title: one.title, drill: one.drill, state: breachState(one), body: desk.name(one.body) },
    ...{ registers: one.registers.map((register) => named(desk.registers, register)), people: one.people },
    ...{ estimated: one.estimated, discoveredAt: one.discoveredAt, dueAt: one.dueAt, owed: [...owed] },
    clock: hourClock(
      { from: one.discoveredAt, due: one.dueAt, answered: one.notifiedAt, owed: owed.includes('notify') },
      now,
    ),
  };
}

/** @throws governance/privacy-not-found, the same for what is not there and what is not for him */
export async function breachPage(context: Context, caller: Caller, code: string): Promise<BreachPage> {
  const { db } = context;
  const rules = insistOnRules(context);
  const one = await seen(db, caller, code, await store.findBreach(db, code));
  const entries = await store.entriesOf(db, code);
  const desk = await openDesk(context, [one.body, ...entries.map(({ body }) => body)]);
  const categories = new Map((await listCategories(db)).map((category) => [category.code, category]));
  const bodyOf = (body: number | null): BodyRef | null => (body === null ? null : desk.name(body));
  const who = await peopleOf(
    context,
    entries.map(({ account }) => account),
  );
  return {
    ...one,
    ...breachLine(one, desk, context.clock.now()),
    categories: one.categories.map((category) => ({
      ...{ code: category, names: categories.get(category)?.names ?? {} },
      sensitive: categories.get(category)?.sensitive ?? false,
    })),
    ...{ hours: rules.breach.hours, basis: basisOf(desk, rules.breach.basis), authority: rules.authority },
    parts: partTexts(rules.breach.parts, one.contents),
    entries: entries.map(({ account, body, ...entry }) => ({ ...entry, by: who(account), body: bodyOf(body) })),
    allowed: await sayAllowed(context, caller, {
      'governance.stepBreach': {
        ...{ permission: stepBreach.permission, about: { body: one.body } },
        insists: () => {
          if (one.closedAt !== null) throw problems.privacyMovedOn({ state: 'closed' });
        },
      },
    }),
  };
}

type Person = { readonly id: string; readonly name: string };

export async function peopleOf({ db }: Context, ids: readonly (string | null)[]): Promise<(id: string) => Person> {
  const wanted = [...new Set(ids)].filter((id): id is string => id !== null && /^[0-9a-f-]{36}$/.test(id));
  const names = new Map((await findAccounts(db, wanted)).map(({ id, displayName }) => [id, displayName]));
  return (id) => ({ id, name: names.get(id) ?? '' });
}
