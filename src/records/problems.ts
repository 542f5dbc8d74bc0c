/** Every way this room can refuse a request. A bad row is a finding, not a problem. */
import { defineProblems } from '../platform/http/problem.ts';

export const problems = defineProblems('records', {
  registerNotFound: {
    status: 404,
    title: 'There is no such register',
    help: 'The list of registers is at `/api/registers`.',
  },
  registerNotReady: {
    status: 409,
    title: 'The register has no table yet',
    help: 'It is made when a release with its entity is put in force on this node.',
  },
  homeElsewhere: {
    status: 409,
    title: 'These records have their home at another node',
    help: 'A record is changed at one node only. The member `node` names it; here, propose a correction.',
  },
  fieldSealed: {
    status: 422,
    title: 'The field is stored sealed',
    help: 'Nothing is found, ordered, compared or sent by a value that is stored sealed: leave `field` out of the filter or the order, and read it in the record. To search by it, the dictionary must not ask for it to be sealed.',
  },
  keysMissing: {
    status: 503,
    title: 'This node has no keys to seal and open with',
    help: 'The register has fields that are stored sealed: start the node with its key folder (`ARTERY_KEYS`).',
  },
  recordErased: {
    status: 409,
    title: 'The record was erased',
    help: 'Its keys were destroyed with it, and it never gets others. A new record takes a new identity: load it under its key again.',
  },
  sealedMoved: {
    status: 409,
    title: 'Records changed hands while the file waited',
    help: 'The rows were sealed for records that have ended or been made anew since. Nothing was stored: read the file again.',
  },
  nothingDue: {
    status: 409,
    title: 'Nothing is due that could go',
    help: '`GET /api/retention/due` says what is past its term. What is held stays, and `held` counts it; what is in a disposal already is not proposed twice.',
  },
  orderNotFound: {
    status: 404,
    title: 'There is no such order',
    help: '`GET /api/retention/orders` lists those that are yours to see.',
  },
  orderMovedOn: {
    status: 409,
    title: 'The order is at another stage',
    help: '`state` says where it stands; read it anew. What was accepted is carried out; what was refused can still be carried out.',
  },
  orderUnsound: {
    status: 422,
    title: 'The order cannot be answered so',
    help: '`field` names what is missing: to carry it out, `statement` says what became of copies outside this node; to refuse it takes `reason` and `basis`, a legal basis of `GET /api/governance/purposes`.',
  },
  orderRemindedToday: {
    status: 409,
    title: 'The order was told again today already',
    help: 'An order that is not answered can be told again once a day: try tomorrow.',
  },
  noArchive: {
    status: 409,
    title: 'There is no archive of this disposal now',
    help: 'An archive is made of records that are approved to go and are still there: `state` says where the disposal stands.',
  },
  archiveDiffers: {
    status: 409,
    title: 'This is not the archive of what would go',
    help: 'The rows changed since it was made, or the file was altered: fetch it again, keep it, and give the SHA-256 of its bytes.',
  },
  notProvedYet: {
    status: 409,
    title: 'There is no proof yet',
    help: 'A proof is given once the bytes are gone and the log is signed: `state` says where the disposal stands.',
  },
  entityTaken: {
    status: 409,
    title: 'Another register already holds this entity',
    help: 'An entity is the rows of one register. Give the second register an entity of its own.',
  },
  breakingRelease: {
    status: 409,
    title: 'Stored values cannot follow the release',
    help: 'The member `field` names it, `rule` the new rule and `records` the first rows that break it: mend those. Without `rule` the type cannot take over the values: make a new field.',
  },
  registerBusy: {
    status: 503,
    title: 'The table is in use and could not follow the release yet',
    help: 'A long load or a forgotten transaction holds it. Nothing is lost: it is tried again by itself.',
  },
  loadOutdated: {
    status: 409,
    title: 'The dictionary changed since the file was read',
    help: 'The register follows a newer release by now. Send the file again: it is then checked against that release.',
  },
  releaseFails: {
    status: 409,
    title: 'Stored rows are in the way of the release',
    help: 'The member `failing` names register, field, rule and the first rows. Mend them and send the release again; nothing was changed.',
  },
  registerNotEmpty: {
    status: 409,
    title: 'The register is not empty any more',
    help: 'Somebody stored a record while the first load began. Repeat the load: it is then added to what is there.',
  },
  unknownField: {
    status: 400,
    title: 'The register has no such field',
    help: 'The fields are those of the entity in the release in force. The member `field` repeats what was asked.',
  },
  invalidFilter: {
    status: 400,
    title: 'The filter cannot be read',
    help: 'Write `field:operator:value`; the member `filter` repeats what was asked, `expected` says what the field takes.',
  },
  invalidCursor: {
    status: 400,
    title: 'The cursor does not belong to this question',
    help: 'A cursor continues exactly the question that gave it. Ask again without it.',
  },
  noValidTime: {
    status: 400,
    title: 'The register does not record validity in time',
    help: 'Ask `knownOn` instead: what the register said on a day. `asOf` needs an entity that declares valid time.',
  },
  invalidDay: {
    status: 400,
    title: 'That is not a day',
    help: 'Write a calendar day as YYYY-MM-DD.',
  },
  incompleteKey: {
    status: 400,
    title: 'The key is not complete',
    help: 'Give one value for each key field, in the order of the member `key`.',
  },
  invalidRecord: {
    status: 422,
    title: 'The record does not pass the checks of the dictionary',
    help: 'The member `findings` names each field, the rule and the value. Nothing was stored.',
  },
  keyTaken: {
    status: 409,
    title: 'The register already has a record with this key',
    help: 'Open that record and edit it.',
  },
  realIdentifierRefused: {
    status: 422,
    title: 'A trial node takes invented identifiers only',
    help: 'Personal identifiers must begin with the prefix of the trial. The whole load or edit is refused; nothing was stored.',
  },
  loadNotFound: {
    status: 404,
    title: 'There is no such load',
    help: 'It does not exist, is not yours to see, or its time is over.',
  },
  loadNotCheckable: {
    status: 409,
    title: 'This load cannot be checked any more',
    help: 'The member `state` says where it stands.',
  },
  loadNotCommittable: {
    status: 409,
    title: 'This load cannot be committed now',
    help: 'The member `state` says where it stands: only a checked load can be committed.',
  },
  loadHasFindings: {
    status: 409,
    title: 'Some rows cannot be stored',
    help: 'Mend them, or commit with `onlyValid`: the rows with findings stay out.',
  },
  missingKeyColumn: {
    status: 422,
    title: 'A key column is missing',
    help: 'The member `fields` names the key fields that no column of the file fills.',
  },
  doubleMapping: {
    status: 422,
    title: 'Two columns fill the same field',
    help: 'The member `field` names it. Leave one of the columns out.',
  },
  changeSetNotFound: {
    status: 404,
    title: 'There is no such change',
    help: 'It does not exist, or it is not yours to see.',
  },
  notUndoable: {
    status: 409,
    title: 'This change cannot be undone',
    help: 'The member `reason` says why: `too-late` (24 hours are over), `already-undone`, `nothing-left` or `kind`.',
  },
  undoHasDependents: {
    status: 409,
    title: 'Records of this change were changed again',
    help: 'The member `dependents` counts them. Repeat with `leaveDependents` to undo the others and leave these.',
  },
  noReaderRoles: {
    status: 503,
    title: 'The database cannot make roles that only read',
    help: 'Served reads run under PostgreSQL roles with column grants. Give the user of DATABASE_URL `createrole`: `alter role … createrole`.',
  },
});
