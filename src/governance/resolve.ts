/** Authored governance → rows: codes of bodies become ids, days become ISO days; every misfit is collected. Pure. */
import type { Texts } from '../platform/texts.ts';
import type { AuthoredAgreement, AuthoredGovernance, AuthoredRegister, AuthoredRequest, Located } from './authored.ts';
import type { Agreement, Consumers, LegalBasis, Purpose, Request, RowScope } from './model.ts';
import type { RegisterRow, ResponsibilityRow } from './store/register.ts';

export interface Known {
  /** Id of the body that bears the code today. */
  readonly bodyOf: (code: string) => number | undefined;
  /** Id of the account of that name. */
  readonly accountOf: (name: string) => string | undefined;
  readonly readDay: (text: string) => string | undefined;
  /** What is wrong with a condition on the rows of a register, in words; undefined when nothing is. */
  readonly conditionFault: (register: AuthoredRegister | undefined, condition: string) => string | undefined;
  /** Language of a text that is given without one. */
  readonly language: string;
}

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
  readonly agreements: readonly Agreement[];
  readonly requests: readonly Request[];
  readonly findings: readonly string[];
}

/** Looks things up for one entry and remembers what is not there. */
class Resolver {
  private readonly known: Known;
  private readonly at: string;
  private readonly findings: string[];
  constructor(known: Known, at: string, findings: string[]) {
    this.known = known;
    this.at = at;
    this.findings = findings;
  }
  miss(sentence: string): void {
    this.findings.push(`${this.at}: ${sentence}`);
  }
  body(code: string | number): number {
    const id = this.known.bodyOf(String(code));
    if (id === undefined) this.miss(`there is no body ${String(code)}`);
    return id ?? 0;
  }
  account(name: string): string {
    const id = this.known.accountOf(name);
    if (id === undefined) this.miss(`there is no account ${name}`);
    return id ?? '';
  }
  day(text: string): string {
    const day = this.known.readDay(text);
    if (day === undefined) this.miss(`"${text}" is not a day`);
    return day ?? '';
  }
  one(code: string, there: ReadonlySet<string>, what: string): string {
    if (!there.has(code)) this.miss(`there is no ${what} ${code}`);
    return code;
  }
  condition(register: AuthoredRegister | undefined, condition: string | undefined): string | null {
    if (condition === undefined) return null;
    const fault = this.known.conditionFault(register, condition);
    if (fault !== undefined) this.miss(`the condition “${condition}” is wrong: ${fault}`);
    return condition;
  }
  words(text: string | Texts | undefined): Texts | null {
    if (text === undefined) return null;
    return typeof text === 'string' ? { [this.known.language]: text } : text;
  }
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
  return {
    bases: authored.bases.map(({ value }) => ({ ...value, citation: value.citation ?? null })),
    purposes: authored.purposes.map(({ value, at }) => {
      const resolver = new Resolver(known, at, findings);
      for (const basis of value.bases ?? []) resolver.one(basis, there.bases, 'legal basis');
      return { code: value.code, names: value.names, bases: value.bases ?? [] };
    }),
    registers: authored.registers.map(({ value, at }) =>
      resolveRegister(value, { resolver: new Resolver(known, at, findings), there, at }),
    ),
    agreements: authored.agreements.map(({ value, at }) =>
      resolveAgreement(value, new Resolver(known, at, findings), there),
    ),
    requests: authored.requests.map(({ value, at }) => resolveRequest(value, new Resolver(known, at, findings), there)),
    findings,
  };
}

interface There {
  readonly registers: ReadonlyMap<string, AuthoredRegister>;
  readonly purposes: ReadonlySet<string>;
  readonly bases: ReadonlySet<string>;
}

function refuseTwice(authored: AuthoredGovernance, findings: string[]): void {
  const lists: readonly [string, readonly { key: string; at: string }[]][] = [
    ['register', authored.registers.map(({ value, at }) => ({ key: value.name, at }))],
    ['purpose', authored.purposes.map(({ value, at }) => ({ key: value.code, at }))],
    ['legal basis', authored.bases.map(({ value, at }) => ({ key: value.code, at }))],
    ['agreement', authored.agreements.map(({ value, at }) => ({ key: value.code, at }))],
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
  const role = (role: 'owner' | 'manager', codes: typeof register.owner): ResponsibilityRow[] =>
    list<string | number>(codes).map((code) => ({ role, body: resolver.body(code), account: null }));
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
      retention: register.retention ?? null,
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

function resolveRows(rows: AuthoredAgreement['rows'], resolver: Resolver): RowScope {
  return typeof rows === 'object' ? { under: resolver.body(rows.under) } : (rows ?? 'own-tree');
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
    quota: agreement.quota ?? null,
    from,
    to,
    state: agreement.state ?? 'active',
    reason: resolver.words(agreement.reason),
  };
}

function resolveRequest(request: AuthoredRequest, resolver: Resolver, there: There): Request {
  if (!there.registers.has(request.register)) resolver.miss(`there is no register ${request.register}`);
  const day = (text: string | undefined) => (text === undefined ? null : resolver.day(text));
  if ((request.decided === undefined) !== (request.outcome === undefined)) {
    resolver.miss('decided and outcome are given together or not at all');
  }
  return {
    code: request.code,
    register: request.register,
    by: resolver.body(request.by),
    names: request.names,
    purpose: request.purpose === undefined ? null : resolver.one(request.purpose, there.purposes, 'purpose'),
    elements: request.elements ?? [],
    asked: resolver.day(request.asked),
    decided: day(request.decided),
    outcome: request.outcome ?? null,
    reason: resolver.words(request.reason),
    due: day(request.due),
    turn: request.turn === undefined ? null : resolver.body(request.turn),
  };
}
