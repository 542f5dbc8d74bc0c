/** Puts the profile's measures in place; what people have changed since on the screen is left alone. */
import { replaceUsage } from '../../../dictionary/index.ts';
import { findRegister } from '../../../governance/index.ts';
import type { Context } from '../../../platform/context.ts';
import type { Db } from '../../../platform/db/db.ts';
import type { AuthoredMeasure } from '../../read-profile.ts';
import { broken } from '../../resolve-authored.ts';
import { checkDefinition } from './check-definition.ts';
import type { MeasureDefinition } from './definition.ts';
import { tableOf } from './open-measure.ts';
import { readDefinition } from './read-definition.ts';
import * as store from './store/measure.ts';

const FILE = 'strategy/measures.yaml';

/**
 * @param changeSet takes the change that tells the follower to count what is new
 * @throws problems.profileBroken for a measure that is not sound
 */
export async function installMeasures(
  context: Context,
  tx: Db,
  measures: readonly AuthoredMeasure[],
  changeSet: () => Promise<number | null>,
): Promise<void> {
  for (const [sort, { code, ...definition }] of measures.entries()) {
    const stored = await store.findMeasure(tx, code);
    if (stored && !(await isTheProfiles(tx, stored, definition))) continue;
    await insistOnSound(context, tx, code, definition);
    await changeSet();
    const version = (stored?.version ?? 0) + 1;
    const by = { reason: FILE, account: 'system', at: context.clock.now().toISOString() };
    await store.putVersion(tx, { code, definition, version, sort, ...by });
    await noteElements(tx, code, definition);
  }
}

/** The last version is the profile's own, and the profile says something else by now. */
async function isTheProfiles(tx: Db, { code, definition }: store.MeasureRecord, now: MeasureDefinition) {
  const [last] = await store.versionsOf(tx, code);
  return last?.account === 'system' && ordered(definition) !== ordered(now);
}

/** Without the order in which members are written: PostgreSQL keeps its own. */
const ordered = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) =>
    one !== null && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );

async function insistOnSound({ words }: Context, tx: Db, code: string, definition: MeasureDefinition): Promise<void> {
  if (!(await findRegister(tx, definition.register))) {
    throw broken(FILE, `${code}: there is no register ${definition.register}`);
  }
  const table = await tableOf(tx, definition.register);
  if (!table) return;
  const [fault] = checkDefinition(definition, table.entity, words.translator('en'));
  if (fault) throw broken(FILE, `${code}: ${fault.at} is wrong (${fault.reason}${fault.what && `: ${fault.what}`})`);
}

/** An element's page says which measures read it. */
async function noteElements(tx: Db, code: string, definition: MeasureDefinition): Promise<void> {
  const table = await tableOf(tx, definition.register);
  const read = table && readDefinition(definition, table.entity);
  if (!read) return;
  const elements = table.entity.fields.filter(({ name }) => read.reads.includes(name)).map(({ element }) => element);
  await replaceUsage(tx, { room: 'strategy', kind: 'measure', subject: code, label: definition.names, owner: null }, [
    ...new Set(elements),
  ]);
}
