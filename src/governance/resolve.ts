/** Authored governance → rows: codes of bodies become ids, days become ISO days; every misfit is collected. Pure. */
import type {
  AuthoredAgreement,
  AuthoredGovernance,
  AuthoredMandatory,
  AuthoredRegister,
  Located,
} from './authored.ts';
import type { Agreement, Consumers, DataCategory, LegalBasis, Purpose } from './model.ts';
import { resolveBasis, resolveCategory, resolvePurpose } from './purposes/resolve-purposes.ts';
import { resolveRequest, type ResolvedRequest } from './requests/resolve-request.ts';
import type { Lifecycle } from './lifecycle/model.ts';
import { resolveHolds, resolveLifecycle, resolveTerm, type ResolvedHold } from './lifecycle/resolve-lifecycle.ts';
import type { Answering } from './responsibilities/model.ts';
import { Resolver, resolveRows, type Known, type There } from './resolver.ts';
import type { MandatoryRow } from './store/request.ts';
import type { RegisterRow, ResponsibilityRow } from './store/register.ts';

export interface ResolvedRegister {
  readonly row: RegisterRow;
  readonly responsibilities: readonly ResponsibilityRow[];
  readonly publish: boolean;
  readonly at: string;
}

export interface Resolved {
  readonly registers: readonly ResolvedRegister[];
  readonly purposes: readonly Purpose[];
  readonly bases: readonly LegalBasis[];
  readonly categories: readonly DataCategory[];
  readonly agreements: readonly Agreement[];
  readonly mandatory: readonly MandatoryRow[];
  readonly requests: readonly ResolvedRequest[];
  /** Null: the profile says nothing of answering. */
  readonly answering: Answering | null;
  /** Null: the profile says nothing of the lifecycle. */
  readonly lifecycle: Lifecycle | null;
  readonly holds: readonly ResolvedHold[];
  readonly findings: readonly string[];
}

export function resolveGovernance(authored: AuthoredGovernance, known: Known): Resolved {
  const findings: string[] = [];
  const codes = <T extends { code: string }>(list: readonly Located<T>[]) =>
    new Set(list.map(({ value }) => value.code));
  const there: There = {
    registers: new Map(authored.registers.map(({ value }) => [value.name, value])),
    purposes: codes(authored.purposes),
    bases: codes(authored.bases),
  };
  refuseTwice(authored, findings);
  const resolverAt = (at: string) => new Resolver(known, at, findings);
  return {
    bases: authored.bases.map(({ value, at }) => resolveBasis(value, new Resolver(known, at, findings))),
    categories: authored.categories.map(({ value }) => resolveCategory(value)),
    purposes: authored.purposes.map(({ value, at }) =>
      resolvePurpose(value, new Resolver(known, at, findings), {
        bases: there.bases,
        categories: codes(authored.categories),
      }),
    ),
    registers: authored.registers.map(({ value, at }) =>
      resolveRegister(value, { resolver: new Resolver(known, at, findings), there, at }),
    ),
    agreements: authored.agreements.map(({ value, at }) =>
      resolveAgreement(value, new Resolver(known, at, findings), there),
    ),
    mandatory: authored.mandatory.map(({ value, at }) =>
      resolveMandatory(value, new Resolver(known, at, findings), there),
    ),
    requests: authored.requests.map(({ value, at }) => resolveRequest(value, new Resolver(known, at, findings), there)),
    answering: resolveAnswering(authored),
    lifecycle: resolveLifecycle(authored.lifecycle, resolverAt, there),
    holds: resolveHolds(authored.holds, resolverAt, there),
    findings,
  };
}

function resolveAnswering({ answering }: AuthoredGovernance): Answering | null {
  const last = answering.at(-1)?.value;
  if (!last) return null;
  const { reviewEvery, workingDays, duties } = last;
  return {
    reviewEvery,
    workingDays,
    duties: duties.map(({ levels = [], kinds = [], ...duty }) => ({ ...duty, levels, kinds })),
  };
}

function refuseTwice(authored: AuthoredGovernance, findings: string[]): void {
  const lists: readonly [string, readonly { key: string; at: string }[]][] = [
    ['register', authored.registers.map(({ value, at }) => ({ key: value.name, at }))],
    ['purpose', authored.purposes.map(({ value, at }) => ({ key: value.code, at }))],
    ['category', authored.categories.map(({ value, at }) => ({ key: value.code, at }))],
    ['legal basis', authored.bases.map(({ value, at }) => ({ key: value.code, at }))],
    ['agreement', authored.agreements.map(({ value, at }) => ({ key: value.code, at }))],
    ['hold', authored.holds.map(({ value, at }) => ({ key: value.code, at }))],
    ['request', authored.requests.map(({ value, at }) => ({ key: value.code, at }))],
  ];
  for (const [what, entries] of lists) {
    const seen = new Set<string>();
    for (const { key, at } of entries) {
      if (seen.has(key)) findings.push(`${at}: the ${what} ${key} is written twice`);
      seen.add(key);
    }
  }
}

const list = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : ((Array.isArray(value) ? value : [value]) as readonly T[]);

function resolveRegister(
  register: AuthoredRegister,
  { resolver, there, at }: { resolver: Resolver; there: There; at: string },
): ResolvedRegister {
  const { updatedBy, remedy } = register;
  const reviewedOn = register.reviewed === undefined ? null : resolver.day(register.reviewed);
  const role = (role: 'owner' | 'manager', codes: typeof register.owner): ResponsibilityRow[] =>
    list<string | number>(codes).map((code) => ({ role, body: resolver.body(code), account: null, reviewedOn }));
  return {
    at,
    publish: register.state !== 'draft',
    responsibilities: [
      ...role('owner', register.owner),
      ...role('manager', register.manager),
      ...(register.stewards ?? []).map((steward): ResponsibilityRow => {
        const { body, account } = typeof steward === 'object' ? steward : { body: steward, account: undefined };
        return {
          role: 'steward',
          body: resolver.body(body),
          account: account === undefined ? null : resolver.account(account),
          reviewedOn,
        };
      }),
    ],
    row: {
      name: register.name,
      entity: register.entity,
      names: register.names,
      definition: resolver.words(register.definition) ?? {},
      external: register.external ?? false,
      ownerNames: register.ownerNames ?? null,
      updating: updatedBy
        ? {
            ...(updatedBy.level !== undefined && { level: updatedBy.level }),
            ...(updatedBy.kind !== undefined && { kind: updatedBy.kind }),
            ...(updatedBy.body !== undefined && { body: resolver.body(updatedBy.body) }),
            ...(updatedBy.onBehalf !== undefined && { onBehalf: updatedBy.onBehalf }),
          }
        : null,
      labels: register.labels,
      retention: resolveTerm(register, resolver, there),
      terms: resolver.words(register.terms),
      citation: resolver.words(register.citation),
      authorityFor: register.authorityFor ?? [],
      remedyPurpose: remedy ? resolver.one(remedy.purpose, there.purposes, 'purpose') : null,
    },
  };
}

function resolveConsumers(consumers: AuthoredAgreement['for'], resolver: Resolver): Consumers {
  if ('bodies' in consumers) return { bodies: consumers.bodies.map((code) => resolver.body(code)) };
  const { under, ...rest } = consumers.class;
  return { class: { ...rest, ...(under !== undefined && { under: resolver.body(under) }) } };
}

function resolveMandatory(entry: AuthoredMandatory, resolver: Resolver, there: There): MandatoryRow {
  if (!there.registers.has(entry.register)) resolver.miss(`there is no register ${entry.register}`);
  return {
    register: entry.register,
    purpose: entry.purpose === undefined ? null : resolver.one(entry.purpose, there.purposes, 'purpose'),
    consumers: resolveConsumers(entry.for, resolver),
    elements: entry.elements ?? 'all',
    basis: resolver.one(entry.basis, there.bases, 'legal basis'),
  };
}

function resolveAgreement(agreement: AuthoredAgreement, resolver: Resolver, there: There): Agreement {
  const register = there.registers.get(agreement.register);
  if (!register) resolver.miss(`there is no register ${agreement.register}`);
  const provider = agreement.provider ?? list<string | number>(register?.manager)[0];
  if (provider === undefined) resolver.miss('there is no provider: the register has no data manager');
  const from = resolver.day(agreement.from);
  const to = agreement.to === undefined ? null : resolver.day(agreement.to);
  if (to !== null && to < from) resolver.miss(`it ends (${to}) before it begins (${from})`);
  return {
    code: agreement.code,
    names: agreement.names,
    register: agreement.register,
    provider: provider === undefined ? 0 : resolver.body(provider),
    consumers: resolveConsumers(agreement.for, resolver),
    elements: agreement.elements ?? 'all',
    rows: resolveRows(agreement.rows, resolver),
    condition: resolver.condition(register, agreement.condition),
    purpose: resolver.one(agreement.purpose, there.purposes, 'purpose'),
    basis: resolver.one(agreement.basis, there.bases, 'legal basis'),
    mode: agreement.mode,
    ...limitsOf(agreement),
    security: agreement.securityUntil === undefined ? 'none' : 'confirmed',
    securityUntil: agreement.securityUntil === undefined ? null : resolver.day(agreement.securityUntil),
    request: null,
    details: {},
    from,
    to,
    state: agreement.state ?? 'active',
    reason: resolver.words(agreement.reason),
  };
}

const limitsOf = ({ quota, quotaPeriod, subjects }: AuthoredAgreement) => ({
  quota: quota ?? null,
  quotaPeriod: quotaPeriod ?? 'day',
  subjects: subjects ?? null,
});
