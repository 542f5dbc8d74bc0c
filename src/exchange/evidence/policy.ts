/**
 * Which witnesses count, and how many of them are enough: the text file of C2SP tlog-policy (`log`, `witness`, `group`,
 * `quorum`). The same file serves the node and whoever verifies a copy offline years later. Pure.
 */
import {
  MalformedNoteError,
  parseVerifierKey,
  printVerifierKey,
  type VerifierKey,
} from '../../platform/ledger/checkpoint.ts';
import { cosignedAt, parseWitnessKey, printWitnessKey, type WitnessKey } from './cosignature.ts';

export interface Policy {
  /** Logs one trusts; their key's name is the origin. */
  readonly logs: readonly VerifierKey[];
  readonly witnesses: ReadonlyMap<string, WitnessKey>;
  readonly groups: ReadonlyMap<string, { readonly least: number; readonly members: readonly string[] }>;
  /** Name of a witness or a group; `none` asks for no witness. */
  readonly quorum: string;
}

export class PolicyError extends Error {
  override name = 'PolicyError';
  readonly line: number;
  constructor(line: number, what: string) {
    super(`line ${String(line)}: ${what}`);
    this.line = line;
  }
}

/** @throws PolicyError with the line */
export function parsePolicy(text: string): Policy {
  const logs: VerifierKey[] = [];
  const witnesses = new Map<string, WitnessKey>();
  const groups = new Map<string, { least: number; members: readonly string[] }>();
  let quorum: string | undefined;
  const named = (name: string) => witnesses.has(name) || groups.has(name);
  text.split('\n').forEach((raw, place) => {
    const [word, ...rest] = raw.trim().split(/\s+/);
    const fail = (what: string): never => {
      throw new PolicyError(place + 1, what);
    };
    if (!word || word.startsWith('#')) return;
    if (word === 'log') logs.push(key(() => parseVerifierKey(rest[0] ?? ''), fail));
    else if (word === 'witness') {
      const [name = '', vkey = ''] = rest;
      if (name === '' || name === 'none' || named(name)) fail(`the name "${name}" is taken`);
      witnesses.set(
        name,
        key(() => parseWitnessKey(vkey), fail),
      );
    } else if (word === 'group') {
      const [name = '', least = '', ...members] = rest;
      if (name === '' || name === 'none' || named(name)) fail(`the name "${name}" is taken`);
      const stranger = members.find((member) => !named(member));
      if (stranger !== undefined) fail(`"${stranger}" is named before it is said who it is`);
      const count = least === 'all' ? members.length : least === 'any' ? 1 : Number(least);
      if (!Number.isInteger(count) || count < 1 || count > members.length)
        fail(`${least} of ${String(members.length)} cannot be`);
      groups.set(name, { least: count, members });
    } else if (word === 'quorum') {
      const [name = ''] = rest;
      if (quorum !== undefined) fail('there is one quorum');
      if (name !== 'none' && !named(name)) fail(`"${name}" is named before it is said who it is`);
      quorum = name;
    } else fail(`"${word}" is no word of a policy`);
  });
  if (quorum === undefined) throw new PolicyError(text.split('\n').length, 'the line "quorum" is missing');
  return { logs, witnesses, groups, quorum };
}

function key<T>(read: () => T, fail: (what: string) => never): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedNoteError) return fail(error.message);
    throw error;
  }
}

export function printPolicy({ logs, witnesses, groups, quorum }: Policy): string {
  return [
    ...logs.map((log) => `log ${printVerifierKey(log)}`),
    ...[...witnesses].map(([name, witness]) => `witness ${name} ${printWitnessKey(witness)}`),
    ...[...groups].map(([name, { least, members }]) => `group ${name} ${String(least)} ${members.join(' ')}`),
    `quorum ${quorum}`,
    '',
  ].join('\n');
}

export interface Cosigned {
  readonly name: string;
  readonly at: Date;
}

/** Who of the policy's witnesses cosigned the note, and when. */
export function cosignersOf(note: string, { witnesses }: Policy): Cosigned[] {
  return [...witnesses].flatMap(([name, witness]) => {
    const at = cosignedAt(note, witness);
    return at ? [{ name, at }] : [];
  });
}

/** Whether those who signed are enough. A group counts each of its members once, however often it is named elsewhere. */
export function isQuorum({ groups, quorum }: Policy, signed: ReadonlySet<string>): boolean {
  const holds = (name: string): boolean => {
    const group = groups.get(name);
    if (!group) return signed.has(name);
    return new Set(group.members.filter(holds)).size >= group.least;
  };
  return quorum === 'none' || holds(quorum);
}

/** A policy without a file: any `least` of these witnesses. With none there is nobody to ask. */
export function policyOf(logs: readonly VerifierKey[], witnesses: readonly WitnessKey[], least: number): Policy {
  const byName = new Map(witnesses.map((witness) => [witness.name, witness]));
  const needed = Math.min(least, byName.size);
  const groups = new Map(needed > 0 ? [['enough', { least: needed, members: [...byName.keys()] }]] : []);
  return { logs, witnesses: byName, groups, quorum: needed > 0 ? 'enough' : 'none' };
}
