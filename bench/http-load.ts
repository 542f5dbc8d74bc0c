/** A closed-loop client in a process of its own: 64 connections that each ask again as soon as they are answered. */
import { Agent, request } from 'node:http';

interface Job {
  readonly origin: string;
  readonly paths: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly seconds: number;
}

const job = JSON.parse(process.argv[2] ?? '{}') as Job;
const agent = new Agent({ keepAlive: true, maxSockets: job.connections });
const until = performance.now() + job.seconds * 1000;
const times: number[] = [];
let failed = 0;

function ask(path: string): Promise<void> {
  return new Promise((resolve) => {
    const began = performance.now();
    const outgoing = request(job.origin + path, { agent, headers: job.headers }, (answer) => {
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
    outgoing.end();
  });
}

async function client(n: number): Promise<void> {
  for (let i = n; performance.now() < until; i += job.connections) await ask(job.paths[i % job.paths.length] ?? '/');
}

await Promise.all(Array.from({ length: job.connections }, (_, n) => client(n)));
agent.destroy();
times.sort((a, b) => a - b);
const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
process.stdout.write(JSON.stringify({ perSecond: times.length / job.seconds, p50: at(0.5), p99: at(0.99), failed }));
