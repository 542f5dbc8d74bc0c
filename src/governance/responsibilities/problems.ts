/** Every way naming who answers can be refused. */
import { defineProblems } from '../../platform/http/problem.ts';

export const responsibilityProblems = defineProblems('governance', {
  givenToOneself: {
    status: 403,
    title: 'Nobody gives a duty to himself',
    audited: true,
    help: 'Ask the data office, or somebody of another body who may name who answers, to do it. `role` and `body` say what was meant.',
  },
  dayPast: {
    status: 422,
    title: 'The day lies behind us',
    help: 'Who answered until yesterday is not written anew: give `from` of today or later, and a last day not before yesterday.',
  },
  periodUnsound: {
    status: 422,
    title: 'It ends before it begins',
    help: 'Give a last day `to` that is not before `from`.',
  },
  answersAlready: {
    status: 409,
    title: 'It is named for this already in that time',
    help: 'End the present assignment first, or give a later first day: `GET /api/governance/responsibilities?register=` lists them.',
  },
  laterAssigned: {
    status: 409,
    title: 'Somebody else is named from a later day on',
    help: '`from` says from when. End that assignment first, or give a last day before it.',
  },
  stewardUnknown: {
    status: 422,
    title: 'This account holds no post in the body',
    help: 'A steward by name must be a person with a post in the body that is named; leave `account` out to name whoever holds the post.',
  },
  responsibilityNotFound: {
    status: 404,
    title: 'There is no such assignment',
    help: '`GET /api/governance/responsibilities` lists them with their ids.',
  },
  responsibilityEnded: {
    status: 409,
    title: 'It has ended already',
    help: 'What has ended stays as it is; name anew who answers.',
  },
});
