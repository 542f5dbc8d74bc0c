/** Records of a register, filtered and paged by the node; what is asked stands in the address. */
import type { SortingState } from '@tanstack/react-table';
import { useMemo } from 'react';
import type { FieldRow } from '../../src/dictionary/contract.ts';
import { listBodyRecords, listRecords, type RecordView, type WithheldField } from '../../src/records/contract.ts';
import { usePages } from '../api.ts';
import { useWords } from '../i18n.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { useView } from '../ui/hooks.ts';
import { Panel } from '../ui/page.tsx';
import { EmptyState, ErrorState } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { codesIn, FieldValue } from './field-value.tsx';
import { useCodeNames, type NameOfCode } from './code-names.ts';
import { ExportMenu } from './export-menu.tsx';
import { FilterBar } from './filter-bar.tsx';
import { toWhere } from './filters.ts';
import { titleField, type RegisterPlan } from './register-plan.ts';
import { useFilters } from './use-filters.ts';
import { InUnits, UnitsSwitch, useUnitsToday, type UnitsOf } from './units.tsx';
import { PastNotice, WhenPicker } from './when-picker.tsx';
import { WithheldFieldsNotice, WithheldNotice } from './withheld-notice.tsx';

interface RecordsTableProps {
  readonly register: string;
  readonly plan: RegisterPlan;
  /** Code of the body the address names; without it, all that the reader may see. */
  readonly body?: string;
  /** Address of one record. */
  readonly toRecord: (record: string) => string;
}

const PAGE = 100;
/** More columns than these are shown when somebody asks for them. */
const FIRST_COLUMNS = 9;

export function RecordsTable({ register, plan, body, toRecord }: RecordsTableProps) {
  const { t } = useWords('web-registers');
  const { fields } = plan.entity;
  const [view, show] = useView({ order: '', asOf: '', knownOn: '', units: '' });
  const { conditions } = useFilters();
  const question = {
    where: toWhere(conditions),
    ...(view.order && { order: view.order }),
    ...(view.asOf && { asOf: view.asOf }),
    ...(view.knownOn && { knownOn: view.knownOn }),
  };
  const records = useRecords(register, body, question);
  const { withheld, withheldFields } = records;
  const codes = useMemo(() => codesIn(fields, records.items), [fields, records.items]);
  const nameOf = useCodeNames(codes);
  const unitsOf = useUnitsToday(register, view.units, codes);
  const hasCodes = fields.some(({ codeList }) => codeList !== undefined);
  const given = useGiven(plan, records.first?.items);
  const kept = useKept(withheldFields);
  const columns = useColumns({ plan, nameOf, unitsOf, toRecord, given, kept });
  const order = view.order.replace(/^-/, '');
  const sorting: SortingState = order ? [{ id: order, desc: view.order.startsWith('-') }] : [];
  if (records.error && records.items.length === 0) return <ErrorState error={records.error} onRetry={records.again} />;
  const timed = view.asOf !== '' || records.items.some(({ validFrom }) => validFrom !== undefined);
  return (
    <>
      <PastNotice asOf={view.asOf} knownOn={view.knownOn} onNow={() => show({ asOf: '', knownOn: '' })} />
      <WithheldNotice withheld={withheld} />
      <WithheldFieldsNotice register={register} fields={withheldFields} />
      <Panel flush>
        <DataTable
          id={`records.${register}`}
          label={t('records.table')}
          columns={columns}
          rows={records.items}
          rowKey={({ record }) => record}
          loading={records.loading}
          error={records.error}
          onRetry={records.again}
          hasMore={records.hasMore}
          loadingMore={records.loadingMore}
          onMore={records.more}
          total={records.first?.total}
          sorted={sorting}
          onSort={([first]) => show({ order: first ? `${first.desc ? '-' : ''}${first.id}` : '' })}
          tools={
            <>
              <FilterBar fields={fields.filter(({ name }) => !kept.has(name))} />
              <WhenPicker asOf={view.asOf} knownOn={view.knownOn} timed={timed} onChange={show} />
              {hasCodes && <UnitsSwitch units={view.units} onChange={(units) => show({ units })} />}
              <ExportMenu
                register={register}
                question={{ ...question, ...(body && { body }), ...(view.units === 'today' && { units: 'today' }) }}
                isWithheld={withheld.length > 0}
              />
            </>
          }
          empty={
            <EmptyState title={t(conditions.length > 0 ? 'records.nothingFound' : 'records.none')}>
              {t(conditions.length > 0 ? 'records.nothingFoundWords' : 'records.noneWords')}
            </EmptyState>
          }
        />
      </Panel>
    </>
  );
}

type Question = Parameters<typeof usePages<typeof listRecords>>[1]['query'];

/** The same question to the whole register or to a body's part of it. */
function useRecords(register: string, body: string | undefined, question: Question) {
  const query = { ...question, limit: PAGE, count: true };
  const all = usePages(listRecords, { params: { register }, query }, { when: body === undefined });
  const part = usePages(
    listBodyRecords,
    { params: { register, body: body ?? '' }, query },
    { when: body !== undefined },
  );
  const pages = body === undefined ? all : part;
  return { ...pages, withheld: pages.last?.withheld ?? [], withheldFields: pages.first?.withheldFields };
}

/** Fields that say anything on the first page: what is empty everywhere need not stand first. All, while there are no rows. */
function useGiven({ entity }: RegisterPlan, rows: readonly RecordView[] = []): ReadonlySet<string> {
  const names = entity.fields.map(({ name }) => name);
  const given = rows.length === 0 ? names : names.filter((name) => rows.some(({ values }) => isGiven(values[name])));
  const key = given.join(' ');
  return useMemo(() => new Set(key.split(' ')), [key]);
}
const isGiven = (value: unknown) => value !== null && value !== undefined;

type Kept = ReadonlyMap<string, WithheldField['shown']>;

/** Fields that labels keep back: they are no filter and no order, and some are no column. */
function useKept(fields: readonly WithheldField[] = []): Kept {
  const key = fields.map(({ field, shown }) => `${field}:${shown}`).join(' ');
  return useMemo(
    () => new Map(key === '' ? [] : key.split(' ').map((one) => one.split(':') as [string, WithheldField['shown']])),
    [key],
  );
}

interface ColumnParts {
  readonly kept: Kept;
  readonly plan: RegisterPlan;
  readonly nameOf: NameOfCode;
  readonly unitsOf: UnitsOf;
  readonly toRecord: (record: string) => string;
  readonly given: ReadonlySet<string>;
}

function useColumns({ plan, nameOf, unitsOf, toRecord, given, kept }: ColumnParts): readonly Column<RecordView>[] {
  const { t, say } = useWords('web-registers');
  return useMemo(() => {
    const title = titleField(plan.entity);
    const fields = plan.entity.fields.filter(({ name }) => kept.get(name) !== 'absent');
    const of = (name: string) => fields.filter((field) => field.name === name);
    const keys = fields.filter(({ key, name }) => key && name !== title);
    const rest = fields.filter(({ key, name }) => !key && name !== title);
    const first = new Set(rest.filter(({ name }) => given.has(name)).slice(0, FIRST_COLUMNS));
    const cell = (field: FieldRow) => (row: RecordView) => {
      const value = row.values[field.name];
      const moved = field.codeList && typeof value === 'string' ? unitsOf(field.codeList, value) : undefined;
      return moved ? (
        <InUnits found={moved} />
      ) : (
        <FieldValue field={field} value={value} nameOf={nameOf} home={row.body} />
      );
    };
    const column = (field: FieldRow, hidden = false): Column<RecordView> => ({
      id: field.name,
      head: say(field.names),
      width: widthOf(field),
      ...(!kept.has(field.name) && { sortBy: (row: RecordView) => String(row.values[field.name] ?? '') }),
      hidden,
      cell: cell(field),
    });
    return [
      ...of(title).map((field): Column<RecordView> => ({
        ...column(field),
        width: 220,
        cell: (row) => <To to={toRecord(row.record)}>{cell(field)(row)}</To>,
      })),
      ...keys.map((field) => column(field)),
      ...rest.map((field) => column(field, !first.has(field))),
      {
        id: 'home',
        head: t('records.home'),
        width: 240,
        cell: (row: RecordView) => say(row.body.names),
      },
    ];
  }, [plan.entity, nameOf, unitsOf, toRecord, given, kept, say, t]);
}

const widthOf = ({ dataType }: FieldRow): number =>
  /^(?:date|partialDate|integer|decimal|boolean)$/.test(dataType)
    ? 130
    : dataType === 'text'
      ? 240
      : dataType === 'code'
        ? 150
        : 170;
