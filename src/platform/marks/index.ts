/** Marks of state secrecy: the front door. */
import type { Room } from '../room.ts';
import { permissions } from './permissions.ts';
import { problems } from './problems.ts';
import { serveMarks } from './routes.ts';

export { compileMarks } from './detect.ts';
export { markedProblem, markGuard, markIn, type MarkGuard, type Met } from './guard.ts';
export { marksOf } from './read-marks.ts';
export { scanFile, type FileMark } from './scan-file.ts';
export { HEAD_ROWS, findInTitleRow } from './scan-text.ts';
export { noMarks, type FoundMark, type Marks, type MarkWords, type Place } from './model.ts';

export const marksRoom: Room = { name: 'marks', permissions, problems, routes: serveMarks };
