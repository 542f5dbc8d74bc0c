/** The front door of imports. */
export { describeImportFinding, importFiles, readDrafts } from './import-files.ts';
export { guessType } from './guess-type.ts';
export { decode, LARGEST, looksLike } from './open-file.ts';
export { ofFormat, TooLarge, unzip } from './unpack.ts';
export { writeProposal } from './write-proposal.ts';
export type { Authored, Format, ImportFile, ImportFinding, Proposal } from './model.ts';
export type { Draft, DraftEntity, DraftField } from './model.ts';
