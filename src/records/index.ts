/** The front door of the records room. */
export { recordsRoom, roomOfRecords } from './room.ts';
export { checkProof, type ProofFault } from './retention/prove.ts';
export type { DestructionProof } from './retention/proof-shape.ts';
export { openArchive } from './retention/archive.ts';
export { proposeDue } from './retention/propose.ts';
export { heldAmong } from './retention/due.ts';
export { rehearseRelease } from './rehearse-release.ts';
export { mustFit } from './serve-releases.ts';
export { createRegisterTables } from './create-register-tables.ts';
export { openForWriting, openRegister } from './open-register.ts';
export { stageUpload } from './stage-upload.ts';
export { checkLoad, stageRelation } from './check-load.ts';
export { commitLoad } from './commit-load.ts';
export { loadFindings, findLoad, listLoads, wordFinding } from './read-loads.ts';
export { checkRecord } from './check-record.ts';
export { scopeFrom } from './answer-records.ts';
export { noteReads, type Reading } from './note-reads.ts';
export { subjectKeys, takeShown } from './take-opened-rows.ts';
export { refusedAsSpent } from './say-withheld.ts';
export { viewFor, type FieldView } from './field-view.ts';
export { loadViews } from './serve-loads.ts';
export { reportedBodies } from './reported-bodies.ts';
export { loadRows } from './load-rows.ts';
export { receiveRows, type ReceivedRow } from './receive-rows.ts';
export { changedSince, compareHeld, renewVersions } from './compare-held.ts';
export { clearFields, forgetEnded } from './store/purge.ts';
export { createRecord, editRecord, endRecord } from './write-record.ts';
export { identifierGuard } from './guard-identifiers.ts';
export { sweepLoads } from './sweep-loads.ts';
export { undoChangeSet } from './undo-change-set.ts';
export { relation, delta } from './store/relation.ts';
export { asReader, prepareReader, readerOf } from './as-reader.ts';
export {
  findRecord,
  findRecords,
  findByKey,
  findByKeys,
  listRecords,
  countRecords,
  streamRecords,
} from './read-records.ts';
export { openedRecords, sealedFields } from './sealed-fields.ts';
export { ownRowsOf, type OwnRows } from './own-rows.ts';
export { parseCondition, parseOrder } from './read-filter.ts';
export { checkKey } from './store/record.ts';
export { homesOfRecords, recordsOfPerson, type PersonRecord } from './store/person.ts';
export type {
  ColumnMapping,
  Condition,
  Finding,
  LoadState,
  ReadRequest,
  ReadScope,
  RegisterTable,
  Scope,
  StoredRecord,
} from './model.ts';
export type { CheckOptions, Comparison, StageRelation } from './check-load.ts';
export type { CommitOptions, Committed } from './commit-load.ts';
export type { StageRequest } from './stage-upload.ts';
export type { MappedRow, RowMapper } from './read-rows.ts';
export type { Undone } from './undo-change-set.ts';
export type { FindingRow } from './store/finding.ts';
export type { Load } from './store/load.ts';
export { exportColumns, writeCsv, writeWorkbook, type ExportValue } from './export/index.ts';
export { writeZip, type ZipEntry } from './export/write-zip.ts';
// What a file becomes before it is a load.
export { annotate, getUpload, keepUpload, noEncodings, openBytes, openUpload, removeUpload } from './intake/index.ts';
export { answerEncoding, readEncodings, refuseMarked, sniff, uploadBytes, workbookKeywords } from './intake/index.ts';
export { previewTables } from './intake/index.ts';
export type { ByteSource, CellNote, Encodings, OpenedUpload, PreviewedSheet, RawRow } from './intake/index.ts';
