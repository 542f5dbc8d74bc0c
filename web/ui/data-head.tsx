/** Heads of the table: each sortable one is a button that says how it sorts. */
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import type { Table } from '@tanstack/react-table';
import { useWords } from '../i18n.ts';
import type { Column } from './data-table.tsx';
import styles from './data-table.module.css';

interface DataHeadProps<T> {
  readonly table: Table<T>;
  readonly columns: readonly Column<T>[];
  readonly choosable: boolean;
}

/** Heads below so many letters stay on one line. */
const SHORT = 10;

const sorted = { asc: 'ascending', desc: 'descending' } as const;

export function DataHead<T>({ table, columns, choosable }: DataHeadProps<T>) {
  const { t } = useWords();
  return (
    <>
      <colgroup>
        {choosable && <col style={{ width: 44 }} />}
        {columns.map(({ id, width = 140, grow }) => (
          <col key={id} style={grow ? { minWidth: width } : { width }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {choosable && (
            <th scope="col" className={styles.choose}>
              <input
                type="checkbox"
                className={styles.box}
                aria-label={t('web:table.chooseAll')}
                checked={table.getIsAllRowsSelected()}
                ref={(box) => {
                  if (box) box.indeterminate = table.getIsSomeRowsSelected();
                }}
                onChange={table.getToggleAllRowsSelectedHandler()}
              />
            </th>
          )}
          {columns.map((column) => (
            <Head key={column.id} table={table} column={column} />
          ))}
        </tr>
      </thead>
    </>
  );
}

function Head<T>({ table, column }: { readonly table: Table<T>; readonly column: Column<T> }) {
  const handle = table.getColumn(column.id);
  const direction = handle?.getIsSorted() || undefined;
  const Icon = direction === 'asc' ? IconArrowUp : direction === 'desc' ? IconArrowDown : IconArrowsSort;
  return (
    <th
      scope="col"
      data-align={column.align}
      data-short={column.head.length < SHORT}
      aria-sort={direction ? sorted[direction] : undefined}
    >
      {handle?.getCanSort() ? (
        <button type="button" className={styles.sort} onClick={handle.getToggleSortingHandler()}>
          <span>{column.head}</span>
          <Icon size={14} aria-hidden data-idle={!direction} />
        </button>
      ) : (
        column.head
      )}
    </th>
  );
}
