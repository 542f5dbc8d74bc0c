/** Every way a subject request can be refused by the program itself. */
import { defineProblems } from '../../platform/http/problem.ts';

export const subjectProblems = defineProblems('governance', {
  subjectRequestNotFound: {
    status: 404,
    title: 'There is no such request of a person',
    help: '`GET /api/subject-requests` lists those that your bodies answer, `GET /api/subject-requests/own` your own. Another’s reads the same as none.',
  },
  subjectKindNotOffered: {
    status: 422,
    title: 'The profile names no such right',
    help: 'Kinds, days and laws stand in `subject-requests/*.yaml` of the profile; `kinds` lists those that it has.',
  },
  subjectNotHere: {
    status: 404,
    title: 'Nobody with this number is kept by your body',
    help: 'A request is filed for people whose records your body, or one below it, keeps. For others it says the same as for nobody.',
    audited: true,
  },
  subjectHoldsNothing: {
    status: 422,
    title: 'The request names nothing that is held about you',
    help: 'Name a register of those that hold you (`GET /api/subject-requests/own` lists them), and for a correction one of its fields.',
  },
  subjectRequestIncomplete: {
    status: 422,
    title: 'Something is missing for this kind of request',
    help: '`missing` names it: a register for correcting, erasing and restricting; a field and its right value for correcting; a purpose for objecting and withdrawing.',
  },
  subjectAskedAlready: {
    status: 409,
    title: 'The same was asked and is not answered yet',
    help: 'One request at a time about one thing. Its day stands beside it; it can be withdrawn and made anew.',
  },
  subjectRequestMovedOn: {
    status: 409,
    title: 'The request is at another stage',
    help: '`state` says where it stands; read it anew.',
  },
  subjectExtendedBefore: {
    status: 409,
    title: 'It was put off before, or cannot be',
    help: 'A request is put off once, before its last day, by at most `days` days, with the reason that she is told.',
  },
  subjectGroundUnknown: {
    status: 422,
    title: 'A refusal needs a ground of the law',
    help: '`grounds` lists those that the profile names for this kind, each with its citation.',
  },
  subjectKeptElsewhere: {
    status: 409,
    title: 'Another node keeps these data',
    help: '`body` is the code of the body that keeps them: ask there. What is decided there comes here by itself.',
  },
  subjectOwnRequest: {
    status: 403,
    title: 'Nobody answers what he asked himself',
    help: 'The request is about you. Somebody else of the body answers it.',
    audited: true,
  },
  subjectWaitsFor: {
    status: 409,
    title: 'It ends with what was begun for it',
    help: '`correction` or `disposal` names it: when that is settled, the request is answered by itself.',
  },
  subjectNoExport: {
    status: 409,
    title: 'There is nothing to fetch yet',
    help: 'The data of a request to view are there once it was carried out.',
  },
  subjectHeld: {
    status: 409,
    title: 'A hold keeps these rows',
    help: '`basis` and `until` say which. A hold wins over erasure: refuse with the ground for it, or put the request off until the hold has ended.',
  },
});
