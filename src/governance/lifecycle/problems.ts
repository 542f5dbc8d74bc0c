/** Every way terms, holds and disposals can be refused. */
import { defineProblems } from '../../platform/http/problem.ts';

export const lifecycleProblems = defineProblems('governance', {
  retentionShorterThanHold: {
    status: 409,
    title: 'The term is shorter than a hold',
    help: '`holds` names the holds in force that last longer than the term would. Holds win: keep the longer term, or wait until they are lifted or over.',
    audited: true,
  },
  retentionUnsound: {
    status: 422,
    title: 'The term cannot be kept so',
    help: 'Each of `findings` says what is wrong: a term counts from a field that holds a day (or from `ended`), and rests on a legal basis of `GET /api/governance/purposes`.',
  },
  holdNotFound: {
    status: 404,
    title: 'There is no such hold',
    help: '`GET /api/governance/lifecycle/holds` lists them.',
  },
  holdUnsound: {
    status: 422,
    title: 'The hold cannot be placed so',
    help: '`field` names what is wrong: a last day not before the first, a review after today, one record or a condition but not both, a basis that is there.',
  },
  holdLifted: {
    status: 409,
    title: 'The hold was lifted already',
    help: 'What was lifted stays so; place a new one.',
  },
  disposalNotFound: {
    status: 404,
    title: 'There is no such disposal',
    help: '`GET /api/governance/lifecycle/disposals` lists them.',
  },
  disposalMovedOn: {
    status: 409,
    title: 'The disposal is at another stage',
    help: '`state` says where it stands; read it anew. What was decided is not decided again, and what was marked as gone goes.',
  },
  proposedByOneself: {
    status: 403,
    title: 'Whoever proposes a disposal does not decide on it',
    help: 'Somebody else who may decide for the register’s data manager must do it.',
    audited: true,
  },
});
