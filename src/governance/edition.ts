/** The edition of registers, agreements and grants: it rises with every change. */
import { briefly } from '../platform/briefly.ts';
import type { Db } from '../platform/db/db.ts';
import * as store from './store/register.ts';

/** At once for changes made in this process, within a tenth of a second for those of another. */
export const edition = briefly(store.edition);

/** The same for other rooms: another number whenever a register, an agreement or a grant changed. */
export const grantsEdition = (db: Db): Promise<number> => edition.read(db, '');
