/** Every way consent can be refused by the program. */
import { defineProblems } from '../../platform/http/problem.ts';

export const consentProblems = defineProblems('governance', {
  purposeNotOnConsent: {
    status: 422,
    title: 'This purpose does not rest on consent',
    help: 'Only a purpose with a legal basis of kind `consent` has a text and takes consent; `GET /api/consents` lists them.',
  },
  consentTextMissing: {
    status: 409,
    title: 'There is no text to consent to',
    help: 'The data office writes it first (`POST /api/consents/texts`), with the day from which it holds; consent is given to the text in force.',
  },
  consentTextChanged: {
    status: 409,
    title: 'The text is another one by now',
    help: 'Read it anew: consent is given to the very text that was read.',
  },
  consentStands: {
    status: 409,
    title: 'Consent stands already',
    help: 'One consent for a purpose. It is withdrawn by a request of kind `withdraw`, at any time and at once.',
  },
  consentNotStanding: {
    status: 409,
    title: 'There is no consent to withdraw',
    help: 'None was given for this purpose, or it was withdrawn before.',
  },
  consentByLogin: {
    status: 409,
    title: 'Rows on consent go to no analysis tool',
    help: 'A login reads a view that stays as it was made, and whoever withdraws would stay in it. Read by access token instead: each answer looks at the consents that stand.',
  },
  consentByFeed: {
    status: 422,
    title: 'Rows on consent go by no feed',
    help: 'A copy does not know who has just withdrawn: choose a mode that asks each time (`lookup`, `query`).',
  },
  consentDayPast: {
    status: 422,
    title: 'The day lies behind us',
    help: 'What was consented to until yesterday stays as it was: give `from` of today or later.',
  },
});
