/** Every way a feed can be refused. */
import { defineProblems } from '../../platform/http/problem.ts';

export const problems = defineProblems('exchange', {
  streamNotFound: {
    status: 404,
    title: 'There is no such stream for this agreement',
    help: 'Ask `/exchange/v1/streams` with the voucher: it names the stream that the agreement opens.',
  },
  feedUnfit: {
    status: 409,
    title: 'The agreement opens too few fields for a feed',
    help: 'A row can be held elsewhere only with its key and what is required of it. The member `fields` names what is missing: ask the provider to open it.',
  },
  orderNotFound: {
    status: 404,
    title: 'Nothing is ordered about this stream',
    help: 'An order to remove rows is there once the agreement is over for the asking body.',
  },
  noteNotSigned: {
    status: 400,
    title: 'The statement is not signed by the node that sends it',
    help: 'Send the text with a signature line by a key that the registry has for this node now.',
  },
  subscriptionNotFound: {
    status: 404,
    title: 'There is no such subscription',
    help: 'What this node asks for stands at `/api/exchange/feeds`.',
  },
  feedMarked: {
    status: 422,
    title: 'A row of the feed bears a mark of state secrecy',
    help: 'Nothing of the pages was kept, and the stream waits. The provider must take the row out; the member `idx` names the page.',
  },
  feedUnknownBody: {
    status: 404,
    title: 'There is no such body here',
    help: 'Name the body that consumes by its code: one whose home is this node.',
  },
  feedUnknownNode: {
    status: 404,
    title: 'The registry has no such node with an address',
    help: 'Nodes and their addresses stand at `/exchange/nodes`. A node joins with one approval of its parent.',
  },
});
