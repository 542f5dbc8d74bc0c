/** DDL of PostgreSQL → drafts: tables, keys, comments, enums; every statement that is not understood is a finding. */
import { Cursor } from './ddl-cursor.ts';
import { sqlTokens, splitAt, statements, unclosedAt, type Token } from './ddl-tokens.ts';
import { having, said } from './document.ts';
import type { Draft, DraftEntity, DraftField, DraftList, ImportFindings, Opened } from './model.ts';
import { refuseOther } from './open-file.ts';
import { sqlTypeOf } from './sql-types.ts';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly line: number;
  required: boolean;
  references?: string;
  comment?: string;
  readonly said: string[];
}
interface Table {
  readonly name: string;
  readonly line: number;
  readonly columns: Column[];
  key: string[];
  comment?: string;
}

export function readDdl(opened: Opened): Draft {
  const { file, findings } = opened;
  const { tokens, brokenAt } = sqlTokens(opened.text);
  const reading = new Reading(file, findings);
  const list = statements(tokens);
  if (!list.some((one) => one[0]?.text === 'create')) {
    refuseOther(opened);
    return { entities: [], lists: [] };
  }
  for (const line of [brokenAt, unclosedAt(tokens)]) {
    if (line !== undefined) findings.error({ file, line }, 'unclosed', {});
  }
  for (const statement of list) reading.statement(statement);
  return reading.draft();
}

// Of no consequence for what data mean: settings of a dump, rights, where things are stored.
const SILENT = new Set(['set', 'select', 'begin', 'commit', 'grant', 'revoke']);

class Reading {
  private readonly tables = new Map<string, Table>();
  private readonly types = new Map<string, { values: readonly string[]; line: number }>();
  private readonly file: string;
  private readonly findings: ImportFindings;

  constructor(file: string, findings: ImportFindings) {
    this.file = file;
    this.findings = findings;
  }

  statement(tokens: readonly Token[]): void {
    const at = new Cursor(tokens);
    if (SILENT.has(tokens[0]?.text ?? '')) return;
    if (at.words('create')) {
      at.words('or', 'replace');
      const isTable = at.any('global', 'local', 'temporary', 'temp', 'unlogged', 'foreign') || true;
      if (isTable && at.words('table')) return this.table(at, tokens);
      if (at.words('type')) return this.type(at, tokens);
    } else if (at.words('alter', 'table')) return this.alter(at, tokens);
    else if (at.words('comment', 'on')) return this.comment(at, tokens);
    this.lost(tokens);
  }

  private lost(tokens: readonly Token[]): void {
    const text = tokens
      .slice(0, 8)
      .map((token) => token.text)
      .join(' ');
    this.findings.warn({ file: this.file, line: tokens[0]?.line ?? 1 }, 'not-understood', { text });
  }

  private table(at: Cursor, tokens: readonly Token[]): void {
    at.words('if', 'not', 'exists');
    const line = at.line;
    const name = at.name();
    const body = at.group();
    if (name === undefined || !body) return this.lost(tokens);
    const table: Table = { name, line, columns: [], key: [] };
    if (this.tables.has(name)) this.findings.error({ file: this.file, line }, 'duplicate-table', { name });
    else this.tables.set(name, table);
    for (const part of splitAt(body, ',')) if (part.length > 0) this.part(part, table);
    if (!at.done) this.lost(tokens.slice(-at.left));
  }

  private part(part: readonly Token[], table: Table): void {
    const at = new Cursor(part);
    const isConstraint =
      part[0]?.kind === 'word' && /^(constraint|primary|foreign|unique|check|exclude|like)$/.test(part[0].text);
    if (isConstraint) this.constraint(at, table, part);
    else this.column(at, table, part);
  }

  /** @returns through findings what it could not use */
  private constraint(at: Cursor, table: Table, part: readonly Token[]): void {
    if (at.words('constraint')) at.name();
    if (at.words('primary', 'key')) {
      table.key = at.names();
      for (const one of table.columns) if (table.key.includes(one.name)) one.required = true;
      return this.missing(table.key, table, part);
    }
    if (at.words('foreign', 'key')) {
      const own = at.names();
      const target = at.words('references') ? at.name() : undefined;
      for (const one of table.columns) if (own.includes(one.name) && target !== undefined) one.references = target;
      return this.missing(own, table, part);
    }
    if (at.words('unique')) return;
    this.lost(part);
  }

  private missing(names: readonly string[], table: Table, part: readonly Token[]): void {
    for (const name of names) {
      if (table.columns.some((one) => one.name === name)) continue;
      this.findings.error({ file: this.file, line: part[0]?.line ?? 1 }, 'unknown-key', {
        name: table.name,
        key: name,
      });
    }
  }

  private column(at: Cursor, table: Table, part: readonly Token[]): void {
    const line = at.line;
    const name = at.part();
    const type = at.type();
    if (name === undefined || type === '') return this.lost(part);
    const column: Column = { name, type, line, required: false, said: [] };
    table.columns.push(column);
    while (!at.done) if (!this.columnRule(at, column, table)) break;
    if (!at.done) this.lost(part.slice(-at.left));
  }

  private columnRule(at: Cursor, column: Column, table: Table): boolean {
    if (at.words('constraint')) return at.name() !== undefined;
    if (at.words('not', 'null')) return (column.required = true);
    if (at.words('null') || at.words('unique')) return true;
    if (at.words('primary', 'key')) {
      table.key = [column.name];
      return (column.required = true);
    }
    if (at.words('references')) {
      const target = at.name();
      at.names();
      at.actions();
      if (target !== undefined) column.references = target;
      return true;
    }
    if (at.words('default')) return this.keep(column, `default ${at.expression()}`);
    if (at.words('check')) return this.keep(column, `check (${at.groupText()})`);
    if (at.words('collate')) return at.name() !== undefined;
    if (at.words('generated')) return this.keep(column, `generated ${at.expression()}`);
    return false;
  }

  private keep(column: Column, text: string): true {
    column.said.push(text);
    return true;
  }

  private type(at: Cursor, tokens: readonly Token[]): void {
    const line = at.line;
    const name = at.name();
    const values = at.words('as', 'enum') ? at.group() : undefined;
    if (name === undefined || !values) return this.lost(tokens);
    this.types.set(name, { values: values.filter((one) => one.kind === 'string').map((one) => one.text), line });
  }

  private alter(at: Cursor, tokens: readonly Token[]): void {
    at.words('if', 'exists');
    at.words('only');
    const table = this.tables.get(at.name() ?? '');
    // Owners and the numbering of identities say nothing about data.
    if (at.words('owner', 'to')) return;
    if (!table || !at.words('add')) return this.lost(tokens);
    if (at.words('column')) return this.column(at, table, tokens);
    this.constraint(at, table, tokens);
  }

  private comment(at: Cursor, tokens: readonly Token[]): void {
    const isTable = at.words('table');
    const isColumn = !isTable && at.words('column');
    const path = at.path();
    const text = at.words('is') ? at.string() : undefined;
    const table = this.tables.get((isColumn ? path.slice(0, -1) : path).at(-1) ?? '');
    const column = table?.columns.find((one) => one.name === path.at(-1));
    if (text === undefined || !table || (!isTable && !isColumn) || (isColumn && !column)) return this.lost(tokens);
    if (isTable) table.comment = text;
    else if (column) column.comment = text;
  }

  draft(): Draft {
    const spotOf = (line: number) => ({ file: this.file, line });
    const lists = [...this.types].map(([name, { values, line }]): DraftList => {
      const items = values.map((code) => ({ code, names: { '': code }, spot: spotOf(line) }));
      return { name, names: { '': name }, items, spot: spotOf(line) };
    });
    const entities = [...this.tables.values()].map((table) =>
      having<DraftEntity>({
        name: table.name,
        definition: said(table.comment),
        key: table.key,
        fields: table.columns.map((column) => this.field(column)),
        spot: spotOf(table.line),
      }),
    );
    return { entities, lists };
  }

  private field({ name, type, line, required, references, comment, said: beside }: Column): DraftField {
    const spot = { file: this.file, line };
    const list = this.types.has(type) ? type : undefined;
    // In DDL brackets are an array, whatever stands in them.
    const reading = type.includes('[') ? undefined : sqlTypeOf(type);
    if (!reading && list === undefined) this.findings.warn(spot, 'type-kept-as-text', { name, type });
    const isLost = !reading && list === undefined;
    return having<DraftField>({
      name,
      definition: said(comment),
      ...(reading ?? { type: 'text' as const }),
      required: required || undefined,
      list,
      references,
      said: [...(isLost ? [type] : []), ...beside],
      spot,
    });
  }
}
