/** Prints `openapi.json` from the contracts that a node serves; `--check` fails when the committed file differs. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyEndpoint } from '../src/platform/http/endpoint.ts';
import { openApi } from '../src/platform/http/openapi.ts';

const source = join(import.meta.dirname, '../src');

/** Every contract of a room, and of a part of one. */
const contracts = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => /(^|[/-])contract\.ts$/.test(path))
  .sort();
const modules = await Promise.all(
  contracts.map(async (path) => (await import(join(source, path))) as Record<string, unknown>),
);

const isEndpoint = (value: unknown): value is AnyEndpoint =>
  typeof value === 'object' && value !== null && 'permission' in value && 'path' in value && 'method' in value;

// A room's contract hands on those of its parts: each endpoint is printed once.
const endpoints = [...new Set(modules.flatMap((module) => Object.values(module).filter(isEndpoint)))];
const file = join(import.meta.dirname, '../openapi.json');
const printed = `${JSON.stringify(openApi(endpoints, { title: 'Artery', version: '0.1.0' }), null, 2)}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, printed);
} else if (readFileSync(file, 'utf8') !== printed) {
  process.stderr.write('openapi.json is not what the contracts say: npm run generate\n');
  process.exitCode = 1;
}
