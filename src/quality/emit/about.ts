/** What the kinds of rules are made from: the plan, and the facts of a day. */
import type { EntityPlan, FieldPlan, Plan } from '../../dictionary/index.ts';
import { id, type Sql } from '../../platform/db/sql.ts';
import type { Framework } from '../framework.ts';

export interface RuleFacts {
  /** ISO day. */
  readonly today: string;
  /** Codes and names of the bodies in force; undefined when no field of the entity names the home body. */
  readonly homes: readonly string[] | undefined;
  readonly framework: Framework;
  readonly timeZone: string;
  /** Rows of the register that holds an entity, as of what is being counted; undefined when this node holds none. */
  readonly others: ReadonlyMap<string, OtherRegister>;
  /** First day of the register on this node: what happened before was not its to enter in time. */
  readonly since: string;
  /** By when what happened on a day is to be entered: day → last day, `n` working days later. */
  readonly deadlines: (days: number, counted: 'working' | 'calendar') => Readonly<Record<string, string>>;
}

export interface OtherRegister {
  readonly key: readonly string[];
  readonly rows: Sql;
}

export interface About extends RuleFacts {
  readonly register: string;
  readonly plan: Pick<Plan, 'elements' | 'settings'>;
  readonly entity: EntityPlan;
}

export const column = (name: string): Sql => id('r', name);

/** A key to the framework: it must be right in every row. */
export const isKey = ({ framework }: Pick<RuleFacts, 'framework'>, { keyRole }: FieldPlan): boolean =>
  keyRole !== 'none' && framework.keyRoles.includes(keyRole);

const WORDS = new Set<FieldPlan['dataType']>(['string', 'text', 'identifier', 'reference']);
export const isWords = ({ dataType }: FieldPlan): boolean => WORDS.has(dataType);
