/** Every way a hand-over can be refused. */
import { defineProblems } from '../../platform/http/problem.ts';

export const handoverProblems = defineProblems('governance', {
  handoverToNobody: {
    status: 422,
    title: 'This successor cannot take over',
    help: 'The successor is an open account of another person. Leave `to` out when nobody comes after: what becomes orphaned is then a gap.',
  },
  handoverToOneself: {
    status: 403,
    title: 'Nobody hands over to himself',
    audited: true,
    help: 'What somebody else held is given to you by another person.',
  },
  handoverLeaves: {
    status: 409,
    title: 'Something would be left',
    help: '`left` counts what would still be hers afterwards; nothing was changed. Take the list anew: somebody gave her something meanwhile.',
  },
});
