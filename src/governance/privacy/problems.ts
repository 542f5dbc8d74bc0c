/** Every way the use cases of privacy can refuse. */
import { defineProblems } from '../../platform/http/problem.ts';

export const privacyProblems = defineProblems('governance', {
  privacyUnruled: {
    status: 409,
    title: 'The profile says nothing of personal data',
    help: 'Clocks, contents and scales are the profile’s: write `privacy/rules.yaml`; see AUTHORING.md of governance.',
  },
  privacyNotFound: {
    status: 404,
    title: 'There is nothing of that number',
    help: '`GET /api/governance/privacy` lists what you may see.',
  },
  privacyMovedOn: {
    status: 409,
    title: 'It is at another stage',
    help: '`state` says where it stands; read it anew. What was done is not done again, and what was closed stays closed.',
  },
  privacyTimesUnsound: {
    status: 422,
    title: 'The times do not follow one another',
    help: 'It lies between `earliest` and `latest`: nothing is done before it was known, and nothing in a time to come. A node whose clock was set back counts from what was written last.',
  },
  privacyNeeded: {
    status: 422,
    title: 'Something is missing',
    help: '`field` names what must be said.',
  },
  privacyIncomplete: {
    status: 422,
    title: 'Contents are missing',
    help: '`missing` names the parts that the law asks for and nobody has written yet.',
  },
  privacyUnknown: {
    status: 422,
    title: 'It names something that is not there',
    help: '`field` and `value` say what: registers, categories, purposes, agreements and contents are named by their codes.',
  },
  privacyNamesPeople: {
    status: 422,
    title: 'A text names a person',
    audited: true,
    help: 'What is written here holds nothing of the people’s data. `field` holds what tells one person from all others: say how many, not who.',
  },
  transferUnassessed: {
    status: 422,
    title: 'What goes abroad was not assessed',
    help: 'Link an impact assessment that was sent to the authority, by `assessment`; the profile says so (`transfer.abroadNeedsAssessment`).',
  },
  registerNotPersonal: {
    status: 422,
    title: 'The register holds no personal data',
    help: 'Risks are assessed of registers whose label says that they hold personal data; see the labels of the register.',
  },
  riskBegunAlready: {
    status: 409,
    title: 'The risks of this register are assessed already',
    help: '`code` is its number: go on with it, or begin its next revision.',
  },
  risksUntreated: {
    status: 422,
    title: 'A high risk has no measure',
    help: '`risks` names those whose band asks for a measure: say what is done about each, who owes it, and until when.',
  },
  noticeLate: {
    status: 422,
    title: 'It is late and says no reason',
    help: 'Notified or sent after `due`: give `lateReason`. Time is not turned back.',
  },
  breachNotReady: {
    status: 409,
    title: 'Something comes before this step',
    help: '`duties` names what must be done first: assessing, notifying, containing, telling the persons.',
  },
});
