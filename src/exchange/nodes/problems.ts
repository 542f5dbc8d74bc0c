/** Every way the node registry can refuse. */
import { defineProblems } from '../../platform/http/problem.ts';

export const problems = defineProblems('exchange', {
  nodeProofMissing: {
    status: 401,
    title: 'A node must prove who it is',
    help: 'Send `Authorization: Node …` with a proof of type `node+jwt` for this call, signed by the node’s key.',
  },
  nodeProofMalformed: {
    status: 401,
    title: 'The proof of the node does not have its form',
    help: 'It is a compact JWS (EdDSA) with iss, aud, iat, exp (at most 60 seconds later), jti, htm, htu and, with a body, bh.',
  },
  nodeProofElsewhere: {
    status: 401,
    title: 'The proof is for another node or another call',
    help: 'Member `here` is the name of this node. Each proof is for one node, method, address and body.',
  },
  nodeProofForged: {
    status: 401,
    title: 'The proof is not signed by the key it names',
    help: 'The key’s owner must sign anew; if that fails again, its key file and the registry do not belong together.',
  },
  nodeProofUsed: {
    status: 401,
    title: 'The proof was used before',
    help: 'Every call needs a proof of its own (`jti`).',
  },
  nodeClockOff: {
    status: 401,
    title: 'The two clocks do not agree',
    help: 'Member `seconds` says how far the caller’s clock is ahead of this node’s. Set it by NTP; 30 seconds are let pass.',
  },
  nodeNotAdmitted: {
    status: 403,
    title: 'The node or its key does not belong to the ecosystem now',
    help: 'Member `fault` says why: the registry is over, the node is not in it or has left, the key is unknown, not yet valid, over or revoked. The node’s parent can change it.',
  },
  nodeNotFound: {
    status: 404,
    title: 'There is no such node',
    help: '`artery node status` and the page of nodes list those that there are.',
  },
  reportOfOthers: {
    status: 403,
    title: 'A node tells only of itself and of nodes below it',
    help: 'Member `node` is one that does not stand below the caller in the registry, or whose report speaks of streams of others.',
  },
  nodeSilent: {
    status: 502,
    title: 'The other node does not answer',
    help: 'Member `reason` says what happened. It is tried again by itself.',
  },
  nodeNotAsking: {
    status: 409,
    title: 'The node does not ask to join',
    help: 'Only a request that waits can be approved or refused.',
  },
  fingerprintDiffers: {
    status: 409,
    title: 'This is not the fingerprint of the node’s key',
    help: 'Ask the other side to read it once more from `artery node status`. If it stays different, somebody else is asking: refuse.',
  },
  joinBodies: {
    status: 422,
    title: 'The node cannot be the home of these bodies',
    help: 'Member `bodies` names those that are unknown here, not at home at the parent, or at home at another node.',
  },
  joinFull: {
    status: 429,
    title: 'Too many nodes ask to join',
    help: 'Approve or refuse some of those that wait.',
  },
  joinRefused: {
    status: 403,
    title: 'The parent refused',
    help: 'Member `reason` says why.',
  },
  joinParent: {
    status: 409,
    title: 'The parent is not the one that was asked first',
    help: 'Its key is another one. If it was set up anew on purpose, run `artery node init` again with its fingerprint.',
  },
  joinNotPrepared: {
    status: 409,
    title: 'It is not said yet which parent to join',
    help: 'Run `artery node init --parent URL --bodies CODE…` first.',
  },
  alreadyJoined: {
    status: 409,
    title: 'This node belongs to a parent, or others belong to it',
    help: 'A node joins once, before others join it.',
  },
  registryRefused: {
    status: 422,
    title: 'The registry is not believed',
    help: 'Member `fault` says why: malformed, forged, by an unknown signer, older than the one kept, another of the same version, over, not yet valid, or with an entry that nobody vouches for.',
  },
  charterRefused: {
    status: 422,
    title: 'The charter is not believed',
    help: 'Member `fault` says why: malformed, forged, of another root, older than the one kept, a version is missing between, too few guardians of the one before or of itself signed, nobody introduced the first, over, or not yet valid.',
  },
  charterDecides: {
    status: 409,
    title: 'The keys of the root are for its guardians to change',
    help: 'Propose the next charter with a new key (`artery node charter propose --new-key`), and have the guardians sign it.',
  },
  charterWaits: {
    status: 409,
    title: 'A proposed charter waits for signatures already',
    help: 'Bring the signatures, or withdraw it first.',
  },
  charterUnsound: {
    status: 422,
    title: 'Such a charter could not be signed',
    help: 'Member `fault`: not-a-key, guardian-twice, guardian-is-node, too-many, or threshold (at least `least`, at most `most`).',
  },
  charterSignature: {
    status: 422,
    title: 'These signatures do not count',
    help: 'Member `fault`: malformed or forged, other-text (of another proposal), no-guardian (nobody of the charter or of the one before), nothing-new (all brought already).',
  },
  noProposal: {
    status: 404,
    title: 'No charter is proposed',
    help: 'Propose one at the root node, then bring the signatures.',
  },
  notTheRoot: {
    status: 409,
    title: 'This is not the root node',
    help: 'Member `root` names the node at which charters are proposed and signatures brought.',
  },
  rootSilent: {
    status: 503,
    title: 'The root node does not answer',
    help: 'Only the root can make a new registry. Nothing was changed; repeat it when the root is there again.',
  },
  keysFull: {
    status: 409,
    title: 'Two keys count already',
    help: 'A third would leave one of them without its overlap: wait until the older one is over, or revoke it.',
  },
  lastKey: {
    status: 409,
    title: 'It is the last key that counts',
    help: 'Rotate first, then revoke the old one; for a node that is lost, retire it.',
  },
});
