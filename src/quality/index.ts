/** The front door of quality. */
export { qualityRoom } from './room.ts';
export { reportingOf, type Reporting } from './reporting.ts';
export { SCORES } from './follow-scores.ts';
export { scoreFields, scoreOf, type Band, type Score } from './score.ts';
export { readScores } from './read-scores.ts';
