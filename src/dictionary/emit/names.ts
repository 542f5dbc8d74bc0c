/** How emitted SQL names and types things: identifiers come only from the plan and are quoted. */
import { toPostgres } from '../pattern/emit.ts';
import type { FieldPlan } from '../plan.ts';
import { PARTIAL_DATE_PATTERN } from './notation.ts';

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

// Compared and indexed byte by byte: codes and keys have no alphabet, and "C" is the same on every server.
const BYTEWISE = new Set(['code', 'identifier', 'reference', 'partialDate']);

export const columnType = (field: FieldPlan): string =>
  `${field.sqlType}${field.sqlType === 'text' && BYTEWISE.has(field.dataType) ? ' collate "C"' : ''}`;

const PARTIAL_DATE = quoteText(toPostgres(PARTIAL_DATE_PATTERN));

export const partialDateCheck = (column: string): string => `${column} ~ ${PARTIAL_DATE}`;
