/** The files that the definition of a register compiles to. */
export const downloadsOf = (entity: string): { readonly name: string; readonly path: string }[] => {
  const at = `/api/dictionary/entities/${entity}`;
  return [
    { name: 'template.xlsx', path: `${at}/template.xlsx` },
    { name: 'schema.json', path: `${at}/schema.json` },
    { name: 'types.ts', path: `${at}/types.ts` },
  ];
};
