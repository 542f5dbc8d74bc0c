/** A closed-loop client in a process of its own: each connection edits records of its own, one after the other. */
import { Agent, request } from 'node:http';
import { json, text } from 'node:stream/consumers';

export interface EditJob {
  readonly origin: string;
  readonly register: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly records: readonly { readonly record: string; readonly version: number }[];
  readonly field: string;
  readonly connections: number;
  readonly seconds: number;
}

// Ten thousand records are too long for an argument.
const job = (await json(process.stdin)) as EditJob;
const agent = new Agent({ keepAlive: true, maxSockets: job.connections });
const times: number[] = [];
const failures = new Map<string, number>();

/** Gives the version that the answer names, or undefined when it is no answer to go on with. */
function edit(record: string, version: string, value: string): Promise<string | undefined> {
  const body = JSON.stringify({ values: { [job.field]: value } });
  const headers = {
    ...job.headers,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'if-match': version,
  };
  return new Promise((resolve) => {
    const began = performance.now();
    const url = `${job.origin}/api/registers/${job.register}/records/${record}`;
    const outgoing = request(url, { agent, method: 'PATCH', headers }, (answer) => {
      void text(answer).then((said) => {
        const { etag } = answer.headers;
        if (answer.statusCode === 200 && etag !== undefined) times.push(performance.now() - began);
        else failed(`status ${String(answer.statusCode)}: ${said.slice(0, 500)}`);
        resolve(etag);
      });
    });
    outgoing.on('error', (error) => {
      failed(error.message);
      resolve(undefined);
    });
    outgoing.end(body);
  });
}

const failed = (why: string) => failures.set(why, (failures.get(why) ?? 0) + 1);

const until = performance.now() + job.seconds * 1000;
async function client(n: number): Promise<void> {
  const mine = job.records
    .filter((_, i) => i % job.connections === n)
    .map(({ record, version }) => ({ record, etag: `"${String(version)}"` }));
  for (let i = 0; performance.now() < until; i += 1) {
    const one = mine[i % mine.length];
    if (!one) return;
    const etag = await edit(one.record, one.etag, `Value ${String(n)} ${String(i)} ${String(process.pid)}`);
    if (etag === undefined) return;
    one.etag = etag;
  }
}

await Promise.all(Array.from({ length: job.connections }, (_, n) => client(n)));
agent.destroy();
times.sort((a, b) => a - b);
const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
process.stdout.write(
  JSON.stringify({ perSecond: times.length / job.seconds, p50: at(0.5), p99: at(0.99), failures: [...failures] }),
);
