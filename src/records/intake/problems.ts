/** Every way a file can be refused as a whole. What is wrong with single rows are findings. */
import { defineProblems } from '../../platform/http/problem.ts';

export const problems = defineProblems('intake', {
  uploadNotFound: {
    status: 404,
    title: 'The uploaded file is not here any more',
    help: 'Uploads are kept until they are committed or their time is over. Upload the file again.',
  },
  uploadTooLarge: {
    status: 413,
    title: 'The file is larger than this node accepts',
    help: 'The member `limit` is in bytes. Split the file, or ask for a higher `ARTERY_UPLOAD_LIMIT`.',
  },
  markedSecret: {
    status: 422,
    title: 'The file bears a mark of state secrecy',
    help: 'Nothing was kept. State secrets must not be entered here; take the file to the channel meant for them.',
    audited: true,
  },
  uploadInterrupted: {
    status: 400,
    title: 'The upload was interrupted',
    help: 'Nothing was kept. Send the file again; what was already received does not count twice.',
  },
  emptyFile: { status: 422, title: 'The file is empty', help: 'The file has no bytes, or no row with text.' },
  unsupportedKind: {
    status: 415,
    title: 'This kind of file cannot be read as a table',
    help: 'The member `found` says what the content is, whatever the name says. Save it as .xlsx or as CSV UTF-8.',
  },
  encryptedWorkbook: {
    status: 422,
    title: 'The workbook is protected by a password',
    help: 'Remove the password (File, Info, Protect Workbook) and send it again.',
  },
  damagedFile: {
    status: 422,
    title: 'The file is damaged',
    help: 'Its inner structure is broken. Open it in the program that made it, save it anew, and send it again.',
  },
  zipBomb: {
    status: 422,
    title: 'The file unpacks to more than is allowed',
    help: 'The members `limit` and `found` say which measure was exceeded: entries, bytes or the ratio of packing.',
  },
  forbiddenXml: {
    status: 422,
    title: 'The workbook contains a document type or external entities',
    help: 'No spreadsheet program writes them; they are a known attack (XXE). Save the workbook anew.',
  },
  tooManyColumns: {
    status: 422,
    title: 'The file has more columns than can be read',
    help: 'The member `limit` is the largest number of columns. Often the delimiter is not the expected one.',
  },
  cellTooLong: {
    status: 422,
    title: 'A cell is too long',
    help: 'Usually a quotation mark opens a cell at row `row` and is never closed. Mend it, or remove the marks.',
  },
  unclosedQuote: {
    status: 422,
    title: 'A quotation mark is never closed',
    help: 'It opens a cell at row `row` and the file ends before it is closed.',
  },
  tooMuchWork: {
    status: 422,
    title: 'Reading the workbook takes too much memory or time',
    help: 'Copy the rows into a new workbook without formats, or save the sheet as CSV UTF-8.',
  },
  notATable: {
    status: 422,
    title: 'No table was found in the file',
    help: 'There is no row of headers with rows below it. The first rows that were looked at are in `rows`.',
  },
  sheetNotFound: {
    status: 422,
    title: 'The workbook has no such sheet',
    help: 'The member `sheets` lists the visible ones.',
  },
  unknownEncoding: {
    status: 422,
    title: 'This encoding is not known here',
    help: 'The member `known` lists the names that can be given.',
  },
});
