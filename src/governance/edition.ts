/** The edition of registers, agreements and grants: it rises with every change. */
import { briefly } from '../platform/briefly.ts';
import * as store from './store/register.ts';

/** At once for changes made in this process, within a tenth of a second for those of another. */
export const edition = briefly(store.edition);
