/** How canned answers are written down. */

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
