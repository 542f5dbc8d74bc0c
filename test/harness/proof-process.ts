/** A process of its own that takes proofs from the table that all processes of a node share: prints those it got. */
import { openDatabase } from '../../src/platform/db/db.ts';
import { takeProof } from '../../src/exchange/vouchers/take-proof.ts';

const [target = '{}', count = '0', client = ''] = process.argv.slice(2);
await using db = openDatabase(JSON.parse(target) as object, 4);
const context = { db, clock: { now: () => new Date() } };
process.stdout.write('ready\n');
await new Promise<void>((go) => process.stdin.once('data', () => go()));
const asked = Array.from({ length: Number(count) }, (_, n) =>
  takeProof(context, { client, kind: 'proof', jti: `p${String(n)}` }),
);
const taken = (await Promise.all(asked)).flatMap((fresh, n) => (fresh ? [n] : []));
process.stdout.write(`${JSON.stringify(taken)}\n`);
process.stdin.destroy();
