/** Loads and their findings as people and other rooms read them. */
import { describeCellFinding } from '../dictionary/index.ts';
import type { Db } from '../platform/db/db.ts';
import type { Translate } from '../platform/i18n.ts';
import { pick } from '../platform/texts.ts';
import type { FindingView } from './contract.ts';
import { fieldOf, type RegisterTable, type Scope, type Severity } from './model.ts';
import { problems } from './problems.ts';
import { selectFindings, type FindingRow } from './store/finding.ts';
import { selectLoad, selectLoads, type Load } from './store/load.ts';

const DEFAULT_LIMIT = 100;

export function findLoad(db: Db, load: string): Promise<Load | undefined> {
  return selectLoad(db, load);
}

export interface LoadsRequest {
  readonly register: string;
  readonly scope: Scope;
  readonly state?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** Loads of a register whose body is in scope, newest first. @throws problems.invalidCursor */
export async function listLoads(db: Db, request: LoadsRequest): Promise<{ items: Load[]; next?: string }> {
  const { limit = DEFAULT_LIMIT, cursor } = request;
  const before = cursor === undefined ? undefined : decodeCursor(cursor, /^(\S{20,40}Z) ([0-9a-f-]{36})$/);
  const items = await selectLoads(db, {
    register: request.register,
    bodies: request.scope,
    state: request.state,
    before: before && { createdAt: before[0], id: before[1] },
    limit: limit + 1,
  });
  const last = items[limit - 1];
  if (items.length <= limit || !last) return { items };
  return { items: items.slice(0, limit), next: encode(`${last.createdAt} ${last.id}`) };
}

const encode = (text: string) => Buffer.from(text).toString('base64url');

function decodeCursor(cursor: string, form: RegExp): [string, string] {
  const [, first, second] = form.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (first === undefined || second === undefined) throw problems.invalidCursor();
  return [first, second];
}

export interface FindingsRequest {
  readonly load: string;
  readonly kind?: string | undefined;
  readonly severity?: Severity | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** Findings in the order of the file. @throws problems.invalidCursor */
export async function loadFindings(db: Db, request: FindingsRequest): Promise<{ items: FindingRow[]; next?: string }> {
  const { limit = DEFAULT_LIMIT, cursor, load, kind, severity } = request;
  const after = cursor === undefined ? undefined : decodeCursor(cursor, /^(\d{1,15}) (\d{1,15})$/).map(Number);
  const items = await selectFindings(db, load, {
    kind,
    severity,
    after: after && { row: after[0] as number, n: after[1] as number },
    limit: limit + 1,
  });
  const last = items[limit - 1];
  if (items.length <= limit || !last) return { items };
  return { items: items.slice(0, limit), next: encode(`${String(last.row)} ${String(last.n)}`) };
}

export interface Wording {
  readonly table: RegisterTable;
  readonly load: Pick<Load, 'columns'>;
  readonly language: string;
  readonly t: Translate;
}

/** A finding with the words of the room that made it, in the reader's language. */
export function wordFinding(finding: FindingRow, { table, load, language, t }: Wording): FindingView {
  const field = finding.field === null ? undefined : fieldOf(table.entity, finding.field);
  const label = field ? pick(field.names, language) : null;
  const { row, kind, rule, severity, value, suggestion, settled } = finding;
  return {
    row,
    field: finding.field,
    column:
      load.columns.find((column) => column.field !== null && column.field === finding.field && column.column >= 0)
        ?.column ?? null,
    label,
    kind,
    rule,
    severity,
    value: writtenOf(finding) ?? value,
    message: settled === null ? sentence(finding, { table, language, t, label }) : settledSentence(finding, t, label),
    suggestion: settled ?? suggestion,
  };
}

/** What stood in the file, where a mapping made another value of it. */
const writtenOf = ({ values }: FindingRow): string | undefined =>
  typeof values['written'] === 'string' ? values['written'] : undefined;

const settledSentence = (finding: FindingRow, t: Translate, label: string | null): string =>
  t('records:findings.settled', { name: label ?? '', value: finding.value ?? '', settled: finding.settled });

interface Sentence extends Pick<Wording, 'table' | 'language' | 't'> {
  readonly label: string | null;
}

function sentence(finding: FindingRow, wording: Sentence): string {
  const source = writtenOf(finding);
  const said = plainSentence(finding, wording);
  return source === undefined ? said : `${said} ${wording.t('records:findings.written', { source })}`;
}

function plainSentence(finding: FindingRow, { table, language, t, label }: Sentence): string {
  const { catalogue, rule, value, values, suggestion, field } = finding;
  if (catalogue !== 'dictionary' || field === null) {
    return t(`${catalogue}:findings.${rule}`, { ...values, name: label ?? '', value: value ?? '' });
  }
  const { check, written: _source, ...params } = values as Record<string, string | number>;
  const cell = {
    field,
    kind: finding.kind as Parameters<typeof describeCellFinding>[0]['kind'],
    wording: rule,
    severity: finding.severity,
    value: value ?? '',
    params,
    ...(suggestion !== null && { suggestion }),
    ...(check !== undefined && { check: String(check) }),
  };
  return describeCellFinding(cell, table.entity, language, t);
}
