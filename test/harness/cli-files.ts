/** Words of the story that the command line's tests expect; they stand in the profile, not here. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Item {
  readonly code: string;
  readonly names: Readonly<Record<string, string>>;
  readonly from?: unknown;
}

/** The two places that bore the code 99231, one after the other, in Vietnamese. */
export function readPlaces(): { before: string; today: string } {
  const path = join(import.meta.dirname, '../../profiles/vn-demo/dictionary/codes/places.yaml');
  const lists = parse(readFileSync(path, 'utf8')) as { extends: string; items: Item[] }[];
  const items = lists
    .flatMap((list) => (list.extends === 'XA' ? list.items : []))
    .filter((item) => item.code === '99231');
  const name = (isToday: boolean) => items.find((item) => (item.from !== undefined) === isToday)?.names['vi'] ?? '';
  return { before: name(false), today: name(true) };
}
