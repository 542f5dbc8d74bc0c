/** How emitted SQL names and types things: identifiers come only from the plan and are quoted. */
import { toPostgres } from '../pattern/emit.ts';
import type { FieldPlan } from '../plan.ts';

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

// Compared and indexed byte by byte: codes and keys have no alphabet, and "C" is the same on every server.
const BYTEWISE = new Set(['code', 'identifier', 'reference', 'partialDate']);

export const columnType = (field: FieldPlan): string =>
  `${field.sqlType}${field.sqlType === 'text' && BYTEWISE.has(field.dataType) ? ' collate "C"' : ''}`;

const MONTH = '(0[1-9]|1[0-2])';
const LEAP_YEAR = '([0-9][0-9](0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)';
const DAY = `((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))`;
const YEAR = '([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)';

/** Days that exist, years 1–9999 (ISO 8601); an I-Regexp. */
export const DATE_PATTERN = `${YEAR}-${DAY}|${LEAP_YEAR}-02-29`;
/** A year, a month or a day. The leap pattern also takes year 0000, which the year part excludes. */
export const PARTIAL_DATE_PATTERN = `${YEAR}(-${MONTH})?|${YEAR}-${DAY}|${LEAP_YEAR}-02-29`;

const PARTIAL_DATE = quoteText(toPostgres(PARTIAL_DATE_PATTERN));

export const partialDateCheck = (column: string): string => `${column} ~ ${PARTIAL_DATE}`;
