/** Above the table: the page's own tools first, then columns and density. */
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconCheck, IconColumns3, IconPrinter, IconRowInsertBottom } from '@tabler/icons-react';
import type { Table } from '@tanstack/react-table';
import type { ReactNode } from 'react';
import { useWords } from '../i18n.ts';
import type { Column, Density } from './data-table.tsx';
import styles from './data-table.module.css';

interface DataToolbarProps<T> {
  readonly table: Table<T>;
  readonly columns: readonly Column<T>[];
  readonly density: Density;
  readonly onDensity: (density: Density) => void;
  readonly children: ReactNode;
}

export function DataToolbar<T>({ table, columns, density, onDensity, children }: DataToolbarProps<T>) {
  const { t } = useWords();
  const other = density === 'normal' ? 'compact' : 'normal';
  return (
    <div className={styles.toolbar} data-no-print>
      <div className={styles.tools}>{children}</div>
      <Menu closeOnItemClick={false} position="bottom-end">
        <Menu.Target>
          <Tooltip label={t('web:table.columns')}>
            <ActionIcon aria-label={t('web:table.columns')}>
              <IconColumns3 size={18} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          {columns.map(({ id, head }) => (
            <Menu.Item
              key={id}
              role="menuitemcheckbox"
              aria-checked={table.getColumn(id)?.getIsVisible() ?? true}
              leftSection={
                <IconCheck size={16} data-off={!table.getColumn(id)?.getIsVisible()} className={styles.tick} />
              }
              onClick={() => table.getColumn(id)?.toggleVisibility()}
            >
              {head}
            </Menu.Item>
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
