/** Every way this room can refuse a request. */
import { defineProblems } from '../platform/http/problem.ts';

export const problems = defineProblems('bodies', {
  bodyNotFound: {
    status: 404,
    title: 'No body bears this code on that day',
    help: 'A code is read as of a day; give `on` when you mean a former body. `GET /api/bodies?text=` finds it by name.',
  },
  homeElsewhere: {
    status: 409,
    title: 'The body is at home at another node',
    help: 'The member `node` names the node that writes it and what stands under it. Change it there: what is changed comes here by itself. Bodies of several nodes become one after they have moved to one home.',
  },
  importUnreadable: {
    status: 400,
    title: 'The file cannot be read in the stated format',
    help: 'The member `reason` says where reading stopped. The formats are in `src/bodies/README.md`.',
  },
  wouldMakeCircle: {
    status: 422,
    title: 'A body cannot stand under itself',
    help: 'The new parent stands, directly or not, under the body that is to be moved.',
  },
  notInForce: {
    status: 422,
    title: 'The body is not in force on that day',
    help: 'Choose a day within the validity of both bodies.',
  },
  successorMissing: {
    status: 422,
    title: 'Say who the successor is',
    help: 'A body that ends by merger, split or rename needs at least one successor; only a dissolution has none.',
  },
  sharesExceedWhole: {
    status: 422,
    title: 'The shares add up to more than the whole',
    help: 'The shares of one body that go to its successors add up to at most 1.',
  },
  hasChildren: {
    status: 422,
    title: 'Other bodies still stand under it',
    help: 'Move or close them first; the member `children` counts them.',
  },
  postsConflict: {
    status: 422,
    title: 'These posts exclude each other',
    help: 'Whoever holds `compliance` reads everything and changes nothing, so holds no other post.',
  },
  postTooWide: {
    status: 403,
    title: 'Only an administrator hands out this post',
    audited: true,
    help: 'Posts that reach beyond one tree are given by somebody who reaches as far.',
  },
  postToOneself: {
    status: 403,
    title: 'Nobody gives himself a post',
    audited: true,
    help: 'Ask somebody else who may hand out this post.',
  },
  complianceNotIndependent: {
    status: 422,
    title: 'Compliance and data office stand apart',
    help: 'The compliance unit is never in the body of the data office: give the post in another body.',
  },
  complianceOutsourced: {
    status: 422,
    title: 'Compliance is never outsourced',
    help: 'The account belongs to a contractor (`employment`); give the post to staff.',
  },
  alreadyHeld: {
    status: 409,
    title: 'The account already holds this post there in that time',
    help: 'End the present one first, or choose another time.',
  },
  assignmentNotFound: {
    status: 404,
    title: 'No such post is held here',
    help: 'List the posts of the body to see what is held.',
  },
  accountNotFound: {
    status: 422,
    title: 'There is no such account',
    help: 'The account must exist before it is given a post.',
  },
  mergeBlocked: {
    status: 422,
    title: 'Something stands against this merge',
    help: 'The member `obstacles` lists it. Settle what has the severity `block`, plan the merge again, and send the new hash.',
  },
  mergeStale: {
    status: 409,
    title: 'The plan is not of today any more',
    help: 'Something it touches was changed since it was made. Plan the merge again, look at it, and send the new hash.',
  },
  mergeNotYet: {
    status: 422,
    title: 'The day has not come',
    help: 'A merge may be planned for any day, and is done on its day or later: until then both bodies go on working.',
  },
  mergeNotFound: {
    status: 404,
    title: 'There is no such merge',
    help: '`GET /api/body-merges` lists them.',
  },
  mergeUndone: {
    status: 409,
    title: 'The merge was undone already',
    help: 'Its page says when, by whom and why.',
  },
  mergeNeeded: {
    status: 409,
    title: 'A later merge rests on this one',
    help: 'The member `by` names it. Undo the latest first.',
  },
  codeTakenAgain: {
    status: 409,
    title: 'The founded body bears the code of the one that would come back',
    help: 'Something was written in it since, so it cannot go. Move that elsewhere first, or leave the merge as it is.',
  },
});
