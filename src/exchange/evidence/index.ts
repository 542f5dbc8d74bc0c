/** Evidence's door for the other parts of exchange and for the command line; its routes are `part.ts`, for `room.ts` alone. */
export { guardNode, isFenced } from './guard-node.ts';
export { witnessedLately, type WitnessedLately } from './witnessed-lately.ts';
export { askWitnesses } from './ask-witnesses.ts';
export { readFence, wasWitnessed } from './store/fence.ts';
export { listWitnessed } from './store/witnessed.ts';
export { nodeOfOrigin } from './model.ts';
export { cosignersOf, isQuorum, parsePolicy, policyOf, printPolicy, PolicyError, type Policy } from './policy.ts';
export { printProof, verifyProof, type ProofFile, type ProofVerdict } from './proof-file.ts';
export { cosign, cosignedAt, printWitnessKey, withCosignature } from './cosignature.ts';
export type { OwnLog, Peer } from './model.ts';
export type { Registry as EvidenceRegistry } from './registry.ts';
export {
  checkView,
  compareViews,
  earlierIn,
  holds,
  readCopy,
  readNodeLog,
  UnreadableLogError,
  type LogView,
} from './log-view.ts';
