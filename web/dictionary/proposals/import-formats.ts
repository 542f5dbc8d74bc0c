/** The formats an import reads, and which of them a file's name speaks for. Pure. */
import type { importFormats } from '../../../src/dictionary/proposals/proposal-release-contract.ts';

export type Format = (typeof importFormats)[number];

export const endings = '.yaml,.yml,.zip,.xlsx,.json,.jsonld,.ttl,.rdf,.nt,.sql,.ddl,.csv,.txt,.avsc,.xml';

const byName: readonly (readonly [RegExp, Format])[] = [
  [/\.xlsx$/i, 'excel'],
  [/\.(ttl|rdf|nt|jsonld|skos\.zip)$/i, 'skos'],
  [/\.(sql|ddl|ddl\.zip)$/i, 'ddl'],
  [/\.csv$/i, 'csv'],
  [/(table-?schema|datapackage).*\.(json|zip)$/i, 'table-schema'],
  [/\.odcs\.(ya?ml|zip)$/i, 'odcs'],
  [/\.schema\.json$|\.json-schema\.zip$/i, 'json-schema'],
  [/\.(ya?ml|artery\.zip)$/i, 'artery'],
];

/** Undefined where the names say nothing, or speak for several formats. */
export function guessFormat(files: readonly { readonly name: string }[]): Format | undefined {
  const guesses = new Set(files.map(({ name }) => byName.find(([pattern]) => pattern.test(name))?.[1]));
  const [only] = guesses;
  return guesses.size === 1 ? only : undefined;
}
