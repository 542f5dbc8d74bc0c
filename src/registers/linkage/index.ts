/** The front door of linkage: who is who, over files or rows, without a node. */
export { noteDecisions, forgetDecision } from './decide.ts';
export { explainPair } from './explain.ts';
export { fieldsOf, openLookup, type Lookup, type LookupAnswer } from './lookup.ts';
export { measureTruth, type TruthFigures } from './measure-truth.ts';
export { placesOf, type PlaceLists } from './places.ts';
export { readLinkageSettings } from './read-settings.ts';
export {
  beginLinkage,
  linkAll,
  linkBatch,
  linkFiles,
  LinkageRunError,
  relink,
  resumeLinkage,
  type Linkage,
} from './run.ts';
export { LinkageSettingsError, type LinkageSettings } from './settings.ts';
export { summarise, writeClusters, writeLinks, writeReview } from './summarise.ts';
export { RowSourceError, type RowSource } from './take-rows.ts';
export type { LinkageFinding, LinkDecision, LinkSummary, Waterfall } from './model.ts';
