/** The rows to look at, in the order of the file: which cell, what stands there, what is wrong, what to do. */
import { SegmentedControl } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { listFindings, type FindingView, type LoadView } from '../../src/records/contract.ts';
import { usePages } from '../api.ts';
import { useWords } from '../i18n.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { formatNumber } from '../ui/format.ts';
import { Panel } from '../ui/page.tsx';
import { Num } from '../ui/values.tsx';
import { sumOf } from './declared.ts';
import { letterOf } from './mapping.ts';
import styles from './load.module.css';

export type Severity = FindingView['severity'];
export interface Shown {
  readonly severity: Severity;
  readonly kind: string;
}

interface FindingsTableProps {
  readonly load: LoadView;
  readonly shown: Shown;
  readonly onShow: (shown: Shown) => void;
  readonly actions: ReactNode;
}

const tones = { error: 'bad', warning: 'warn', note: undefined } as const;

export function FindingsTable({ load, shown, onShow, actions }: FindingsTableProps) {
  const { t, language } = useWords('web-registers');
  const { severity, kind } = shown;
  const findings = usePages(listFindings, {
    params: { register: load.register, load: load.load },
    query: { severity, limit: 200, ...(kind && { kind }) },
  });
  const kindsOf = { error: load.findings, warning: load.warnings, note: load.notes };
  const present = (['error', 'warning', 'note'] as const).filter((one) => sumOf(kindsOf[one]) > 0);
  const tone = tones[severity];
  return (
    <Panel title={t('finding.title')} actions={actions} flush>
      <DataTable
        id="registers.findings"
        label={t('finding.title')}
        columns={useFindingColumns()}
        rows={findings.items}
        rowKey={(finding) => `${String(finding.row)}/${finding.field ?? ''}/${finding.rule}`}
        rowTone={() => tone}
        loading={findings.loading}
        error={findings.error}
        onRetry={findings.again}
        hasMore={findings.hasMore}
        loadingMore={findings.loadingMore}
        onMore={findings.more}
        tools={
          <>
            {present.length > 1 && (
              <SegmentedControl
                size="sm"
                aria-label={t('finding.which')}
                value={severity}
                onChange={(value) => onShow({ severity: value as Severity, kind: '' })}
                data={present.map((value) => ({
                  value,
                  label: `${t(`finding.severity.${value}`)} (${formatNumber(sumOf(kindsOf[value]), language)})`,
                }))}
              />
            )}
            <Kinds kinds={kindsOf[severity]} chosen={kind} onChoose={(next) => onShow({ severity, kind: next })} />
          </>
        }
      />
    </Panel>
  );
}

interface KindsProps {
  readonly kinds: Readonly<Record<string, number>>;
  readonly chosen: string;
  readonly onChoose: (kind: string) => void;
}

function Kinds({ kinds, chosen, onChoose }: KindsProps) {
  const { t } = useWords('records');
  const entries = Object.entries(kinds).sort((a, b) => b[1] - a[1]);
  if (entries.length < 2) return null;
  return (
    <div className={styles.kinds}>
      {entries.map(([kind, rows]) => (
        <button
          key={kind}
          type="button"
          className={styles.kind}
          aria-pressed={chosen === kind}
          onClick={() => onChoose(chosen === kind ? '' : kind)}
        >
          <Num value={rows} /> {t(`records:kinds.${kind}`, { defaultValue: kind })}
        </button>
      ))}
    </div>
  );
}

function useFindingColumns(): readonly Column<FindingView>[] {
  const { t } = useWords('web-registers');
  return useMemo(
    () => [
      {
        id: 'cell',
        head: t('finding.cell'),
        width: 90,
        cell: ({ column, row }) => (
          <bdi dir="ltr" className="number">
            {column === null ? row : `${letterOf(column)}${String(row)}`}
          </bdi>
        ),
      },
      {
        id: 'field',
        head: t('finding.field'),
        width: 200,
        wrap: true,
        cell: ({ label }) => label ?? t('finding.wholeRow'),
      },
      {
        id: 'value',
        head: t('finding.value'),
        width: 190,
        wrap: true,
        cell: ({ value, severity }) => (
          <bdi className={styles.cell} data-severity={severity}>
            {value === null || value === '' ? t('finding.empty') : value}
          </bdi>
        ),
      },
      { id: 'message', head: t('finding.message'), width: 380, grow: true, wrap: true, cell: ({ message }) => message },
      {
        id: 'suggestion',
        head: t('finding.suggestion'),
        width: 190,
        wrap: true,
        cell: ({ suggestion }) => (suggestion ? <bdi>{suggestion}</bdi> : '–'),
      },
    ],
    [t],
  );
}
