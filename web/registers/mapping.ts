/** Which column fills which field, as the person has it now. Pure. */
import type { UploadView } from '../../src/registers/contract.ts';

/** Field by column; null leaves the column out. */
export type Mapping = ReadonlyMap<number, string | null>;

/** Key fields that no column fills. */
export function missingKeys({ fields }: Pick<UploadView, 'fields'>, mapping: Mapping): readonly string[] {
  const given = new Set(mapping.values());
  return fields.filter(({ key, name }) => key && !given.has(name)).map(({ name }) => name);
}

/** Fields that more than one column would fill. */
export function doubleFields(mapping: Mapping): readonly string[] {
  const fields = [...mapping.values()].filter((field) => field !== null);
  return [...new Set(fields.filter((field, i) => fields.indexOf(field) !== i))];
}

/** The first values of a column that are not empty, each once. */
export function samplesOf({ sample }: Pick<UploadView, 'sample'>, column: number, most = 3): readonly string[] {
  return [...new Set(sample.map((row) => row[column]?.trim() ?? '').filter(Boolean))].slice(0, most);
}

/** 0 → A, 25 → Z, 26 → AA: columns as spreadsheets name them. */
export function letterOf(column: number): string {
  const rest = Math.floor(column / 26) - 1;
  return `${rest < 0 ? '' : letterOf(rest)}${String.fromCharCode(65 + (column % 26))}`;
}
