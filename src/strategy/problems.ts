/** Every way strategy can refuse a request. */
import { defineProblems } from '../platform/http/problem.ts';

export const problems = defineProblems('strategy', {
  indicatorNotFound: { status: 404, title: 'No such indicator', help: 'The list of indicators names those there are.' },
  measureNotFound: { status: 404, title: 'No such measure', help: 'The list of measures names those there are.' },
  taskNotFound: { status: 404, title: 'No such task', help: 'The task list names those there are.' },
  notYourTask: {
    status: 403,
    title: 'The task is led by another body',
    help: 'Only the lead body, or the data office, says how a task stands.',
  },
  evidenceMissing: {
    status: 422,
    title: 'A task without evidence is not done',
    help: 'Say where the product can be seen before calling the task done.',
  },
  measureNotReached: {
    status: 409,
    title: 'The figure that measures the task is below its target',
    help: 'The task is done when its indicator reaches the target; the members `value` and `target` say how it stands.',
  },
  taskIsDone: { status: 409, title: 'The task is done', help: 'Only a task that goes on can be passed on.' },
  taskCodeTaken: { status: 409, title: 'Another task has this code', help: 'Leave the code out to get the next one.' },
  notYoursToPlan: {
    status: 403,
    title: 'The task is given by another body',
    help: 'Whoever stands for the body that gives a task, or for one above it, plans it; so does the data office.',
  },
  planRefused: {
    status: 422,
    title: 'The plan does not hold',
    help: 'The member `findings` names every field that is wrong, why, and the task or day it collides with.',
  },
  nothingToRemind: {
    status: 409,
    title: 'Nothing to remind of',
    help: 'None of the tasks of this body that you may plan is overdue, or those you named are not open.',
  },
  viewNotFound: { status: 404, title: 'No such view', help: 'The list of your views names those there are.' },
  viewsFull: { status: 409, title: 'Too many saved views', help: 'Delete one that you no longer use.' },
  documentNotFound: { status: 404, title: 'No such document', help: 'The list of documents names those there are.' },
  consultationNotFound: {
    status: 404,
    title: 'No such consultation',
    help: 'The list of consultations names those there are.',
  },
  notInvited: {
    status: 403,
    title: 'Your body is not asked in this consultation',
    help: 'The drafter decides who is asked.',
  },
  alreadyAnswered: {
    status: 409,
    title: 'Your body has already given its official answer',
    help: 'One official answer a body; ask the drafter to reopen it.',
  },
  unknownClause: {
    status: 422,
    title: 'The draft has no such clause',
    help: 'Comments stand at a clause of the frozen draft.',
  },
  answerMismatch: {
    status: 422,
    title: 'Answer and comments do not fit',
    help: '“Agree” has no comments; “agree with comments” and “disagree” have at least one.',
  },
  answerTooLarge: {
    status: 413,
    title: 'The answer is too large',
    help: 'All comments of an answer together have at most 1 MiB; longer texts go to the drafter as a file.',
  },
  homeElsewhere: {
    status: 409,
    title: 'This is decided at another node',
    help: 'The member `node` names the node at which it is at home. What is decided there comes here by itself.',
  },
  notTheDrafter: {
    status: 403,
    title: 'Another body drafts this document',
    help: 'The body that drafts answers the comments; its page names it.',
  },
  explanationMissing: {
    status: 422,
    title: 'An explanation is needed',
    help: 'Whoever does not accept a comment whole says why.',
  },
  commentNotFound: {
    status: 404,
    title: 'No such comment',
    help: 'Comments are named by their number in the consultation.',
  },
  profileBroken: {
    status: 500,
    title: 'The profile’s strategy cannot be read',
    help: 'The member `findings` names file and entry.',
  },
  notATaskList: {
    status: 422,
    title: 'The file is not a task list',
    help: 'The member `columns` names the columns that were not found. Start from the list as it is exported.',
  },
  tooLarge: { status: 413, title: 'The task list is too large', help: 'A list has at most 10,000 tasks.' },
});
