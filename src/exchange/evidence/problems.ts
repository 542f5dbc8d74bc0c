/** Every way evidence can refuse a request. */
import { defineProblems } from '../../platform/http/problem.ts';

export const problems = defineProblems('exchange', {
  nothingLost: {
    status: 409,
    title: 'Nothing is missing here',
    help: 'A loss is declared only while the node is read-only because its database is older than what was witnessed.',
  },
  noEvidence: {
    status: 404,
    title: 'There is no such exchange for you',
    help: 'The answer is the same for an entry that does not exist and for one outside of what you may oversee.',
  },
  notSignedYet: {
    status: 409,
    title: 'It is not under a signature yet',
    help: 'A checkpoint is signed within a second; while the node asks its witnesses after a start it waits for them.',
  },
  checkpointMalformed: {
    status: 400,
    title: 'This adds no checkpoint',
    help: 'C2SP tlog-witness, add-checkpoint: `old <size>`, the hashes of the proof, an empty line, the signed note. The old size is not larger than the new one.',
  },
  checkpointUnsigned: {
    status: 403,
    title: 'Not signed by a key of this log',
    help: 'The node registry names the keys that a node’s logs are signed with; the note has no valid signature by one of them.',
  },
  logNotWitnessed: {
    status: 404,
    title: 'This log is not witnessed here',
    help: 'A node witnesses the logs of its parent, its siblings and its children, as the node registry lists them.',
  },
  checkpointUnproved: {
    status: 422,
    title: 'It is not shown to contain what was witnessed before',
    help: 'The consistency proof does not lead from the size that is held to this checkpoint. Both signed notes are kept as evidence.',
  },
  noProof: {
    status: 404,
    title: 'There is no proof of this record',
    help: 'It came by no stream, its pages are not kept any more, or its provider is not there: fetch proofs while it is.',
  },
});
