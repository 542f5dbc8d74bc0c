/** Looks up what a profile's entry names, and remembers what is not there. Pure. */
import type { Texts } from '../platform/texts.ts';
import type { AuthoredAgreement, AuthoredRegister } from './authored.ts';
import type { Term } from './lifecycle/model.ts';
import type { RowScope } from './model.ts';

export interface Known {
  /** Id of the body that bears the code today. */
  readonly bodyOf: (code: string) => number | undefined;
  /** Id of the account of that name. */
  readonly accountOf: (name: string) => string | undefined;
  readonly readDay: (text: string) => string | undefined;
  /** What is wrong with a condition on the rows of a register, in words; undefined when nothing is. */
  readonly conditionFault: (register: AuthoredRegister | undefined, condition: string) => string | undefined;
  /** What is wrong with a term of a register, in sentences. */
  readonly termFaults: (register: AuthoredRegister, term: Term) => readonly string[];
  /** Language of a text that is given without one. */
  readonly language: string;
}

export interface There {
  readonly registers: ReadonlyMap<string, AuthoredRegister>;
  readonly purposes: ReadonlySet<string>;
  readonly bases: ReadonlySet<string>;
}

/** Looks things up for one entry and remembers what is not there. */
export class Resolver {
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
  term(register: AuthoredRegister, term: Term): void {
    for (const fault of this.known.termFaults(register, term)) this.miss(`retention of ${register.name}: ${fault}`);
  }
  words(text: string | Texts | undefined): Texts | null {
    if (text === undefined) return null;
    return typeof text === 'string' ? { [this.known.language]: text } : text;
  }
}

export function resolveRows(rows: AuthoredAgreement['rows'], resolver: Resolver): RowScope {
  return typeof rows === 'object' ? { under: resolver.body(rows.under) } : (rows ?? 'own-tree');
}
