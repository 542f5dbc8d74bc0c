/** Where a page of a list ended: opaque to whoever asks for the next one. */
import { proposalProblems as problems } from './proposal-problems.ts';

const write = (key: string): string => Buffer.from(key).toString('base64url');

/** @throws problems.proposalCursorInvalid */
export function numberAfter(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString();
  if (!/^\d{1,9}$/.test(text)) throw problems.proposalCursorInvalid();
  return Number(text);
}

/** @param items one more than `limit` when there is a next page */
export function pageOf<T>(
  items: readonly T[],
  limit: number,
  keyOf: (item: T) => string,
): { items: T[]; next?: string } {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown, ...(items.length > limit && last !== undefined ? { next: write(keyOf(last)) } : {}) };
}

export const textAfter = (cursor: string | undefined): string | undefined =>
  cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString();
