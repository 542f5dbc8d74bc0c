/** The part of evidence's contract that the command line calls; all of it stands in `evidence-contract.ts`. */
export { declareLoss, downloadProof, proveRecord, readWitnesses } from './evidence-contract.ts';
