/** The key port that asks `key-process.ts`. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { KeyPort } from '../../src/platform/encryption/index.ts';

export interface KeyService extends KeyPort {
  stop(): void;
}

export function startKeyService(keyFile: string): KeyService {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'key-process.ts'), keyFile], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting = new Map<number, { take(bytes: Buffer): void; refuse(error: Error): void }>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { id, bytes } = JSON.parse(line) as { id: number; bytes?: string };
    if (bytes === undefined) waiting.get(id)?.refuse(new Error('the key service refuses'));
    else waiting.get(id)?.take(Buffer.from(bytes, 'base64'));
    waiting.delete(id);
  });
  let last = 0;
  const ask = (act: 'wrap' | 'unwrap', bytes: Buffer, label: string): Promise<Buffer> =>
    new Promise((take, refuse) => {
      last += 1;
      waiting.set(last, { take, refuse });
      child.stdin.write(`${JSON.stringify({ id: last, act, bytes: bytes.toString('base64'), label })}\n`);
    });
  return {
    wrap: (dataKey, label) => ask('wrap', dataKey, label),
    unwrap: (wrapped, label) => ask('unwrap', wrapped, label),
    stop: () => void child.kill(),
  };
}
