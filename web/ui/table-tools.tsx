/** What every table offers: columns, density, print. Beside the page's own tools, or in the foot when there are none. */
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconColumns3, IconPrinter, IconRowInsertBottom } from '@tabler/icons-react';
import type { Table } from '@tanstack/react-table';
import { useWords } from '../i18n.ts';
import type { Column, Density } from './data-table.tsx';
import styles from './data-table.module.css';

interface TableToolsProps<T> {
  readonly table: Table<T>;
  readonly columns: readonly Column<T>[];
  readonly density: Density;
  readonly onDensity: (density: Density) => void;
}

export function TableTools<T>({ table, columns, density, onDensity }: TableToolsProps<T>) {
  const { t } = useWords();
  const other = density === 'normal' ? 'compact' : 'normal';
  return (
    <div className={styles.tableTools} data-no-print>
      <Menu position="bottom-end">
        <Menu.Target>
          <Tooltip label={t('web:table.columns')}>
            <ActionIcon aria-label={t('web:table.columns')}>
              <IconColumns3 size={18} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          {columns.map(({ id, head }) => (
            <Menu.CheckboxItem
              key={id}
              checked={table.getColumn(id)?.getIsVisible() ?? true}
              onChange={() => table.getColumn(id)?.toggleVisibility()}
            >
              {head}
            </Menu.CheckboxItem>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Tooltip label={t(`web:table.density.${other}`)}>
        <ActionIcon aria-label={t(`web:table.density.${other}`)} onClick={() => onDensity(other)}>
          <IconRowInsertBottom size={18} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('web:action.print')}>
        <ActionIcon aria-label={t('web:action.print')} onClick={() => print()}>
          <IconPrinter size={18} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
