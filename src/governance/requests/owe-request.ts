/** What is owed about a request: the two opinions, an answer of the asker, an appeal; and above, a word on what is late. */
import { homesElsewhere } from '../../bodies/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Post } from '../../platform/room.ts';
import { closeWork, openWork } from '../../platform/work/index.ts';
import { findRegister } from '../store/register.ts';
import { technicalRole } from '../technical-role.ts';
import { todayOf } from '../write-change.ts';
import { awaited, standing, type Deciders, type RequestRecord } from './model.ts';

type Timed = Pick<Context, 'clock' | 'profile' | 'homesElsewhere'>;

/** `governance.request-<what>`; words `governance:work.<what>`. */
const kinds = [
  ...(['content', 'security', 'answer', 'appeal'] as const),
  ...(['overdue-content', 'overdue-security', 'overdue-appeal'] as const),
];
type Kind = (typeof kinds)[number];

interface Owed {
  readonly kind: Kind;
  readonly body: number;
  readonly post: Post;
  readonly due: string | null;
}

/** The data manager of the register, and the body of the technical role; the manager's own where nobody holds it. */
export async function decidersOf(
  context: Timed,
  db: Db,
  register: string,
): Promise<Deciders & { readonly post: Post }> {
  const manager = (await findRegister(db, register))?.managerBody ?? 0;
  const technical = await technicalRole(db, todayOf(context));
  return { manager, technical: technical?.body ?? manager, post: technical?.post ?? 'data-office' };
}

/** Opens what is owed now, and closes what is owed no longer. In the transaction of the act. */
export async function oweRequest(context: Timed, tx: Db, request: RequestRecord): Promise<void> {
  const now = context.clock.now();
  // What a body at home at another node owes is its work there.
  const elsewhere = await homesElsewhere(context);
  const deciders = await decidersOf(context, tx, request.register);
  const owed = owedOf(request, deciders).filter(({ body }) => !elsewhere.has(body));
  const calendar = request.calendar ?? workingCalendar(context.profile).edition;
  for (const kind of kinds) {
    if (owed.some((one) => one.kind === kind)) continue;
    await closeWork(tx, { kind: `governance.request-${kind}`, subject: request.code, by: 'system', now });
  }
  for (const { kind, body, post, due } of owed) {
    await openWork(tx, {
      kind: `governance.request-${kind}`,
      title: { key: `governance:work.${kind}`, values: { request: request.code } },
      body,
      post,
      due: due === null ? null : { day: due, calendar },
      link: `/governance/requests/${encodeURIComponent(request.code)}`,
      subject: request.code,
      now,
    });
  }
}

type Owers = Awaited<ReturnType<typeof decidersOf>>;

function owedOf(request: RequestRecord, deciders: Owers): Owed[] {
  const told = standing(request).map(({ part, body, post, due }) => ({
    kind: `overdue-${part}` as const,
    body,
    post,
    due,
  }));
  return [...answersOf(request, deciders), ...told];
}

function answersOf(request: RequestRecord, { manager, technical, post }: Owers): Owed[] {
  const { stage, by, appeal } = request;
  if (stage === 'asked-back') return [{ kind: 'answer', body: by, post: 'officer', due: null }];
  // Decided at the node of the body above, and on its way to ours.
  if (stage === 'appealed' && appeal?.decision) return [];
  if (stage === 'appealed' && appeal) return [{ kind: 'appeal', body: appeal.body, post: 'leader', due: appeal.due }];
  return awaited(request).map((part) =>
    part === 'content'
      ? { kind: part, body: manager, post: 'data-manager', due: request.contentDue }
      : { kind: part, body: technical, post, due: request.securityDue },
  );
}
