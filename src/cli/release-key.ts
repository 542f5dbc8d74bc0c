/** The key that signs releases: a file of its own, which no node needs. */
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Signer } from '../dictionary/index.ts';
import { UsageError } from './model.ts';
import { compiler } from './plan-source.ts';

/** Reads an Ed25519 key (PEM); `make` makes one where there is none. @throws UsageError */
export async function openSigner(file: string, make: boolean): Promise<Signer> {
  if (!existsSync(file)) {
    if (!make) throw new UsageError('release-key-absent', { file });
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  }
  const { signerOf } = await compiler();
  try {
    return signerOf(readFileSync(file));
  } catch {
    // Whatever it is, it is no key: said without a word of what stands in it.
    throw new UsageError('release-key-wrong', { file });
  }
}
