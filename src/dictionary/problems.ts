/** Every way this room can refuse a request. */
import { defineProblems } from '../platform/http/problem.ts';

export const problems = defineProblems('dictionary', {
  noRelease: {
    status: 404,
    title: 'No dictionary has been published yet',
    help: 'A node publishes the dictionary of its profile when it starts. `artery dictionary check` says what stops it.',
  },
  releaseNotFound: {
    status: 404,
    title: 'There is no such release',
    help: '`GET /api/dictionary/releases` lists them.',
  },
  elementNotFound: {
    status: 404,
    title: 'There is no such element in this release',
    help: 'Elements are named by their code. `GET /api/dictionary/search` finds them by any name they ever had.',
  },
  entityNotFound: {
    status: 404,
    title: 'There is no such entity in this release',
    help: 'Entities are named by their physical name. `GET /api/dictionary/entities` lists them.',
  },
  codeListNotFound: {
    status: 404,
    title: 'There is no such code list',
    help: '`GET /api/dictionary/code-lists` lists them. A list is declared in the dictionary before codes are imported into it.',
  },
  codeNotFound: {
    status: 404,
    title: 'The list never had this code',
    help: 'Search for the name: `GET /api/dictionary/code-lists/{list}/codes?q=`.',
  },
  noSuchDay: { status: 400, title: 'There is no such day', help: 'Days are written YYYY-MM-DD.' },
  fileUnreadable: {
    status: 400,
    title: 'The file cannot be read in the stated format',
    help: 'The member `reason` says where reading stopped.',
  },
  columnsUnclear: {
    status: 400,
    title: 'Say which column holds the code and which the name',
    help: 'Give `columns`, for instance `code=Code,name=FullName,children=Wards`: our column = the file’s. The member `found` lists what the file has.',
  },
  columnAbsent: {
    status: 400,
    title: 'The file has no such column',
    help: 'The member `column` is what `columns` names and the file does not have; `found` lists what it has.',
  },
  fileEmpty: {
    status: 400,
    title: 'The file has no rows',
    help: 'A list of objects (JSON, YAML) or a header with rows below it (CSV) is expected. Nothing was changed.',
  },
  dayMissing: {
    status: 400,
    title: 'Say on which day the codes changed',
    help: 'Give `day`, the first day of the new codes, or name the column that holds it: `columns=day=…`.',
  },
  conversionColumnsUnclear: {
    status: 400,
    title: 'Say which columns hold the old code, the new code and the note',
    help: 'Give `columns`, for instance `from=Old code,to=New code,note=Note`: our column = the file’s. The member `found` lists what the file has.',
  },
  crosswalkNotFound: {
    status: 404,
    title: 'No crosswalk leads there',
    help: '`GET /api/dictionary/crosswalks?list=` lists those of a list; several are put one after the other.',
  },
  crosswalkDaysNeeded: {
    status: 400,
    title: 'Say which two days of the list are compared',
    help: 'Give `on` and `toOn`, two different days.',
  },
  crosswalkOfRelease: {
    status: 409,
    title: 'This crosswalk is part of the release',
    help: 'It changes with the next release of the dictionary. Other days, or other lists, take files.',
  },
  crosswalkColumnsUnclear: {
    status: 400,
    title: 'Say which columns hold the two codes',
    help: 'Give `columns`, for instance `from=Old,to=New,kind=Relation,share=Share`: our column = the file’s. The member `found` lists what the file has.',
  },
  listBelongsToRelease: {
    status: 409,
    title: 'The codes of this list are part of the release',
    help: 'They change with the next release of the dictionary. Only lists that are declared with a `source` take imports.',
  },
  releaseKeyNeeded: {
    status: 409,
    title: 'Say whose releases this node follows',
    help: 'Give `key`, the verifier key of whoever publishes them (`artery dictionary release` prints it). The first release that is taken fixes it.',
  },
  releaseRefused: {
    status: 422,
    title: 'This is no release that can be relied on',
    help: 'The member `fault` says why: `not-a-release`, `not-a-plan`, `altered`, `not-signed`, `other-key`, `not-emitted`. Nothing was changed.',
  },
  releaseNotSigned: {
    status: 409,
    title: 'This release cannot be handed on as a file',
    help: 'It was published without a signature, or the key that signed it is no longer on this node. `artery dictionary release` signs a dictionary with a key of your own.',
  },
  releaseDoesNotFit: {
    status: 409,
    title: 'The release is not the next one',
    help: 'Releases are taken in their order and never replaced: the member `next` is the number that fits.',
  },
  versionTooLow: {
    status: 422,
    title: 'An element states a version below what its change asks for',
    help: 'The member `elements` names each with its place, the version that stands there and the least that fits. State that one or a higher, or take `version` away: then it is counted.',
  },
  overlayNeedsRelease: {
    status: 409,
    title: 'This node writes its own dictionary',
    help: 'An overlay lies on releases that come signed from elsewhere. Change the dictionary itself by a proposal, or adopt a release first.',
  },
  overlayClashes: {
    status: 422,
    title: 'Some entries of the overlay cannot stand on the release',
    help: 'The member `clashes` names each with what it clashes with and how to mend it. Nothing was changed.',
  },
  overlayPrefix: {
    status: 422,
    title: 'The prefix of local codes does not change',
    help: 'Codes are never given to another meaning: keep the prefix of the member `prefix`.',
  },
  overlayUnreadable: {
    status: 400,
    title: 'This is no overlay',
    help: 'The member `at` is the place (JSON Pointer) that does not have the shape of AUTHORING.md.',
  },
  hashMismatch: {
    status: 422,
    title: 'The plan does not have the hash it states',
    help: 'It was changed after it was compiled. Compile it again.',
  },
  mappingNotFound: {
    status: 404,
    title: 'There is no such mapping',
    help: '`GET /api/dictionary/mappings` lists them.',
  },
  mappingExists: {
    status: 409,
    title: 'There is a mapping with this code already',
    help: 'Choose another code, or replace that mapping with `PUT` and `If-Match`.',
  },
  mappingOfAnother: {
    status: 409,
    title: 'The mapping fills another entity',
    help: 'Choose a mapping to the entity of this register: `GET /api/dictionary/mappings?entity=…` lists them.',
  },
  mappingBodyFixed: {
    status: 409,
    title: 'The mapping belongs to another body',
    help: 'A mapping stays with the body that answers for it. State its own body, or write a mapping of your own.',
  },
});
