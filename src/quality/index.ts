/** The front door of quality. */
export { qualityRoom } from './room.ts';
export { reportingOf, type Reporting } from './reporting.ts';
export { countedBy, countRules, SCORES, touchedBodies } from './follow-scores.ts';
export { offerRules, type RulesFor } from './offered-rules.ts';
export type { Rule } from './rule.ts';
export { scoreFields, scoreOf, type Band, type Score } from './score.ts';
export { readScores } from './read-scores.ts';
export { mirrorDefects, type Mirrored } from './defects/mirror-defects.ts';
export { profileCsv } from './profile/profile-csv.ts';
