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

type Names = Pick<Policy, 'witnesses' | 'groups'>;
type Fail = (what: string) => never;

/** @throws PolicyError with the line */
export function parsePolicy(text: string): Policy {
  const logs: VerifierKey[] = [];
  const witnesses = new Map<string, WitnessKey>();
  const groups = new Map<string, { least: number; members: readonly string[] }>();
  const names = { witnesses, groups };
  let quorum: string | undefined;
  const words: Readonly<Record<string, (rest: readonly string[], fail: Fail) => void>> = {
    log: ([vkey = ''], fail) => void logs.push(readKey(() => parseVerifierKey(vkey), fail)),
    witness: ([name = '', vkey = ''], fail) => {
      refuseName(names, name, fail);
      witnesses.set(
        name,
        readKey(() => parseWitnessKey(vkey), fail),
      );
    },
    group: ([name = '', least = '', ...members], fail) => {
      refuseName(names, name, fail);
      groups.set(name, { least: leastOf(names, least, members, fail), members });
    },
    quorum: ([name = ''], fail) => {
      if (quorum !== undefined) fail('there is one quorum');
      if (name !== 'none' && !isNamed(names, name)) fail(`"${name}" is named before it is said who it is`);
      quorum = name;
    },
  };
  for (const [place, raw] of text.split('\n').entries()) {
    const [word, ...rest] = raw.trim().split(/\s+/);
    if (!word || word.startsWith('#')) continue;
    const fail: Fail = (what) => {
      throw new PolicyError(place + 1, what);
    };
    (words[word] ?? (() => fail(`"${word}" is no word of a policy`)))(rest, fail);
  }
  if (quorum === undefined) throw new PolicyError(text.split('\n').length, 'the line "quorum" is missing');
  return { logs, witnesses, groups, quorum };
}

const isNamed = ({ witnesses, groups }: Names, name: string) => witnesses.has(name) || groups.has(name);

function refuseName(names: Names, name: string, fail: Fail): void {
  if (name === '' || name === 'none' || isNamed(names, name)) fail(`the name "${name}" is taken`);
}

function leastOf(names: Names, least: string, members: readonly string[], fail: Fail): number {
  const stranger = members.find((member) => !isNamed(names, member));
  if (stranger !== undefined) fail(`"${stranger}" is named before it is said who it is`);
  const count = least === 'all' ? members.length : least === 'any' ? 1 : Number(least);
  const can = Number.isInteger(count) && count >= 1 && count <= members.length;
  return can ? count : fail(`${least} of ${String(members.length)} cannot be`);
}

function readKey<T>(read: () => T, fail: Fail): T {
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
