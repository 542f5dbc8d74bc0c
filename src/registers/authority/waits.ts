/**
 * When a source that did not answer is asked again: after twice as long each time, a day at the longest, and at once when
 * something that may have kept it from answering has changed. Pure; times are milliseconds of one running clock.
 */
export interface Wait {
  readonly delay: number;
  readonly until: number;
  /** What was answered last, or that nobody answered. */
  readonly fault: string;
  /** How the source stood when it was asked: another standing is worth another question. */
  readonly standing: string;
}

const FIRST_MS = 5_000;
export const LONGEST_WAIT_MS = 86_400_000;

export const mayAsk = (
  wait: Wait | undefined,
  { standing, now }: { readonly standing: string; readonly now: number },
) => wait === undefined || now >= wait.until || wait.standing !== standing;

/** The wait after one more failure. */
export function waitAgain(
  before: Wait | undefined,
  { fault, standing, now }: { readonly fault: string; readonly standing: string; readonly now: number },
): Wait {
  const goesOn = before?.standing === standing;
  const delay = goesOn ? Math.min(2 * before.delay, LONGEST_WAIT_MS) : FIRST_MS;
  return { delay, until: now + delay, fault, standing };
}

/** Only the first failure and another one are worth an entry in the audit trail. */
export const isNews = (before: Wait | undefined, fault: string): boolean => before?.fault !== fault;
