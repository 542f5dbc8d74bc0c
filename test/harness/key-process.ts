/**
 * A key port in a process of its own, which never gives its key out: a double of a key service in its shape only. One line
 * of JSON in, one line out. Started with a file that holds the key.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { seal, unseal } from '../../src/platform/ledger/keys.ts';

interface Asked {
  readonly id: number;
  readonly act: 'wrap' | 'unwrap';
  readonly bytes: string;
  readonly label: string;
}

const key = readFileSync(process.argv[2] ?? '');
for await (const line of createInterface({ input: process.stdin })) {
  const { id, act, bytes, label } = JSON.parse(line) as Asked;
  try {
    const done = (act === 'wrap' ? seal : unseal)(key, Buffer.from(bytes, 'base64'), label);
    process.stdout.write(`${JSON.stringify({ id, bytes: done.toString('base64') })}\n`);
  } catch {
    process.stdout.write(`${JSON.stringify({ id, refused: true })}\n`);
  }
}
