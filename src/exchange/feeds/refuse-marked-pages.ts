/** Pages with a mark of state secrecy are not applied: the stream waits where it is, and nothing of them is kept. */
import type { Context } from '../../platform/context.ts';
import { markGuard, type FoundMark, type Marks } from '../../platform/marks/index.ts';
import { linesOf, type Page } from '../protocol/index.ts';
import type { Applying } from './apply-pages.ts';
import { problems } from './problems.ts';

/** @throws problems.feedMarked; the incident is written down with the stream it came by */
export async function refuseMarkedPages(context: Context, { effect, stream, subscription }: Applying): Promise<void> {
  const guard = markGuard(context);
  for (const page of effect.pages) {
    const found = markedLine(page, guard.marks);
    if (!found) continue;
    const { epoch, idx } = page.header;
    await guard.note({ ...found, way: 'feed', place: 'cell', account: `stream/${stream}`, body: null });
    await context.audit.append({
      ...{ action: 'exchange.feed', actor: `agreement/${subscription.agreement}`, body: null, subject: 'feed' },
      ...{ allowed: false, rule: 'marks/marked-secret' },
    });
    throw problems.feedMarked({ epoch, idx, rule: found.rule });
  }
}

function markedLine({ body }: Page, marks: Marks): (FoundMark & { row: number }) | undefined {
  // The whole page at once: nearly all end here.
  if (!marks.mayHold(body.toString('utf8'))) return undefined;
  let row = 0;
  for (const line of linesOf(body)) {
    row += 1;
    const found = marks.findInRow(line.toString('utf8').split('\t'));
    if (found) return { ...found, row };
  }
  return undefined;
}
