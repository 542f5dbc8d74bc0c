/**
 * Registers that another node answers for: where a trusted source is kept elsewhere, people are looked up there and nothing
 * of it is kept here. A port: the rooms to the right know how nodes speak, and say so with `answerFrom`.
 */
import type { Db } from '../../platform/db/db.ts';
import type { ProblemDocument } from '../../platform/http/call.ts';
import type { Held } from '../prefill/find-held.ts';

export interface RemoteQuestion {
  readonly register: string;
  /** Id of the body that asks. */
  readonly consumer: number;
  readonly keys: readonly string[];
  /** Fields wanted; what the far agreement does not open is left out. */
  readonly fields: readonly string[];
  readonly purpose?: string | undefined;
  /** To hold records against it, not to fill a form: another purpose, and so another agreement. */
  readonly isCheck?: boolean;
}

export interface RemoteAnswer {
  /** By key; one that is not held is not in it. */
  readonly found: ReadonlyMap<string, Held>;
  /** Keys that were answered: all of them, or those before the far quota was used up. */
  readonly answered: ReadonlySet<string>;
}

export interface RemoteSource {
  /** Whether another node answers for this register. */
  answers(register: string): boolean;
  /** Whether records may be held against it: there is an agreement for that. */
  checks(register: string): boolean;
  /** What may keep it from answering a check: who answers, whether that one is reached, the agreement. Another text is news. */
  standing(register: string): Promise<string>;
  /** @throws RemoteSilentError, RemoteRefusedError when nothing at all was answered */
  find(asked: RemoteQuestion): Promise<RemoteAnswer>;
}

/** Nobody answered in time: what is entered is kept, and checked later. */
export class RemoteSilentError extends Error {
  override name = 'RemoteSilentError';
}

/** The far side decided against it. */
export class RemoteRefusedError extends Error {
  override name = 'RemoteRefusedError';
  readonly problem: ProblemDocument;
  constructor(problem: ProblemDocument) {
    super(problem.title);
    this.problem = problem;
  }
}

const sources = new WeakMap<Db, RemoteSource>();

export const answerFrom = (db: Db, source: RemoteSource): void => void sources.set(db, source);

/** Undefined where the register is this node's own to ask. */
export function remoteOf(db: Db, register: string): RemoteSource | undefined {
  const source = sources.get(db);
  return source?.answers(register) === true ? source : undefined;
}
