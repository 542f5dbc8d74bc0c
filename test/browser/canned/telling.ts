/** How canned answers are written down. */
import type { TObject } from 'typebox';
import type { Act } from '../../../src/governance/contract.ts';

export interface Canned {
  readonly status?: number;
  readonly body: unknown;
}

/** Gives the answer, or nothing when the address is not its own. */
export type Teller = (path: string, query: URLSearchParams, method: string) => Canned | undefined;

export const problem = (status: number, slug: string, title: string, detail: string, more = {}): Canned => ({
  status,
  body: { type: `/problems/${slug}`, title, status, detail, instance: 'urn:request:canned', ...more },
});

export const ok = <T>(body: T): Canned => ({ body });

/** `name('Xã Đồng Lau', 'Đồng Lau Commune')`: the Arabic keeps the English where the story has none. */
export const name = (vi: string, en: string, ar = en) => ({ vi, en, ar });

const refusedAct: Act = {
  ...{ allowed: false, rule: 'governance/outside-own-scope' },
  why: 'Việc này thuộc thẩm quyền của đơn vị khác.',
  help: 'Đề nghị đơn vị chủ quản. Ai thay đổi được: Ban mẫu.',
};

/** `allowed` of a page, by its contract: everything is, but what is named. */
export const mayAll = <N extends string>(
  acts: TObject<Record<N, typeof Act>>,
  refused: readonly NoInfer<N>[] = [],
): Record<N, Act> =>
  Object.fromEntries(
    Object.keys(acts.properties).map((act) => [
      act,
      refused.includes(act as N) ? refusedAct : { allowed: true, rule: 'governance/own-body' },
    ]),
  ) as Record<N, Act>;
