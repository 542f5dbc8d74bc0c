/** One row, drawn again only when it changed. */
import type { Row } from '@tanstack/react-table';
import { memo } from 'react';
import { useWords } from '../i18n.ts';
import type { Column } from './data-table.tsx';
import styles from './data-table.module.css';

interface DataRowProps<T> {
  readonly row: Row<T>;
  readonly data: T;
  readonly columns: readonly Column<T>[];
  readonly chosen: boolean;
  readonly choosable: boolean;
  readonly tone: 'bad' | 'warn' | 'good' | undefined;
}

function DataRowFresh<T>({ row, data, columns, chosen, choosable, tone }: DataRowProps<T>) {
  const { t } = useWords();
  return (
    <tr data-chosen={chosen} {...(tone ? { 'data-tone': tone } : {})}>
      {choosable && (
        <td className={styles.choose}>
          <input
            type="checkbox"
            className={styles.box}
            aria-label={t('web:table.choose')}
            checked={chosen}
            onChange={row.getToggleSelectedHandler()}
          />
        </td>
      )}
      {columns.map((column) => (
        <td
          key={column.id}
          data-align={column.align}
          data-wrap={column.wrap && (column.grow ? 'grow' : 'some')}
          dir={column.align ? undefined : 'auto'}
        >
          {column.cell(data)}
        </td>
      ))}
    </tr>
  );
}

type Same = <T>(before: DataRowProps<T>, after: DataRowProps<T>) => boolean;

/** Column lists are built anew at each draw; what matters is which columns they hold. */
const same: Same = (before, after) =>
  before.data === after.data &&
  before.chosen === after.chosen &&
  before.tone === after.tone &&
  before.choosable === after.choosable &&
  before.columns.length === after.columns.length &&
  before.columns.every((column, i) => column === after.columns[i]);

export const DataRow = memo(DataRowFresh, same as never) as typeof DataRowFresh;
