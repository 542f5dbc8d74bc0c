/** The fields of a local system from what it already has: DDL, CSV headers, a sheet, JSON Schema, a DSA manifest. */
import { readDrafts } from '../import/import-files.ts';
import type { Format, ImportFile, ImportFinding } from '../import/model.ts';
import type { SourceField } from './model.ts';

export const sourceFormats = [
  'csv',
  'excel',
  'ddl',
  'json-schema',
  'table-schema',
  'dsa',
  'odcs',
] as const satisfies readonly Format[];
export type SourceFormat = (typeof sourceFormats)[number];

export interface SourceTable {
  readonly name: string;
  readonly fields: readonly SourceField[];
}

/** Every table or object that the files describe, with its fields as the source calls them. */
export async function readSourceFields(
  files: readonly ImportFile[],
  format: SourceFormat,
): Promise<{ tables: SourceTable[]; findings: readonly ImportFinding[] }> {
  const { drafts, findings } = await readDrafts(files, format);
  const tables = drafts.flatMap((draft) =>
    draft.entities.map((entity) => ({
      name: entity.name,
      fields: entity.fields.map((field): SourceField => {
        const label = Object.values(field.title ?? {})[0];
        return {
          name: field.name.slice(0, 200),
          type: field.type,
          ...(label !== undefined && label !== field.name && { label: label.slice(0, 400) }),
        };
      }),
    })),
  );
  return { tables, findings };
}
