/** From a file to raw rows. */
export { openBytes, openUpload } from './open-upload.ts';
export { previewTables, type PreviewedSheet } from './preview-tables.ts';
export { keepUpload, type KeepAnswer, type KeepOptions } from './keep-upload.ts';
export {
  answerEncoding,
  expireUploads,
  getUpload,
  removeUpload,
  uploadBytes,
  type KeptUpload,
} from './upload-store.ts';
export { annotate, type AnnotateRequest, type CellNote } from './annotate.ts';
export { workbookKeywords } from './read-keywords.ts';
export { sniff } from './sniff.ts';
export { refuseMarked } from './refuse-marked.ts';
export { noEncodings, readEncodings } from './read-encodings.ts';
export { problems } from './problems.ts';
export type {
  ByteSource,
  CellTrouble,
  EncodingQuestion,
  Encodings,
  FileKind,
  FoundColumn,
  FoundTable,
  OpenedUpload,
  OpenOptions,
  RawRow,
  RowBatches,
  ScoreHeaders,
  TextEncoding,
  TroubleRule,
} from './model.ts';
