/** Secrets by name: what connectors and webhooks sign in or sign with stands in the environment or in a file, never in the database. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const SECRET_NAME = '^[a-z][a-z0-9-]{0,62}$';
const NAME = new RegExp(SECRET_NAME);

/** The secret of a name, or undefined. */
export type Secrets = (name: string) => string | undefined;

/**
 * `erp-password` is ARTERY_SECRET_ERP_PASSWORD of the environment, or the file `erp-password` in the folder `secrets` of
 * the node's keys, without its last line end.
 */
export function secretsOf(environment: Readonly<Record<string, string>>, keysDir: string): Secrets {
  return (name) => {
    if (!NAME.test(name)) return undefined;
    const said = environment[name.toUpperCase().replaceAll('-', '_')];
    if (said !== undefined) return said;
    try {
      return readFileSync(join(keysDir, 'secrets', name), 'utf8').replace(/\r?\n$/, '');
    } catch {
      return undefined;
    }
  };
}
