/** A process that runs the simulation's followers until it is killed: `sim-runner.ts <connection JSON>`. */
import { openCounty } from './records.ts';
import { simFollowers } from './sim-followers.ts';
import { startFollowers } from '../../src/platform/changes/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openDatabase, type ConnectionTarget } from '../../src/platform/db/db.ts';

const db = openDatabase(JSON.parse(process.argv[2] ?? '{}') as ConnectionTarget, 6);
const { context } = await openCounty(db);
await startFollowers({ ...context, clock: systemClock }, simFollowers(context));
process.stdout.write('following\n');
