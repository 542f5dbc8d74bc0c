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
  profileBroken: {
    status: 500,
    title: 'The profile’s rounds cannot be read',
    help: 'The member `findings` names what is wrong.',
  },
});
