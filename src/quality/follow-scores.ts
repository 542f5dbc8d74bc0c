/**
 * Keeps what passes and what fails, rule by rule and body by body, by following the change log: adds what a change set
 * began and takes off what it ended. Where the rules themselves read otherwise than when they were counted, all is
 * counted anew, as of that change set.
 */
import { subtreeIds } from '../bodies/index.ts';
import { listRegisters } from '../governance/index.ts';
import type { ChangeSet, Follower } from '../platform/changes/index.ts';
import type { Db } from '../platform/db/db.ts';
import { delta, openRegister, relation } from '../records/index.ts';
import { assessable, countAnew, countSome, type Counting } from './count-rules.ts';
import { frameworkOf, usual } from './framework.ts';
import type { Rule } from './rule.ts';
import { rulesOfRegister, type RegisterRules, type Timed } from './rules-of-register.ts';
import { failDuplicates, findDuplicates, renewDuplicates } from './store/duplicate.ts';
import { limited } from './store/limited.ts';
import { findBasis, putBasis } from './store/rule.ts';
import * as store from './store/tally.ts';

export const SCORES = 'quality.scores';

// What these change, the rules' own text tells.
const ofRules: readonly ChangeSet['kind'][] = ['bodies', 'codes', 'release', 'quality'];

export function scoresFollower(timed: Timed): Follower {
  return {
    name: SCORES,
    kinds: ['records', 'undo', 'migration', 'applied', 'disposal', ...ofRules],
    initial: async (tx) => {
      for (const { name } of await listRegisters(tx))
        await countWhole(tx, timed, await rulesOfRegister(tx, timed, name));
    },
    apply: async (tx, change) => {
      // What people do with defects changes no row; a day that turned is told by the node itself.
      if (change.kind === 'quality' && change.actor !== 'system') return;
      if (ofRules.includes(change.kind)) return countChanged(tx, timed, change);
      await countChange(tx, timed, change);
      await countThoseThatName(tx, timed, change);
    },
    fingerprint: (tx) => store.fingerprint(tx, SCORES),
  };
}

/** Every register whose rules read otherwise than when it was counted. */
async function countChanged(tx: Db, timed: Timed, change: ChangeSet): Promise<void> {
  for (const { name } of await listRegisters(tx)) {
    const of = await rulesOfRegister(tx, timed, name, change.at ?? undefined);
    if ((await findBasis(tx, name, SCORES)) !== (await of.basis())) await countWhole(tx, timed, of, change);
  }
}

async function countChange(tx: Db, timed: Timed, change: ChangeSet): Promise<void> {
  const of = await rulesOfRegister(tx, timed, change.subject, change.at ?? undefined);
  const isSame = (await findBasis(tx, change.subject, SCORES)) === (await of.basis());
  if (!isSame || change.kind === 'migration') return countWhole(tx, timed, of, change);
  // What a stream brings may also empty fields of rows that are here, of which no delta tells.
  if (change.kind === 'applied') return countBodies(tx, timed, of, change);
  const rules = await assessable(tx, change.subject, of.rules);
  const rows = delta(of.table, change);
  await renewUnique(tx, of, rules, (rule, whole) => renewDuplicates(tx, { ...rule, rows: whole, delta: rows }));
  const counting = { register: change.subject, rules, rows, follower: SCORES };
  const failed = await limited(tx, frameworkOf(timed.profile).ruleSeconds, (inner) =>
    store.tallyDelta(inner, counting),
  );
  if (failed !== undefined) return countWhole(tx, timed, of, change);
  await settleUnique(tx, change.subject, rules);
}

const rowsAt = ({ table }: RegisterRules, change: ChangeSet | undefined) =>
  relation(table, { scope: 'all', ...(change?.at && { knownOn: change.at }) });

const countingOf = (timed: Timed, of: RegisterRules, change?: ChangeSet): Counting => ({
  register: of.table.register,
  rules: of.rules,
  rows: rowsAt(of, change),
  bodies: 'all',
  follower: SCORES,
  ruleSeconds: frameworkOf(timed.profile).ruleSeconds,
});

async function countWhole(tx: Db, timed: Timed, of: RegisterRules, change?: ChangeSet): Promise<void> {
  const { register } = of.table;
  await renewUnique(tx, of, of.rules, (rule, rows) => findDuplicates(tx, { ...rule, rows }));
  await countAnew(tx, countingOf(timed, of, change));
  await settleUnique(tx, register, of.rules);
  await putBasis(tx, register, SCORES, await of.basis());
}

async function countBodies(tx: Db, timed: Timed, of: RegisterRules, change: ChangeSet): Promise<void> {
  const bodies = await touchedBodies(tx, change);
  await renewUnique(tx, of, of.rules, (rule, rows) => findDuplicates(tx, { ...rule, rows }));
  await countAnew(tx, { ...countingOf(timed, of, change), bodies });
  await settleUnique(tx, of.table.register, of.rules);
}

const isUnique = ({ hangsOn }: Rule) => hangsOn?.rows === 'own';

type Renew = (of: { register: string; field: string }, rows: ReturnType<typeof relation>) => Promise<void>;

async function renewUnique(tx: Db, { table }: RegisterRules, rules: readonly Rule[], renew: Renew): Promise<void> {
  const rows = relation(table, { scope: 'all' });
  for (const { field } of rules.filter(isUnique)) await renew({ register: table.register, field }, rows);
}

async function settleUnique(tx: Db, register: string, rules: readonly Rule[]): Promise<void> {
  for (const { field } of rules.filter(isUnique)) await failDuplicates(tx, register, field);
}

/** Records of other registers that name one of this register stand or fall with it. */
async function countThoseThatName(tx: Db, timed: Timed, change: ChangeSet): Promise<void> {
  const { entity, plan } = await openRegister(tx, change.subject);
  const namesIt = (one: typeof entity) => one.fields.some(({ references }) => references === entity.name);
  if (!plan.entities.some(namesIt)) return;
  for (const { name } of await listRegisters(tx)) {
    const other = await openRegister(tx, name);
    if (name === change.subject || !namesIt(other.entity)) continue;
    const of = await rulesOfRegister(tx, timed, name, change.at ?? undefined);
    const rules = of.rules.filter(({ hangsOn }) => hangsOn?.rows === 'other' && hangsOn.entity === entity.name);
    if (rules.length > 0) await countSome(tx, { ...countingOf(timed, of, change), rules });
  }
}

/** Few records say themselves where they were and are; a bulk load stays within its body's tree. */
export async function touchedBodies(tx: Db, change: ChangeSet): Promise<readonly number[] | 'all'> {
  if (change.members) {
    const table = await openRegister(tx, change.subject);
    return store.homesIn(tx, delta(table, change, []));
  }
  return change.body === null ? 'all' : subtreeIds(tx, change.body);
}

/** Counts the rules of one follower anew, for these bodies, as the rows are. */
export async function countRules(tx: Db, counting: Omit<store.Recount, 'rows'>): Promise<void> {
  const table = await openRegister(tx, counting.register);
  await countAnew(tx, { ...counting, rows: relation(table, { scope: 'all' }), ruleSeconds: usual.ruleSeconds });
}

/** A digest of what one follower has counted, for the drift check. */
export const countedBy = (tx: Db, follower: string): Promise<string> => store.fingerprint(tx, follower);
