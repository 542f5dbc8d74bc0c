/** SQL that reads something else in the place of a column: a part of the value, or nothing, by the way its row is open. */
import { id, join, raw, sql, type Sql } from '../../platform/db/sql.ts';
import type { Masking, ReadScope } from '../model.ts';
import { scopeLimits } from './limits.ts';

export interface OpenWay {
  readonly scope: ReadScope;
}

type Show = 'absent' | 'masked' | 'whole';

/** A part of a text tells neither its length nor, of a short one, anything. */
const partly = (column: Sql, mask: 'last-four' | 'year-only' | undefined): Sql => {
  if (mask === 'year-only') return sql`left(${column}::text, 4)`;
  if (mask === 'last-four')
    return sql`case when length(${column}) >= 8 then '••••' || right(${column}, 4) when ${column} is not null then '••••' end`;
  return raw('null::text');
};

/**
 * What stands in the place of a field: of the first way that opens a row, the widest ways first. Always text, so that no
 * value in part can be taken for one of the field's own type.
 */
export function maskedAs(
  field: string,
  mask: 'last-four' | 'year-only' | undefined,
  ways: readonly (OpenWay & { readonly show: Show })[],
): Masking {
  const order: readonly Show[] = ['whole', 'masked', 'absent'];
  const sorted = ways.toSorted((a, b) => order.indexOf(a.show) - order.indexOf(b.show));
  return (alias) => {
    const column = id(alias, field);
    const shown = { whole: sql`${column}::text`, masked: partly(column, mask), absent: raw('null::text') };
    const [first, ...others] = new Set(sorted.map(({ show }) => show));
    if (first === undefined) return shown.absent;
    if (others.length === 0) return shown[first];
    const cases = sorted.map(({ scope, show }) => {
      const limits = scopeLimits(scope, alias);
      return sql`when ${limits.length === 0 ? raw('true') : join(limits, ' and ')} then ${shown[show]}`;
    });
    return sql`case ${join(cases, ' ')} end`;
  };
}
