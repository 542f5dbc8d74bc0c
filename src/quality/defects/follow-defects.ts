/** Opens a defect where a row fails, and closes it where it passes: after the scores, by the same rules. */
import { listRegisters, keepersOfRows } from '../../governance/index.ts';
import type { ChangeSet, Follower } from '../../platform/changes/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { relation } from '../../records/index.ts';
import { assessable } from '../count-rules.ts';
import { SCORES } from '../follow-scores.ts';
import { frameworkOf } from '../framework.ts';
import type { Rule } from '../rule.ts';
import { rulesOfRegister, type Timed } from '../rules-of-register.ts';
import { foundNow } from './clock.ts';
import * as store from './store/find.ts';

export const DEFECTS = 'quality.defects';

export function defectsFollower(timed: Timed): Follower {
  return {
    name: DEFECTS,
    after: [SCORES],
    kinds: ['records', 'undo', 'migration', 'applied', 'disposal', 'bodies', 'codes', 'release', 'quality'],
    // What people said of a defect is not built anew: looking at all rows again changes nothing that is right.
    initial: (tx) => lookAtAll(tx, timed),
    apply: async (tx, change) => {
      if (isOfRules(change)) return lookAtAll(tx, timed);
      if (change.kind !== 'quality') await look(tx, timed, change.subject, change);
      else if (change.actor === 'system') await look(tx, timed, change.subject);
    },
  };
}

const isOfRules = ({ kind }: ChangeSet) => kind === 'bodies' || kind === 'codes' || kind === 'release';

async function lookAtAll(tx: Db, timed: Timed): Promise<void> {
  for (const { name } of await listRegisters(tx)) await look(tx, timed, name);
}

/** Few records are looked at by themselves; a rule that hangs on other rows, and a bulk load, by all rows. */
async function look(tx: Db, timed: Timed, register: string, change?: ChangeSet): Promise<void> {
  const { table, rules: all } = await rulesOfRegister(tx, timed, register);
  const rules = await assessable(tx, register, all);
  const framework = frameworkOf(timed.profile);
  const keeperOf = await keepersOfRows(tx, register);
  const homes = await store.homesOf(tx, register);
  const common = {
    register,
    rows: relation(table, { scope: 'all' }),
    most: framework.rowsAtMost,
    source: SCORES,
    dues: foundNow(timed),
    prefix: framework.codePrefix,
    keepers: new Map(homes.map((home) => [home, keeperOf(home) ?? home])),
    post: 'officer',
  };
  const members = (await store.hasTurned(tx, common)) ? undefined : (change?.members ?? undefined);
  for (const one of await looksOf(tx, register, rules, members)) {
    await store.closeRows(tx, { ...common, ...one });
    await store.openRows(tx, { ...common, ...one });
  }
  await store.settleMass(tx, { ...common, rules, members, partly: false });
}

type Look = Pick<store.Finding, 'rules' | 'members' | 'partly'>;

/** Rules that hang on other rows are held against all of them, where there is anything to find. */
async function looksOf(tx: Db, register: string, rules: readonly Rule[], members: Look['members']): Promise<Look[]> {
  if (members === undefined) return [{ rules, members, partly: false }];
  const alone: Look = { rules: rules.filter(({ hangsOn }) => hangsOn === undefined), members, partly: true };
  const hanging = rules.filter(({ hangsOn }) => hangsOn !== undefined);
  const isDue = hanging.length > 0 && (await store.concerns(tx, register, hanging));
  return isDue ? [alone, { rules: hanging, members: undefined, partly: true }] : [alone];
}
