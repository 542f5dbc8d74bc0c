/** Two records field by field: what is the same, what is like it, what differs, is missing, or is not open. Pure. */
import { fold } from '../../platform/search/fold.ts';
import type { SideBySide, WaterfallView } from '../golden-contract.ts';
import { columnsOf } from './compared-fields.ts';
import type { LinkedEntity } from './model.ts';
import type { OpenedRecord } from './open-records.ts';
import { cell, type Cell } from './view-records.ts';

interface Side {
  readonly value: Cell;
  readonly hidden: boolean;
}

/** Elements that either holds or that are not open, in the order of the left one's fields, then what only the right one has. */
export function compareSides(
  of: LinkedEntity,
  { left, right, waterfall }: { left: OpenedRecord; right: OpenedRecord; waterfall: WaterfallView | null },
): SideBySide[] {
  const seen = new Set<string>();
  return [left, right]
    .flatMap(({ table }) => table.entity.fields)
    .flatMap((field) => {
      const { element, name, names, dataType, codeList } = field;
      if (seen.has(element)) return [];
      seen.add(element);
      const [x, y] = [sideOf(left, element), sideOf(right, element)];
      if (isNothing(x) && isNothing(y)) return [];
      const likeness = likenessOf(x, y, () => speaksForOne(of, { left, right, waterfall }, element));
      return [
        {
          ...{ element, field: name, names, dataType, left: x.value, right: y.value, likeness },
          ...(codeList && { codeList: codeList.list }),
          hidden: { left: x.hidden, right: y.hidden },
          differs: likeness === 'similar' || likeness === 'different',
        },
      ];
    });
}

const isNothing = ({ value, hidden }: Side) => value === null && !hidden;

function sideOf({ table, fields, values }: OpenedRecord, element: string): Side {
  const own = table.entity.fields.find((field) => field.element === element);
  if (!own) return { value: null, hidden: false };
  const isOpen = fields.includes(own.name);
  return { value: isOpen ? cell(values[own.name]) : null, hidden: !isOpen };
}

function likenessOf(x: Side, y: Side, isLike: () => boolean): SideBySide['likeness'] {
  if (x.hidden || y.hidden) return 'hidden';
  if (x.value === null || y.value === null) return 'missing';
  if (x.value === y.value) return 'equal';
  if (fold(String(x.value)) === fold(String(y.value))) return 'similar';
  return isLike() ? 'similar' : 'different';
}

/** Whether linkage counts the values, which are not the same, for one person. */
function speaksForOne(
  of: LinkedEntity,
  { left, right, waterfall }: { left: OpenedRecord; right: OpenedRecord; waterfall: WaterfallView | null },
  element: string,
): boolean {
  const bears = (one: OpenedRecord, field: string) =>
    columnsOf(of, one, field).some(
      (column) => one.table.entity.fields.find(({ name }) => name === column)?.element === element,
    );
  return (waterfall?.steps ?? []).some(
    ({ field, level, bits }) => bits > 0 && level !== 'silent' && bears(left, field) && bears(right, field),
  );
}
