/** Patterns of other notations (ECMA-262, SQL-free) → I-Regexp (RFC 9485), or nothing when it cannot be said in it. */
import { checkPattern } from '../check/elements.ts';

/** @param whole the source matches the whole value, with or without anchors */
export function toIRegexp(pattern: string, whole: boolean): string | undefined {
  const startsAnchored = pattern.startsWith('^');
  const endsAnchored = /(^|[^\\])\$$/.test(pattern);
  const inner = pattern.slice(startsAnchored ? 1 : 0, endsAnchored ? -1 : undefined);
  // An anchored alternative binds tighter than the anchors: ^a|b$ is not (a|b).
  if ((startsAnchored || endsAnchored) && inner.replace(/\([^()]*\)|\[[^\]]*\]/g, '').includes('|')) return undefined;
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
  const before = whole || startsAnchored ? '' : '.*';
  const after = whole || endsAnchored ? '' : '.*';
  const result = before === '' && after === '' ? plain : `${before}(${plain})${after}`;
  let isGood = result !== '';
  checkPattern(result, () => (isGood = false));
  return isGood ? result : undefined;
}
