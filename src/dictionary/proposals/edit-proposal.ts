/** Another title or reason. */
import type { Context } from '../../platform/context.ts';
import { actOn, type Acting } from './act-on-proposal.ts';

export interface Edit {
  readonly proposal: number;
  readonly revision: number;
  readonly title?: string | undefined;
  readonly reason?: string | undefined;
}

/** @throws what `actOn` throws */
export const editProposal = (context: Context, { title, reason, ...edit }: Edit, acting: Acting): Promise<void> =>
  actOn(context, { ...edit, action: 'edit', acting }, () =>
    Promise.resolve({ title: title?.trim(), reason: reason?.trim() }),
  );
