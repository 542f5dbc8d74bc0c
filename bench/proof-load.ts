/**
 * A closed-loop client in a process of its own: connections that each post again as soon as they are answered. Proofs are
 * signed before the clock starts: what they cost the asker is the asker's.
 */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { readKeyFile } from '../src/exchange/vouchers/index.ts';
import { hashOf } from '../src/exchange/vouchers/tokens.ts';

interface Job {
  readonly url: string;
  readonly bodies: readonly string[];
  readonly connections: number;
  readonly seconds: number;
  /** Absent: no voucher, no proofs. */
  readonly voucher?: { readonly token: string; readonly nonce: string; readonly pem: string; readonly proofs: number };
}

const job = JSON.parse(process.argv[2] ?? '{}') as Job;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function proofs(): string[] {
  if (!job.voucher) return [];
  const { token, nonce, pem, proofs: count } = job.voucher;
  const keys = readKeyFile(pem);
  const header = encode({ typ: 'dpop+jwt', alg: keys.algorithm, jwk: keys.jwk });
  const ath = hashOf(token);
  const iat = Math.floor(Date.now() / 1000);
  return Array.from({ length: count }, () => {
    const text = `${header}.${encode({ jti: randomUUID(), htm: 'POST', htu: job.url, iat, nonce, ath })}`;
    return `${text}.${keys.sign(Buffer.from(text)).toString('base64url')}`;
  });
}

const ready = proofs();
const agent = new Agent({ keepAlive: true, maxSockets: job.connections });
const times: number[] = [];
let failed = 0;
let asked = 0;

function ask(body: string): Promise<void> {
  const proof = ready[asked];
  asked += 1;
  const own = job.voucher && proof ? { authorization: `DPoP ${job.voucher.token}`, dpop: proof } : {};
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...own };
  return new Promise((resolve) => {
    const began = performance.now();
    const outgoing = request(job.url, { agent, method: 'POST', headers }, (answer) => {
      answer.resume().on('end', () => {
        if (answer.statusCode === 200) times.push(performance.now() - began);
        else failed += 1;
        resolve();
      });
    });
    outgoing.on('error', () => {
      failed += 1;
      resolve();
    });
    outgoing.end(body);
  });
}

const began = performance.now();
const until = began + job.seconds * 1000;
const isOpen = () => performance.now() < until && (!job.voucher || asked < ready.length);
async function client(n: number): Promise<void> {
  for (let i = n; isOpen(); i += job.connections) await ask(job.bodies[i % job.bodies.length] ?? '{}');
}
await Promise.all(Array.from({ length: job.connections }, (_, n) => client(n)));
const seconds = (performance.now() - began) / 1000;
agent.destroy();
times.sort((a, b) => a - b);
const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
process.stdout.write(JSON.stringify({ perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99), failed }));
