/** The front door of exchange. */
export { exchangeRoom, roomOfExchange } from './room.ts';
export { registersUsedByOthers } from './read-use.ts';
export { guardOwnNode, mustWait } from './guard-own-node.ts';
export { tellRequests, type ToldRequest } from './subject-requests/tell-requests.ts';
export { readFence } from './evidence/index.ts';
export { parseCharter, signersOf, withSignatures } from './nodes/charter.ts';
export { fingerprintOf } from './nodes/fingerprint.ts';
export { bodiesElsewhere, askParent, isPassing, prepareJoin, writeOwnAddress } from './nodes/index.ts';
// Parts of the contract, for the command line.
export { getConnector, listConnectors, runConnector, testConnector } from './connectors/connector-contract.ts';
export type { Run } from './connectors/connector-contract.ts';
export { getWebhook, listWebhooks, replayDelivery } from './webhooks/webhook-contract.ts';
