/** Long work's front door: loads, exports and rebuilds that people can watch and stop. */
import type { Room } from '../room.ts';
import { permissions } from './permissions.ts';
import { problems } from './problems.ts';
import { serveJobs } from './routes.ts';

export { runJob } from './run-job.ts';
export { AlreadyRunningError, CancelledError } from './model.ts';
export type { JobSpec, Progress, RunningJob } from './model.ts';

export const jobsRoom: Room = { name: 'jobs', permissions, problems, routes: serveJobs };
