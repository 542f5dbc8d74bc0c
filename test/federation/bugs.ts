/** Bugs that are planted one at a time: a simulation that does not find them proves nothing. */
import type { Bug } from './world.ts';

export const bugs: Readonly<Record<Bug, string>> = {
  'reads-by-id': 'pages are cut by the number that was taken before the work: what commits late is passed over',
  'stamps-by-id': 'the log is numbered in the order in which work began, not in which it was committed',
  'cursor-first': 'the cursor is stored before the rows, and the process dies in between',
  'rows-first': 'the rows are stored before the cursor, and the process dies in between',
  'no-inbox': 'a message is not remembered beside what it did',
  'no-verify': 'pages are taken as they come',
  'no-sweep': 'a snapshot removes nothing',
  'no-gone': 'rows that leave a stream are not told',
  'no-purge': 'rows stay when the grant is over',
  'no-check-of-grant': 'the grant is not looked at when pages are asked for',
  'drops-unknown-release': 'pages of a release that is not adopted are passed over',
  'drops-unacknowledged': 'bodies of pages are dropped before everybody has them',
  'no-fence': 'a restored node goes on as if nothing had happened',
  'no-new-epoch': 'streams go on in the same epoch after a loss',
};
