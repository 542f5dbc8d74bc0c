/** Prints `openapi.json` from the contracts that a node serves; `--check` fails when the committed file differs. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyEndpoint } from '../src/platform/http/endpoint.ts';
import { openApi } from '../src/platform/http/openapi.ts';
import * as architecture from '../src/architecture/contract.ts';
import * as bodies from '../src/bodies/contract.ts';
import * as dictionary from '../src/dictionary/contract.ts';
import * as exchange from '../src/exchange/contract.ts';
import * as governance from '../src/governance/contract.ts';
import * as labels from '../src/governance/labels/contract.ts';
import * as duties from '../src/governance/responsibilities/contract.ts';
import * as identity from '../src/platform/identity/contract.ts';
import * as jobs from '../src/platform/jobs/contract.ts';
import * as marks from '../src/platform/marks/contract.ts';
import * as ledger from '../src/platform/ledger/contract.ts';
import * as work from '../src/platform/work/contract.ts';
import * as quality from '../src/quality/contract.ts';
import * as records from '../src/records/contract.ts';
import * as registers from '../src/registers/contract.ts';
import * as strategy from '../src/strategy/contract.ts';

const rooms = [
  identity,
  ledger,
  work,
  jobs,
  marks,
  bodies,
  dictionary,
  governance,
  labels,
  duties,
  records,
  quality,
  registers,
  exchange,
  architecture,
  strategy,
];

const isEndpoint = (value: unknown): value is AnyEndpoint =>
  typeof value === 'object' && value !== null && 'permission' in value && 'path' in value && 'method' in value;

const endpoints = rooms.flatMap((room) => Object.values(room as Record<string, unknown>).filter(isEndpoint));
const file = join(import.meta.dirname, '../openapi.json');
const printed = `${JSON.stringify(openApi(endpoints, { title: 'Artery', version: '0.1.0' }), null, 2)}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, printed);
} else if (readFileSync(file, 'utf8') !== printed) {
  process.stderr.write('openapi.json is not what the contracts say: npm run generate\n');
  process.exitCode = 1;
}
