import { expect, it } from 'vitest';
import { isNews, LONGEST_WAIT_MS, mayAsk, waitAgain, type Wait } from './waits.ts';

/** A source that never answers, asked every five seconds by a round: how often it is asked, and how often that is written down. */
function days(count: number, standingAt: (now: number) => string = () => 'same') {
  let [wait, asked, written]: [Wait | undefined, number, number] = [undefined, 0, 0];
  for (let now = 0; now < count * 86_400_000; now += 5_000) {
    const standing = standingAt(now);
    if (!mayAsk(wait, { standing, now })) continue;
    asked += 1;
    if (isNews(wait, 'silent')) written += 1;
    wait = waitAgain(wait, { fault: 'silent', standing, now });
  }
  return { asked, written, delay: wait?.delay };
}

it('is asked less and less, once a day in the end, and written down once', () => {
  const { asked, written, delay } = days(30);
  expect(asked).toBeGreaterThan(30);
  expect(asked).toBeLessThan(50);
  expect(written).toBe(1);
  expect(delay).toBe(LONGEST_WAIT_MS);
  // The twin: every five minutes it would have been 8,640 questions.
  expect((30 * 86_400_000) / 300_000).toBeGreaterThan(100 * asked);
});

it('is asked at once when it stands otherwise, and from then on like at the beginning', () => {
  const changed = 3 * 86_400_000 + 60_000;
  const one = days(4, (now) => (now < changed ? 'away' : 'there'));
  expect(one.asked - days(4).asked).toBeGreaterThan(8);
  const wait = waitAgain(undefined, { fault: 'silent', standing: 'away', now: 0 });
  const late = { ...wait, delay: LONGEST_WAIT_MS, until: LONGEST_WAIT_MS };
  expect(mayAsk(late, { standing: 'away', now: 1 })).toBe(false);
  expect(mayAsk(late, { standing: 'there', now: 1 })).toBe(true);
  expect(waitAgain(late, { fault: 'silent', standing: 'there', now: 1 }).delay).toBe(5_000);
});

it('is written down again when it fails in another way', () => {
  const wait = waitAgain(undefined, { fault: 'silent', standing: 's', now: 0 });
  expect(isNews(undefined, 'silent')).toBe(true);
  expect(isNews(wait, 'silent')).toBe(false);
  expect(isNews(wait, 'governance/no-agreement')).toBe(true);
});
