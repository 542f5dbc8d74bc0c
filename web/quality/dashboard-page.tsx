/** Every register by quality: how good, of how much, and what nothing judges. */
import { useMemo } from 'react';
import { listQuality, type RegisterLine } from '../../src/quality/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import { Num, Percent } from '../ui/values.tsx';
import { State } from '../ui/verdict.tsx';
import { tones } from './criteria.tsx';
import { QualityTabs } from './quality-tabs.tsx';

type Quality = { readonly code: string; readonly names: Readonly<Record<string, string>> };

export function DashboardPage() {
  const { t } = useWords('web-quality');
  const query = useEndpoint(listQuality, {});
  const columns = useColumns(query.data?.qualities ?? []);
  return (
    <Page title={t('title')} lead={t('lead')}>
      <QualityTabs current={paths.qualityOverview()} />
      <Panel title={t('registers')} {...(query.data && { note: t('bandsNote', query.data.bands) })} flush>
        <DataTable
          id="quality.registers"
          label={t('registers')}
          columns={columns}
          rows={query.data?.items ?? []}
          rowKey={({ register }) => register}
          loading={query.isPending}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      </Panel>
    </Page>
  );
}

function useColumns(qualities: readonly Quality[]): readonly Column<RegisterLine>[] {
  const { t, say } = useWords('web-quality');
  return useMemo(
    () => [
      {
        id: 'register',
        head: t('register'),
        width: 220,
        grow: true,
        wrap: true,
        sortBy: ({ names }) => say(names),
        cell: ({ register, names }) => <To to={paths.quality(register)}>{say(names)}</To>,
      },
      {
        id: 'score',
        head: t('score'),
        width: 110,
        align: 'end',
        sortBy: ({ score }) => score.score,
        cell: ({ score }) => <Cell score={score} inWords />,
      },
      {
        id: 'assessed',
        head: t('assessed'),
        width: 120,
        align: 'end',
        sortBy: ({ score }) => score.assessed,
        cell: ({ score }) => <Num value={score.assessed} />,
      },
      {
        id: 'failing',
        head: t('failing'),
        width: 110,
        align: 'end',
        sortBy: ({ score }) => -score.failing,
        cell: ({ score }) => <Num value={score.failing} />,
      },
      ...qualities.map(({ code, names }): Column<RegisterLine> => {
        const of = ({ criteria }: RegisterLine) => criteria.find(({ criterion }) => criterion === code)?.score;
        return {
          id: code,
          head: Object.keys(names).length > 0 ? say(names) : t(`web:dimension.${code}`),
          width: 105,
          align: 'end',
          sortBy: (line) => of(line)?.score,
          cell: (line) => <Cell score={of(line)} />,
        };
      }),
      {
        id: 'uncovered',
        head: t('uncovered'),
        width: 150,
        align: 'end',
        sortBy: ({ uncovered }) => uncovered,
        cell: ({ uncovered, fields }) => t('ofFields', { uncovered, count: fields }),
      },
    ],
    [t, say, qualities],
  );
}

/** Not assessed is said, never shown as a number. */
function Cell({
  score,
  inWords = false,
}: {
  readonly score: RegisterLine['score'] | undefined;
  readonly inWords?: boolean;
}) {
  const { t } = useWords('web-quality');
  if (inWords && score?.score === null) return <State tone="unsure">{t('notAssessed')}</State>;
  if (!score || score.score === null)
    return (
      <span title={t('notAssessed')}>
        <span aria-hidden>–</span>
        <span className="visually-hidden">{t('notAssessed')}</span>
      </span>
    );
  return (
    <State tone={tones[score.band] ?? 'unsure'}>
      <Percent value={score.score} />
    </State>
  );
}
