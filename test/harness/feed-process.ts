/**
 * A process that pulls once and ends itself, without mercy, at a named point:
 * `feed-process.ts <provider JSON> <consumer JSON> <point> <nth> [without]`; the JSON has `connection` and `folder`.
 */
import { makeFeedNode, subscribeTo } from './feed-node.ts';
import type { ApplyPoint, Consumer } from '../../src/exchange/feeds/apply-pages.ts';
import { openDatabase, type ConnectionTarget } from '../../src/platform/db/db.ts';

interface Place {
  readonly connection: ConnectionTarget;
  readonly folder: string;
}

const [provider = '', consumer = '', point = '', nth = '1', without] = process.argv.slice(2);
const open = async (text: string, homes: readonly string[]) => {
  const { connection, folder } = JSON.parse(text) as Place;
  return (await makeFeedNode({ db: openDatabase(connection, 6), folder, homes })).node;
};
const commune = await open(provider, ['A', 'B']);
const centre = await open(consumer, ['C', 'DM']);
const feed = await subscribeTo(centre, commune, 'F-C', 'C');
let seen = 0;
const at = (reached: ApplyPoint) => {
  if (reached === point && ++seen === Number(nth)) process.kill(process.pid, 'SIGKILL');
};
const dying: Consumer = { ...centre.consumer, at, ...(without === 'one-transaction' && { without }) };
await feed.pull(dying);
process.stdout.write('survived\n');
process.exit(0);
