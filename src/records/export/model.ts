/** What an export needs to know of its columns and its words. */
import { pick, type Texts } from '../../platform/texts.ts';

export interface ExportColumn {
  /** Physical name: the member in NDJSON. */
  readonly name: string;
  /** What a person reads over the column. */
  readonly header: string;
  readonly type: 'text' | 'numeric' | 'bigint' | 'date' | 'timestamptz' | 'boolean' | 'uuid';
}

export type ExportValue = string | number | boolean | null | undefined;

/** Values in the order of the columns. Batches of them, as a read gives them. */
export type ExportRows = AsyncIterable<readonly (readonly ExportValue[])[]>;

export interface ExportRequest {
  readonly columns: readonly ExportColumn[];
  readonly rows: ExportRows;
  /** Said on the export when the data are invented: text in the person's language. */
  readonly watermark?: string | undefined;
}

/** Columns with headers in a language, from the plan's fields. */
export function exportColumns(
  fields: readonly { readonly name: string; readonly names: Texts; readonly sqlType: ExportColumn['type'] | 'bytea' }[],
  language: string,
): ExportColumn[] {
  return fields.map((field) => ({ name: field.name, header: pick(field.names, language), type: typeOf(field) }));
}

/** What was stored sealed is words once it is open. */
const typeOf = ({ sqlType }: { readonly sqlType: ExportColumn['type'] | 'bytea' }): ExportColumn['type'] =>
  sqlType === 'bytea' ? 'text' : sqlType;
