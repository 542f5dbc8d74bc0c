/** Every way quality can refuse a request. */
import { defineProblems } from '../platform/http/problem.ts';

export const problems = defineProblems('quality', {
  noSuchRule: {
    status: 404,
    title: 'The register has no such rule',
    help: 'The scores of the register name its rules.',
  },
  noSuchDefect: {
    status: 404,
    title: 'There is no such defect',
    help: 'It may lie outside of the bodies that you answer for.',
  },
  defectClosed: { status: 409, title: 'The defect is closed', help: 'If its row fails again, another one is opened.' },
  defectElsewhere: {
    status: 409,
    title: 'The defect is settled as a correction',
    help: 'It is a difference from the trusted source: answer the correction that it names.',
  },
  defectContested: {
    status: 409,
    title: 'The defect is contested',
    help: 'It waits for the answer of somebody who has no part in it.',
  },
  notContested: { status: 409, title: 'Nobody contests it', help: 'It may have been answered in the meantime.' },
  notIndependent: {
    status: 403,
    title: 'Whoever has a part in it does not answer',
    help: 'The keeper of the record, the owner of the rule and whoever asked cannot answer; the member `body` can.',
  },
  noSuchFigure: {
    status: 404,
    title: 'There is no such figure',
    help: 'Figures of other bodies are shown from the day on which superiors see them; the first period is not scored.',
  },
  figureContested: {
    status: 409,
    title: 'The figure is contested already',
    help: 'It waits for its answer, or was taken off.',
  },
  periodFrozen: {
    status: 409,
    title: 'The period is frozen',
    help: 'What was frozen stays as it is: choose another name.',
  },
  periodBackwards: {
    status: 422,
    title: 'The period ends before it begins',
    help: 'The last day comes after the first.',
  },
  noSuchRound: {
    status: 404,
    title: 'There is no such list to sign',
    help: 'The round is not open, the body has no part in it, or it lies outside of what you answer for.',
  },
  notReported: {
    status: 409,
    title: 'The body has not reported in this round',
    help: 'Load the list first: what nobody sent is not signed.',
  },
  belowFirst: {
    status: 409,
    title: 'The side below signs first',
    help: 'The body above signs what the one below has signed.',
  },
  signedByBoth: {
    status: 409,
    title: 'Both sides have signed',
    help: 'What both have signed stays as it is; later differences belong to the next round.',
  },
  differencesOpen: {
    status: 409,
    title: 'Differences are open',
    help: 'Each is settled by the body below before the body above signs; the member `open` counts them.',
  },
  changedSinceSigned: {
    status: 409,
    title: 'The list is another than the one that was signed',
    help: 'Records changed after the side below had signed: it looks and signs anew.',
    audited: true,
  },
  sameSideSigns: {
    status: 403,
    title: 'Nobody signs for both sides',
    help: 'The side above is a body above, and another person than the one who signed below.',
    audited: true,
  },
  profileBroken: {
    status: 500,
    title: 'The profile’s rounds cannot be read',
    help: 'The member `findings` names what is wrong.',
  },
});
