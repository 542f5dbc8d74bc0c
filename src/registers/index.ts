/** The front door of registers. */
export { registersRoom } from './room.ts';
export {
  answerFrom,
  RemoteRefusedError,
  RemoteSilentError,
  type RemoteAnswer,
  type RemoteQuestion,
  type RemoteSource,
} from './authority/remote-source.ts';
export { beginLoad, sourceOf } from './begin-load.ts';
export { checkDeclared, checkStaged, commitDeclared } from './load-declared.ts';
export { annotateLoad } from './annotate-load.ts';
export { chooseMapping, fitOf, layMapping } from './map-upload.ts';
export { beginCorrection, correctionStanding } from './corrections/begin-correction.ts';
export { keepersOf, type Keeper } from './corrections/keepers.ts';
export { heldFieldCount, verificationTallies } from './verification.ts';
export { VERIFICATION } from './follow-verification.ts';
export type { VerificationTally } from './model.ts';
export { onceSums, type OnceSums } from './once-only/once-sums.ts';
export { prefillTallies } from './prefill/tallies.ts';
export type { PrefillTally, TallyQuestion } from './store/prefill.ts';
export { noteDuplicates, type DuplicateCount } from './store/duplicates.ts';
export { GOLDEN } from './golden/follow-records.ts';
export { duplicateTallies } from './golden/tallies.ts';
export type { DuplicateTally, DuplicateTallyQuestion } from './golden/store/duplicate.ts';
