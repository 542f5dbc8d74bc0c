/** Row by row: what stood there, what it becomes, and what is found, in its cell. */
import type { Mapping, MappingTrial } from '../../../src/dictionary/contract.ts';
import { useWords } from '../../i18n.ts';
import { Num } from '../../ui/values.tsx';
import { State } from '../../ui/verdict.tsx';
import type { TargetField } from './target-list.tsx';
import type { SampleRow } from './use-trial.ts';
import styles from './mappings.module.css';

const MOST_ROWS = 50;

interface TrialTableProps {
  readonly mapping: Mapping;
  readonly trial: MappingTrial;
  readonly rows: readonly SampleRow[];
  readonly fields: readonly TargetField[];
  readonly onlyFailing: boolean;
}

export function TrialTable({ mapping, trial, rows, fields, onlyFailing }: TrialTableProps) {
  const { t, say } = useWords('web-mapping');
  const wanted = trial.rows.filter(({ passes }) => !onlyFailing || !passes);
  const lines = mapping.lines.filter(({ to }) => fields.some(({ name }) => name === to));
  const nameOf = (to: string) => say(fields.find(({ name }) => name === to)?.names ?? to);
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('lines')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('row')}</th>
            <th scope="col">{t('findings')}</th>
            {lines.map(({ to, from }) => (
              <th key={to} scope="col">
                {nameOf(to)}
                <small>
                  <bdi>{from.join(' + ')}</bdi>
                </small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {wanted.slice(0, MOST_ROWS).map((row) => (
            <tr key={row.row}>
              <th scope="row">
                <Num value={row.row} />
              </th>
              <td>
                <State tone={row.passes ? 'good' : 'bad'}>{t(row.passes ? 'passes' : 'fails')}</State>
              </td>
              {lines.map(({ to, from }) => (
                <ValueCell
                  key={to}
                  source={from.map((name) => rows[row.row - 1]?.[name] ?? '').join(' + ')}
                  value={row.values[to] ?? null}
                  findings={row.findings.filter(({ field }) => field === to)}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {wanted.length === 0 && <p className={styles.hint}>{t('noRows')}</p>}
      {wanted.length > MOST_ROWS && <p className={styles.hint}>{t('firstRows', { count: MOST_ROWS })}</p>}
    </div>
  );
}

interface ValueCellProps {
  readonly source: string;
  readonly value: string | null;
  readonly findings: MappingTrial['rows'][number]['findings'];
}

function ValueCell({ source, value, findings }: ValueCellProps) {
  const { t } = useWords('web-mapping');
  const tone = findings.some(({ severity }) => severity === 'error') ? 'bad' : 'warn';
  return (
    <td {...(findings.length > 0 ? { 'data-tone': tone, className: styles.toned } : {})}>
      <bdi>{value ?? <span className={styles.hint}>{t('empty')}</span>}</bdi>
      {source !== (value ?? '') && source !== '' && (
        <small className={styles.was}>
          <bdi>{source}</bdi>
        </small>
      )}
      {findings.map(({ message }) => (
        <small key={message} className={styles.said} dir="auto">
          {message}
        </small>
      ))}
    </td>
  );
}
