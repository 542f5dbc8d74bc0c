/** Every way labels can be refused. */
import { defineProblems } from '../../platform/http/problem.ts';

export const labelProblems = defineProblems('governance', {
  labelsContradict: {
    status: 409,
    title: 'The labels contradict what the register holds',
    help: 'The member `looser` names the labels that say less than their parts do. Make them stricter, or record a decision: `POST /api/governance/labels/decisions`.',
    audited: true,
  },
  labelNotLowered: {
    status: 422,
    title: 'This is no lowering',
    help: 'A decision lowers at least one label of what is computed, raises none, and leaves secrecy as it is.',
    audited: true,
  },
  reviewDayUnsound: {
    status: 422,
    title: 'The day of review must come after today',
    help: 'A lowered label is looked at again: name a day in `reviewOn`, at most five years ahead.',
  },
});
