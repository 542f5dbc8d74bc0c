/** The front door of governance. */
export { governanceRoom } from './room.ts';
export { decide, rules } from './decide.ts';
export { fieldsOfGrant, restrictedFields, type FieldVerdict } from './rules/fields.ts';
export {
  authorizer,
  decideFor,
  keepersOfRows,
  openingsOf,
  opensField,
  readableRows,
  refusedOrAbsent,
  visibleBodies,
} from './authorizer.ts';
export { sayAllowed } from './say-allowed.ts';
export { inEmergency } from './break-glass/in-emergency.ts';
export { actFor } from './delegations/act-for.ts';
export { permissionTable } from './authorizer.ts';
export { explain } from './explain.ts';
export { findRegister, getRegister, listRegisters } from './store/register.ts';
export {
  agreementsOfChange,
  findAgreement,
  listAgreements,
  listBases,
  listPurposes,
  listGrants,
} from './store/agreement.ts';
export { publishRegister } from './publish-register.ts';
export { holdsOn, lifecycleOf, termOf, termsOf } from './lifecycle/terms.ts';
export { getDisposal, proposeDisposal, takeDisposal } from './lifecycle/disposals.ts';
export {
  changeDisposal,
  disposalOfOrder,
  insertItems as insertDisposalItems,
  insertOrdered,
  itemsOf as disposalItems,
  listDisposals,
  spare as spareItems,
  takenUp as itemsTakenUp,
} from './lifecycle/store/disposal.ts';
export {
  acceptReceived,
  answerOrder,
  answersOfChange,
  doneReceived,
  findOrder,
  findReceived,
  insertOrder,
  insertReceived,
  lateOrders,
  listOrders,
  listReceived,
  lockOrder,
  lockReceived,
  orderNotTaken,
  ordersOfChange,
  receivedInState,
  refuseReceived,
  remindedReceived,
  remindOrder,
} from './lifecycle/store/order.ts';
export { MOST_RECORDS, orderMayBecome, type Order, type Outcome, type ReceivedOrder } from './lifecycle/order-model.ts';
export { writeChange as writeGovernance } from './write-change.ts';
export { holdTerms, listHolds } from './lifecycle/store/hold.ts';
export { termLines } from './lifecycle/read-lifecycle.ts';
export type { Disposal, Hold, Lifecycle, Term, What } from './lifecycle/model.ts';

export {
  ANSWER as ANSWER_SUBJECT,
  keepSubjectRequest,
  moveSubjectRequest,
  stepOf as subjectStep,
} from './subject-requests/keep-request.ts';
export {
  endConsent,
  giveConsent,
  installConsents,
  purposesOnConsent,
  writeText as writeConsentText,
} from './consents/give-consent.ts';
export { consentCounts, consentingTo, consentsOf, listTexts as consentTexts } from './consents/store/consent.ts';
export { consentProblems } from './consents/problems.ts';
export { escalateSubjectRequests } from './subject-requests/escalate-requests.ts';
export { subjectProblems } from './subject-requests/problems.ts';
export { subjectSettings } from './subject-requests/settings.ts';
export {
  actingRequests,
  findSubjectRequest,
  listSubjectRequests,
  requestsOfPerson,
} from './subject-requests/store/subject-request.ts';
export {
  dayAfter,
  isOpen as isRequestOpen,
  mayMove as mayMoveRequest,
  nextDue as nextDueOf,
  type SubjectRequest,
} from './subject-requests/model.ts';

export { activeGrants, answerTimes } from './read.ts';
export { grantsEdition } from './edition.ts';
export { median, stateOn, treesOf } from './model.ts';
export { codeMark } from './insist-on-home.ts';
export { findRequest, usedOn } from './store/request.ts';
export { countReads, freeAgain, isMetered, leftOfQuota, takeReads } from './quota.ts';
export {
  forgetSubjectsBefore,
  subjectsOf,
  takeSubjects,
  tellSubjectsSpent,
  type SubjectsState,
} from './take-subjects.ts';
export { limitedOf, meteredOf, takeOpened, type OpenedRows, type Withheld } from './take-opened.ts';
export { quotaSpent, saySpent, spentDecision, spentProblem, type Met, type Spent } from './say-spent.ts';
export { decideGrant } from './decide-grant.ts';
export { openGrant, quotaOf, type AskedGrant, type Opened, type QuotaState } from './open-grant.ts';
export { whyNotBeyond } from './why-not.ts';
export { whyUnder } from './ask-why.ts';
// Parts of the contract, for the command line.
export { askWhy, createAgreements } from './agreement-contract.ts';
export { assessRequest, getRequest, writeRequest } from './requests/request-contract.ts';
export type { FindingLine } from './requests/request-contract.ts';
export type { Opening, Readable } from './authorizer.ts';
export type { Question } from './question.ts';
export type { Agreement, Grant, Register } from './model.ts';
