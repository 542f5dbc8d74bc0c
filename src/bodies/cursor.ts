/** Opaque cursors of lists ordered by code and id. */

export const writeCursor = (key: readonly [string, number]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

/** What a cursor says; nothing when there is none or it is not one of ours: the list then begins at its beginning. */
export function readCursor(text: string | undefined): { after?: readonly [string, number] } {
  if (text === undefined) return {};
  try {
    const key: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (!Array.isArray(key) || typeof key[0] !== 'string' || !Number.isInteger(key[1])) return {};
    return { after: [key[0], key[1] as number] };
  } catch {
    return {};
  }
}
