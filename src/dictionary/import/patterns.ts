/** Patterns of other notations (ECMA-262, SQL-free) → I-Regexp (RFC 9485), or nothing when it cannot be said in it. */
import { checkPattern } from '../check/elements.ts';

/** @param whole the source matches the whole value, with or without anchors */
export function toIRegexp(pattern: string, whole: boolean): string | undefined {
  const startsAnchored = pattern.startsWith('^');
  const endsAnchored = /(^|[^\\])\$$/.test(pattern);
  const bare = pattern.slice(startsAnchored ? 1 : 0, endsAnchored ? -1 : undefined);
  const isWhole = startsAnchored && endsAnchored;
  const inner = isWhole ? unwrapped(bare) : bare;
  // An anchored alternative binds tighter than the anchors: ^a|b$ is not (a|b).
  if ((startsAnchored || endsAnchored) && inner === bare && inner.replace(/\([^()]*\)|\[[^\]]*\]/g, '').includes('|'))
    return undefined;
  const plain = inner
    .replace(
      /\[([^\]]*)\]/g,
      (_set, members: string) => `[${members.replaceAll('\\d', '0-9').replaceAll('\\w', 'A-Za-z0-9_')}]`,
    )
    .replaceAll('\\d', '[0-9]')
    .replaceAll('\\w', '[A-Za-z0-9_]')
    .replaceAll('\\s', '[ ]')
    .replaceAll('(?:', '(')
    .replaceAll('\\/', '/');
  const result = surrounded(plain, whole || startsAnchored, whole || endsAnchored);
  let isGood = result !== '';
  checkPattern(result, () => (isGood = false));
  return isGood ? result : undefined;
}

/** A search that is open at an end finds it anywhere. */
function surrounded(pattern: string, isClosedBefore: boolean, isClosedAfter: boolean): string {
  if (isClosedBefore && isClosedAfter) return pattern;
  return `${isClosedBefore ? '' : '.*'}(${pattern})${isClosedAfter ? '' : '.*'}`;
}

/** `(?:…)` around the whole, as our own emitters write it, is not there in an I-Regexp. */
function unwrapped(pattern: string): string {
  if (!pattern.startsWith('(?:')) return pattern;
  const tokens = pattern.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|[()]/gsu);
  let depth = 0;
  for (const { 0: token, index } of tokens) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth === 0 && token === ')') return index === pattern.length - 1 ? pattern.slice('(?:'.length, -1) : pattern;
  }
  return pattern;
}
