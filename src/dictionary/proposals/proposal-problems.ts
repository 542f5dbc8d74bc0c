/** Every way a proposal can refuse a request. */
import { defineProblems } from '../../platform/http/problem.ts';

export const proposalProblems = defineProblems('dictionary', {
  proposalNotFound: {
    status: 404,
    title: 'There is no such proposal',
    help: '`GET /api/dictionary/proposals` lists them.',
  },
  proposalEntryNotFound: {
    status: 404,
    title: 'Neither the proposal nor the release in force has such an entry',
    help: 'Entries are named by kind and key: `element/CODE`, `entity/name`, `code-list/CODE`, `settings/settings`. A new one is put with `PUT`.',
  },
  proposalCommentNotFound: {
    status: 404,
    title: 'The proposal has no such comment',
    help: '`GET /api/dictionary/proposals/{proposal}/comments` lists them.',
  },
  proposalCursorInvalid: {
    status: 400,
    title: 'This page of the list cannot be found',
    help: 'Pass the `next` of the page before, unchanged.',
  },
  proposalStateForbids: {
    status: 409,
    title: 'The proposal does not stand where this can be done',
    help: 'The member `state` says where it stands. `actions` of the proposal says what can be done with it now, and why the rest cannot.',
  },
  proposalMadeByYou: {
    status: 403,
    title: 'Nobody decides on a proposal that he made himself',
    help: 'Whoever made a proposal, edited any of its entries or handed it in cannot approve, return, reject or release it. Somebody else of the data office can.',
  },
  proposalNotYours: {
    status: 403,
    title: 'It belongs to others',
    help: 'A proposal is edited by those who made it, by stewards and data managers of the same body, and by the data office.',
  },
  proposalEmpty: {
    status: 422,
    title: 'The proposal changes nothing',
    help: 'Put an entry into it first. Entries that are in force just so do not count.',
  },
  proposalHasErrors: {
    status: 422,
    title: 'The proposal has errors',
    help: 'The member `findings` has the first of them, each with its entry and place. A draft may have errors; what is handed in, approved or released may not.',
  },
  proposalClashes: {
    status: 409,
    title: 'Others have changed the same in the meantime',
    help: 'The member `clashes` names each attribute. `POST /api/dictionary/proposals/{proposal}/base` settles them one by one: yours or theirs.',
  },
  proposalTooEarly: {
    status: 409,
    title: 'The proposal is approved for a later day',
    help: 'The member `day` is the first day on which it may be released.',
  },
  effectiveDayPast: {
    status: 422,
    title: 'It cannot be in force from a day that has passed',
    help: 'Give today or a later day.',
  },
  editionTaken: {
    status: 409,
    title: 'There is a release of this name already',
    help: 'The member `release` is its number. Give another edition.',
  },
  editionMissing: {
    status: 400,
    title: 'A release needs a name',
    help: 'Give `edition`, what people call the release: `1.2`.',
  },
  overlayPrefixNeeded: {
    status: 400,
    title: 'Say what local codes begin with',
    help: 'Give `prefix`, two to twelve capital letters and digits: the first overlay of a node fixes it for good. It may be left out where a local code shows it.',
  },
  entryKeyDiffers: {
    status: 422,
    title: 'The entry states another key than its address',
    help: 'The code of an element or list and the name of an entity are what it is called by; they never change. To rename, remove the one and put the other with `supersedes`.',
  },
  nodeFollowsReleases: {
    status: 409,
    title: 'The dictionary of this node comes as signed releases',
    help: 'Propose the change to whoever publishes them, or propose an entry of the overlay (`target`: `overlay`).',
  },
  overlayNotHere: {
    status: 409,
    title: 'This node publishes the dictionary itself',
    help: 'An overlay stands on releases that come from elsewhere. Here the dictionary itself is changed (`target`: `dictionary`).',
  },
  importFormUnreadable: {
    status: 400,
    title: 'The files cannot be read from the form',
    help: 'Send one file as the body, or several as parts `files` of `multipart/form-data`.',
  },
});
