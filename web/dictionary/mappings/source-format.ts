/** The formats that source fields are read from, and which of them a file's name speaks for. Pure. */
export const sourceFormats = ['csv', 'excel', 'ddl', 'json-schema', 'table-schema', 'odcs', 'dsa'] as const;
export type SourceFormat = (typeof sourceFormats)[number];

const byName: readonly (readonly [RegExp, SourceFormat])[] = [
  [/\.xlsx$/i, 'excel'],
  [/\.(sql|ddl)$/i, 'ddl'],
  [/\.(csv|tsv|txt)$/i, 'csv'],
  [/(table-?schema|datapackage).*\.json$/i, 'table-schema'],
  [/\.ya?ml$/i, 'odcs'],
  [/\.json$/i, 'json-schema'],
];

/** Undefined where the name says nothing. */
export const sourceFormatOf = (name: string): SourceFormat | undefined =>
  byName.find(([pattern]) => pattern.test(name))?.[1];
