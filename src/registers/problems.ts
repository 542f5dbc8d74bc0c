/** Every way registers can refuse a request. */
import { defineProblems } from '../platform/http/problem.ts';

export const problems = defineProblems('registers', {
  uploadOfAnother: {
    status: 404,
    title: 'No such upload here',
    help: 'An upload belongs to the register and the body it was sent for.',
  },
  encodingNotAnswered: {
    status: 409,
    title: 'Say first how the text is to be read',
    help: 'The upload looks like an old encoding: show the samples, and send `encoding`.',
  },
  mappingUnsound: {
    status: 409,
    title: 'The mapping is wrong at some lines',
    help: 'Mend the lines that `findings` names: `GET /api/dictionary/mappings/{mapping}` has the same.',
  },
  mappingNotOfFile: {
    status: 409,
    title: 'The file lacks columns that the mapping reads',
    help: 'The member `columns` names them. Choose another mapping or another sheet, or mend the header.',
  },
  noSuchLoad: { status: 404, title: 'No such load', help: 'There is none among those the caller may see.' },
  noSuchRegister: {
    status: 404,
    title: 'There is no register of that name',
    help: '`GET /api/registers` lists those there are.',
  },
  formPartsUnreadable: {
    status: 400,
    title: 'No form was found in what was sent',
    help: 'Send one file as the body, or several as parts `files` of `multipart/form-data`.',
  },
  formNotMended: {
    status: 422,
    title: 'This kind of file cannot be written back',
    help: 'Only .xlsx and CSV in UTF-8 come back mended. Save the form as one of them, and send it again.',
  },
  noSuchExample: {
    status: 404,
    title: 'There is no such form to try with',
    help: '`GET /api/registers/radar/examples` lists those there are.',
  },
  noSource: {
    status: 404,
    title: 'This register is no trusted source',
    help: 'Look up registers that others are compared with.',
  },
  notHeld: {
    status: 404,
    title: 'The trusted source does not hold this key',
    help: 'Check the key; if it is right, the person is asked as usual.',
  },
  noIdColumn: {
    status: 422,
    title: 'No column of the list holds IDs',
    help: 'The member `headers` names its columns. Say which one with `column`, or put the IDs into a column of their own.',
  },
  tooManyIds: {
    status: 413,
    title: 'The list is too long to be prefilled at once',
    help: 'Send it in parts of at most `most` people.',
  },
  sourceSilent: {
    status: 503,
    title: 'The trusted source does not answer now',
    help: 'It is kept by another node. Go on without it: what is entered is kept as it is, and held against the source later.',
  },
  sourceRefused: {
    status: 403,
    title: 'The node that keeps the trusted source refuses',
    help: 'The member `decision` is that of the other node: the rule, the facts, who can change it and what would pass.',
  },
  notInList: {
    status: 404,
    title: 'The list asks nothing of the kind about this record',
    help: 'Read the list again: the difference may be gone.',
  },
  emptyList: {
    status: 409,
    title: 'There is nobody in the list',
    help: 'Load the body’s list first, or prefill one from IDs.',
  },
  noSuchList: {
    status: 404,
    title: 'No such closed list',
    help: 'There is none of this body with this number.',
  },
  noSuchPrefill: {
    status: 404,
    title: 'No such prefilled list',
    help: 'It is kept for a week, for whoever sent it. Send the list again.',
  },
  noSuchCorrection: {
    status: 404,
    title: 'No such correction proposal',
    help: 'There is none among those the caller may see.',
  },
  noSuchField: {
    status: 400,
    title: 'The register has no such field',
    help: 'The fields are those of its entity in the release in force.',
  },
  authorityNotReachable: {
    status: 409,
    title: 'The trusted source is not on this node',
    help: 'The members `source` and `holder` say who keeps the field. The proposal is kept and is sent by itself once it is there.',
  },
  evidenceTooLarge: {
    status: 413,
    title: 'The file is too large for evidence',
    help: 'At most `most` bytes: scan it in grey, or send the page that matters.',
  },
  evidenceKind: {
    status: 415,
    title: 'This kind of file is not taken as evidence',
    help: 'Send PDF, PNG, JPEG or .xlsx. What counts is what the file holds, not its name.',
  },
  tooMuchEvidence: {
    status: 409,
    title: 'The correction has as many files as it may',
    help: 'At most `most`: put pages that belong together into one file.',
  },
  noSuchEvidence: { status: 404, title: 'No such file of evidence', help: 'Read the correction again: it lists them.' },
  editItYourself: {
    status: 409,
    title: 'You keep this record',
    help: 'What you keep is edited, not proposed: open the record and change it.',
  },
  fieldSealed: {
    status: 422,
    title: 'A field that is stored sealed is not corrected by proposal',
    help: 'A proposal keeps the proposed value as it is written, and travels. Ask whoever keeps the record to edit the field there.',
  },
  nothingToCorrect: {
    status: 409,
    title: 'The home of the field says the same already',
    help: 'Your copy differs from it: take the value over there.',
  },
  alreadyProposed: {
    status: 409,
    title: 'A correction of this field waits for its answer',
    help: 'One question at a time: wait for the answer, then propose again.',
  },
  refusedBefore: {
    status: 409,
    title: 'The same correction was refused',
    help: 'The member `reason` says why. With new evidence, send `despite` with the id in `correction`.',
  },
  outcomeDoesNotFit: {
    status: 422,
    title: 'This answer does not fit',
    help: 'A difference is taken over, found to be the source’s mistake, or left undecided; a proposal is taken over, refused, or left undecided.',
  },
  reasonMissing: {
    status: 422,
    title: 'Say why',
    help: 'Whoever proposed it reads the reason: send `reason`.',
  },
  notUndoableNow: {
    status: 409,
    title: 'The answer cannot be taken back any more',
    help: 'It is older than 24 hours, or was not given by a person.',
  },
  alreadySettled: { status: 409, title: 'The proposal is settled already', help: 'Read it again.' },
  noSuchElement: {
    status: 404,
    title: 'The dictionary has no such element',
    help: 'Codes of elements are at `/api/authorities`; the member `element` repeats what was asked.',
  },
  elementNotOfRegister: {
    status: 409,
    title: 'The register does not hold this element',
    help: 'A register is trusted only for what its entity has. Add the element to the entity first, or claim for another register.',
  },
  alreadyClaimed: {
    status: 409,
    title: 'The register claims this element already',
    help: 'It is the source, or its dispute is open: see `/api/disputes?element=…`.',
  },
  noSuchDispute: { status: 404, title: 'There is no such dispute', help: 'The list is at `/api/disputes`.' },
  disputeClosed: {
    status: 409,
    title: 'The dispute is closed',
    help: 'Read it again: it says who is the source and why. With new grounds, claim the element anew.',
  },
  notInDispute: {
    status: 422,
    title: 'The register is no side of this dispute',
    help: 'The members `holder` and `claimant` name the two sides.',
  },
  notReopenable: {
    status: 409,
    title: 'The settlement cannot be taken back any more',
    help: 'It stands for more than 24 hours, or the element was settled again since. Claim the element anew.',
  },
  keyOrRecord: {
    status: 422,
    title: 'One person is asked for in one way',
    help: 'Send either `key`, or the `record` that a look-up found.',
  },
  noSuchDuplicate: {
    status: 404,
    title: 'No such pair',
    help: 'There is none among those of which the caller may see both records.',
  },
  noSuchPerson: {
    status: 404,
    title: 'No such person',
    help: 'There is none among those of which the caller may see a record.',
  },
  alreadyDecided: {
    status: 409,
    title: 'The pair is decided already',
    help: 'Read it again; undo the decision before another one is made.',
  },
  alreadyOne: {
    status: 409,
    title: 'The two records are one person already',
    help: 'Nothing needs to be joined. If they are two, split the person.',
  },
  twoIdentifiers: {
    status: 409,
    title: 'The two hold different verified identifiers',
    help: 'Check the cards. If one person was given two, say so with `despiteIdentifiers`.',
  },
  contradictsDecision: {
    status: 409,
    title: 'It was decided that some of these records are two people',
    help: 'The member `duplicate` names the pair: undo that decision first.',
  },
  notDecided: {
    status: 409,
    title: 'Nothing is decided about the pair',
    help: 'There is nothing to undo: read it again.',
  },
  builtUpon: {
    status: 409,
    title: 'Later decisions stand on this one',
    help: 'The member `duplicates` names their pairs, the newest first: undo those before.',
  },
  onlyRecord: {
    status: 409,
    title: 'The person has only this record',
    help: 'There is nobody to split it from.',
  },
  joinedByDecision: {
    status: 409,
    title: 'The record was joined by a decision',
    help: 'The member `duplicate` names the pair: undo that decision in the place of splitting.',
  },
  notLinked: {
    status: 404,
    title: 'Nothing is linked under this name',
    help: 'The profile says in `linkage/` what is linked over registers.',
  },
  unknownLookupFields: {
    status: 422,
    title: 'Some of these are nothing to look up by',
    help: 'The member `known` names what a person is looked up by.',
  },
  nothingToLookUp: {
    status: 422,
    title: 'Too little to look anybody up by',
    help: 'Send an identifier, or a name with a birthday.',
  },
  profileBroken: {
    status: 500,
    title: 'The profile’s comparisons cannot be read',
    help: 'The member `findings` names what is wrong.',
  },
});
