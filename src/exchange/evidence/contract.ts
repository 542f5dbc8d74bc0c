/** The part of evidence's contract that the command line calls; all of it stands in `evidence-contract.ts`. */
export { declareLoss, downloadProof, readWitnesses } from './evidence-contract.ts';
