/** A table that could not be had: nothing is wrong with the release, and the follower tries again by itself. */
import { problems } from '../problems.ts';

export const rowsAreBusy = (entity: string) => problems.registerBusy({ entity });
