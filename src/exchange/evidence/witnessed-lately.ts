/** Whether this node's audit trail was witnessed lately: what the served side asks before personal data go out. */
import type { Context } from '../../platform/context.ts';
import { headPosition } from '../../platform/ledger/entry-store.ts';
import { openKeys } from '../../platform/ledger/index.ts';
import { originOf } from '../../platform/ledger/sequence-audit.ts';
import { witnessSettings } from './settings.ts';
import { allAnswers, answersAbout, type AnswerRow } from './store/answers.ts';
import { readFence } from './store/fence.ts';

export interface WitnessedLately {
  readonly inTime: boolean;
  /** The newest moment at which enough witnesses had cosigned; null when that has not been. */
  readonly at: Date | null;
  readonly least: number;
  readonly withinHours: number;
}

type WitnessedContext = Pick<Context, 'db' | 'clock' | 'profile' | 'keysDir'>;

const HOUR_MS = 3_600_000;

/**
 * A node that nobody ever witnessed stands alone and may go on; one that has witnesses may send new personal data for
 * `withinHours` after enough of them cosigned, or after it was opened, and while its fence is not closed.
 */
export async function witnessedLately({ db, clock, profile, keysDir }: WitnessedContext): Promise<WitnessedLately> {
  const { least, withinHours } = witnessSettings(profile);
  const answers = keysDir === undefined ? [] : await ownAnswers({ db, keysDir });
  const needed = Math.min(least, answers.length);
  const at = momentOf(answers, needed);
  const fence = await readFence(db);
  const settings = { least: needed, withinHours };
  if (fence.state === 'fenced') return { inTime: false, at, ...settings };
  if (needed === 0) return { inTime: true, at, ...settings };
  const since = at?.getTime() ?? Date.parse(fence.since);
  return { inTime: clock.now().getTime() - since <= withinHours * HOUR_MS, at, ...settings };
}

/** Of the epoch that is written; a witness that has not answered about it yet counts as one that has not signed. */
async function ownAnswers({ db, keysDir }: { db: Context['db']; keysDir: string }): Promise<AnswerRow[]> {
  const { epoch } = await headPosition(db);
  const { node } = openKeys(keysDir);
  const now = await answersAbout(db, originOf(node, epoch));
  if (now.length > 0) return now;
  const witnesses = new Set((await allAnswers(db)).map(({ witness }) => witness));
  return [...witnesses].map((witness) => ({ ...NOTHING, witness }));
}

const NOTHING: AnswerRow = {
  origin: '',
  witness: '',
  size: 0,
  line: null,
  note: null,
  cosignedAt: null,
  askedAt: null,
  problem: null,
};

/** When the last of `least` witnesses had signed: the `least`-th newest moment. */
function momentOf(answers: readonly AnswerRow[], least: number): Date | null {
  const moments = answers.flatMap(({ cosignedAt }) => cosignedAt ?? []).sort((a, b) => (a < b ? 1 : -1));
  const moment = moments[Math.max(least, 1) - 1];
  return moment === undefined ? null : new Date(moment);
}
