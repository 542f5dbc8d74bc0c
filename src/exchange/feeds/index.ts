/** The front door of feeds: for the other parts of exchange, and for a program that receives without a node. */
export { parseVerifierKey } from '../../platform/ledger/checkpoint.ts';
export { readKeyFile, voucherFetch } from '../vouchers/index.ts';
export { feedsOf, feedsPart } from './part.ts';
export { pullFeed, type Pulled } from './pull.ts';
export { pullToFolder } from './pull-to-folder.ts';
export { isStreamDue } from './store/due.ts';
export { MARK_DUE } from './mark-due.ts';
