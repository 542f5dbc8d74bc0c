/** The node registry's front door for the other parts of exchange. */
export {
  bodiesElsewhere,
  findNode,
  homesOfBodies,
  isHomeOf,
  listNodes,
  nodeOfBody,
  ownNode,
  type OwnNode,
} from './read-nodes.ts';
export { keysAt, type KnownNode, type NodeEntry, type NodeKey } from './model.ts';
export { listContacts } from './store/contact.ts';
export { nodeFetch } from './node-fetch.ts';
export { openNodeCall } from './open-node-call.ts';
export { liveOwnKeys, ownName, type OwnKey } from './own-keys.ts';
export { askParent, findJoining, isPassing, prepareJoin } from './join-parent.ts';
export { writeOwnAddress } from './keep-registry.ts';
