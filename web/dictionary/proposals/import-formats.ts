/** The formats an import reads, and which of them a file's name speaks for. Pure. */
import type { importFormats } from '../../../src/dictionary/proposals/proposal-release-contract.ts';

export type Format = (typeof importFormats)[number];

export const endings = '.yaml,.yml,.xlsx,.json,.jsonld,.ttl,.rdf,.nt,.sql,.ddl,.csv,.txt,.avsc,.xml';

const byName: readonly (readonly [RegExp, Format])[] = [
  [/\.xlsx$/i, 'excel'],
  [/\.(ttl|rdf|nt|jsonld)$/i, 'skos'],
  [/\.(sql|ddl)$/i, 'ddl'],
  [/\.csv$/i, 'csv'],
  [/(table-?schema|datapackage).*\.json$/i, 'table-schema'],
  [/\.odcs\.ya?ml$/i, 'odcs'],
  [/\.schema\.json$/i, 'json-schema'],
  [/\.ya?ml$/i, 'artery'],
];

/** Undefined where the names say nothing, or speak for several formats. */
export function guessFormat(files: readonly { readonly name: string }[]): Format | undefined {
  const guesses = new Set(files.map(({ name }) => byName.find(([pattern]) => pattern.test(name))?.[1]));
  const [only] = guesses;
  return guesses.size === 1 ? only : undefined;
}
