/** Bodies that are on the way to another home: here they are read already, there not yet changed. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { readSetting, writeSetting } from '../../platform/setting.ts';

const SETTING = 'home-moves';
/** Code of a body → name of the node it goes to. */
const Moving = Type.Record(Type.String(), Type.String());

export const readMoving = async (db: Db): Promise<Static<typeof Moving>> =>
  (await readSetting(db, SETTING, Moving)) ?? {};

export async function beginMoving(db: Db, body: string, to: string): Promise<void> {
  await writeSetting(db, SETTING, { ...(await readMoving(db)), [body]: to });
}

export async function endMoving(db: Db, body: string): Promise<void> {
  const { [body]: _over, ...rest } = await readMoving(db);
  await writeSetting(db, SETTING, rest);
}
