/**
 * The one table: sorting, columns, density, selection, keyset pages, ten thousand rows without a stutter. Cells are
 * native HTML and rows are memoised, because kit components in every cell cost half the frames (docs: web/README.md).
 */
import {
  getCoreRowModel,
  getSortedRowModel,
  useReactTable,
  type ColumnDef,
  type RowSelectionState,
  type SortingState,
  type Table,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { useWords } from '../i18n.ts';
import { DataHead } from './data-head.tsx';
import { DataRow } from './data-row.tsx';
import { TableTools } from './table-tools.tsx';
import { EmptyState, ErrorState, Loading } from './states.tsx';
import { useKept, usePrinting } from './hooks.ts';
import styles from './data-table.module.css';

export interface Column<T> {
  readonly id: string;
  readonly head: string;
  readonly cell: (row: T) => ReactNode;
  /** What to sort by in the browser; absent: not sortable. Missing values go last. */
  readonly sortBy?: (row: T) => string | number | null | undefined;
  /** Pixels; what is left over goes to columns that `grow`. */
  readonly width?: number;
  readonly grow?: boolean;
  readonly align?: 'start' | 'end';
  /** Not shown until somebody asks for it. */
  readonly hidden?: boolean;
  /** Lines a cell may take; 1 cuts with an ellipsis. */
  readonly wrap?: boolean;
}

export interface DataTableProps<T> {
  /** Names the table for readers and remembers its columns: `registers.records`. */
  readonly id: string;
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => string;
  readonly rowTone?: (row: T) => 'bad' | 'warn' | 'good' | undefined;
  readonly loading?: boolean;
  readonly error?: Error | null;
  readonly onRetry?: () => void;
  /** Keyset pages: the next one on request. */
  readonly hasMore?: boolean;
  readonly loadingMore?: boolean;
  readonly onMore?: () => void;
  /** How many there are in all, when the server says so. */
  readonly total?: number | undefined;
  readonly empty?: ReactNode;
  /** At the start of the bar above: search, filters. */
  readonly tools?: ReactNode;
  /** What can be done with the chosen rows. Without it rows cannot be chosen. */
  readonly bulk?: (chosen: readonly T[], clear: () => void) => ReactNode;
  /** How the rows come sorted, where the address says so. */
  readonly sorted?: SortingState;
  /** Rows are shown as they come: the server sorted them. */
  readonly onSort?: (sorting: SortingState) => void;
  /** Few rows that never need a bar. */
  readonly plain?: boolean;
}

const VIRTUAL_FROM = 80;
const heights = { compact: 34, normal: 42 } as const;
export type Density = keyof typeof heights;

export function DataTable<T>(props: DataTableProps<T>) {
  const { t } = useWords();
  const { table, density, setDensity } = useDataTable(props);
  const chosen = table.getSelectedRowModel().rows.map((row) => row.original);
  const own = <TableTools table={table} columns={props.columns} density={density} onDensity={setDensity} />;
  return (
    <div className={styles.frame} data-density={density}>
      {props.tools && (
        <div className={styles.toolbar} data-no-print>
          <div className={styles.tools}>{props.tools}</div>
          {!props.plain && own}
        </div>
      )}
      {props.bulk && chosen.length > 0 && (
        <div className={styles.bulk} role="status" data-no-print>
          <span>{t('web:table.chosen', { count: chosen.length })}</span>
          {props.bulk(chosen, () => table.resetRowSelection())}
        </div>
      )}
      {props.rows.length === 0 ? (
        <NoRows {...props} />
      ) : (
        <>
          <DataBody {...props} table={table} density={density} />
          <DataFoot {...props}>{!props.tools && !props.plain && own}</DataFoot>
        </>
      )}
    </div>
  );
}

/** Where rows would be: they did not come, are still coming, or there are none. */
function NoRows<T>({ error, onRetry, loading, empty }: DataTableProps<T>) {
  const { t } = useWords();
  if (error) {
    return (
      <div className={styles.instead}>
        <ErrorState error={error} {...(onRetry ? { onRetry } : {})} />
      </div>
    );
  }
  if (loading) {
    return (
      <div className={styles.instead}>
        <Loading shape="lines" />
      </div>
    );
  }
  return <>{empty ?? <EmptyState title={t('web:state.nothing')} />}</>;
}

/** The state of one table: what is sorted, shown and chosen. */
function useDataTable<T>({ id, columns, rows, rowKey, bulk, sorted, onSort }: DataTableProps<T>) {
  const [density, setDensity] = useKept<Density>(`table.${id}.density`, 'normal');
  const [hidden, setHidden] = useKept<Record<string, boolean>>(`table.${id}.columns`, {});
  const [sorting, setSorting] = useState<SortingState>(sorted ?? []);
  const [rowSelection, setRowSelection] = useState<RowSelectionState>({});
  const definitions = useMemo(() => columns.map((column) => definitionOf(column)), [columns]);
  const initial = useMemo(() => Object.fromEntries(columns.map((column) => [column.id, !column.hidden])), [columns]);
  const columnVisibility = { ...initial, ...hidden };
  const table = useReactTable<T>({
    data: rows as T[],
    columns: definitions,
    state: { sorting, rowSelection, columnVisibility },
    getRowId: rowKey,
    enableRowSelection: Boolean(bulk),
    manualSorting: Boolean(onSort),
    enableSortingRemoval: true,
    sortDescFirst: false,
    onColumnVisibilityChange: (change) => setHidden(typeof change === 'function' ? change(columnVisibility) : change),
    onRowSelectionChange: setRowSelection,
    onSortingChange: (change) => {
      const next = typeof change === 'function' ? change(sorting) : change;
      setSorting(next);
      onSort?.(next);
    },
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
  });
  return { table, density, setDensity };
}

const collator = new Intl.Collator('vi', { numeric: true });

function definitionOf<T>(column: Column<T>): ColumnDef<T> {
  const { id, sortBy } = column;
  return {
    id,
    accessorFn: (row) => sortBy?.(row) ?? undefined,
    enableSorting: Boolean(sortBy),
    sortUndefined: 'last',
    sortingFn: (a, b, by) => {
      const [x, y] = [a.getValue(by), b.getValue(by)];
      return typeof x === 'number' && typeof y === 'number' ? x - y : collator.compare(String(x), String(y));
    },
    meta: column,
  };
}

type BodyProps<T> = DataTableProps<T> & { readonly table: Table<T>; readonly density: Density };

function DataBody<T>({ table, columns, rowTone, bulk, density, label }: BodyProps<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const printing = usePrinting();
  const rows = table.getRowModel().rows;
  const virtual = rows.length > VIRTUAL_FROM && !printing;
  const rowsShown = useVirtualizer({
    count: virtual ? rows.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => heights[density],
    overscan: 12,
  });
  const items = rowsShown.getVirtualItems();
  const shown = virtual ? items.map(({ index }) => rows[index]).filter((row) => row !== undefined) : rows;
  const before = virtual ? (items[0]?.start ?? 0) : 0;
  const after = virtual ? rowsShown.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;
  const visible = columns.filter((column) => table.getColumn(column.id)?.getIsVisible());
  const width = visible.reduce((sum, column) => sum + (column.width ?? 140), bulk ? 44 : 0);
  return (
    <div ref={scroller} className={styles.scroller} data-virtual={virtual} role="group" aria-label={label} tabIndex={0}>
      <table className={styles.table} aria-rowcount={rows.length} style={virtual ? { minWidth: width } : undefined}>
        <caption className="visually-hidden">{label}</caption>
        <DataHead table={table} columns={visible} choosable={Boolean(bulk)} />
        <tbody>
          {before > 0 && <Gap height={before} />}
          {shown.map((row) => (
            <DataRow
              key={row.id}
              row={row}
              data={row.original}
              columns={visible}
              chosen={row.getIsSelected()}
              choosable={Boolean(bulk)}
              tone={rowTone?.(row.original)}
            />
          ))}
          {after > 0 && <Gap height={after} />}
        </tbody>
      </table>
    </div>
  );
}

const Gap = ({ height }: { readonly height: number }) => (
  <tr aria-hidden>
    <td style={{ height, padding: 0, border: 0 }} />
  </tr>
);

type FootProps<T> = DataTableProps<T> & { readonly children: ReactNode };

function DataFoot<T>({ rows, total, hasMore, loadingMore, onMore, plain, children }: FootProps<T>) {
  const { t } = useWords();
  if (plain && !hasMore) return null;
  return (
    <div className={styles.foot}>
      <span>
        {total === undefined || total === rows.length
          ? t('web:table.rows', { count: rows.length })
          : t('web:table.rowsOf', { shown: rows.length, count: total })}
      </span>
      {hasMore && (
        <button type="button" className={styles.more} onClick={onMore} disabled={loadingMore} data-no-print>
          {loadingMore ? t('web:state.loading') : t('web:table.more')}
        </button>
      )}
      {children}
    </div>
  );
}
