/** The front door of imports. */
export { describeImportFinding, importFiles } from './import-files.ts';
export { LARGEST } from './open-file.ts';
export { ofFormat, unzip } from './unpack.ts';
export { writeProposal } from './write-proposal.ts';
export type { Authored, Format, ImportFile, ImportFinding, Proposal } from './model.ts';
