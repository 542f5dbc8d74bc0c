/** Scores by quality: the framework's list, each with its denominator. */
import { useMemo } from 'react';
import type { Static } from 'typebox';
import type { RegisterScore, Score } from '../../src/quality/contract.ts';
import { useWords } from '../i18n.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { Panel } from '../ui/page.tsx';
import { Num, Percent } from '../ui/values.tsx';
import { State, Verdict, type Tone } from '../ui/verdict.tsx';

export const tones: Readonly<Record<string, Tone>> = {
  green: 'good',
  yellow: 'warn',
  red: 'bad',
  'not-assessed': 'unsure',
};

export function Band({ score }: { readonly score: Static<typeof Score> }) {
  const { t } = useWords('quality');
  return <Verdict tone={tones[score.band] ?? 'unsure'}>{t(`quality:bands.${score.band}`)}</Verdict>;
}

type CriterionLine = RegisterScore['criteria'][number];

/** The qualities of the framework, each with what was judged of it. */
export function Criteria({ answer }: { readonly answer: RegisterScore }) {
  const { t, say } = useWords('web-registers');
  const columns = useMemo<readonly Column<CriterionLine>[]>(
    () => [
      {
        id: 'criterion',
        head: t('quality.dimension'),
        width: 260,
        grow: true,
        cell: ({ criterion, names }) => (Object.keys(names).length > 0 ? say(names) : t(`web:dimension.${criterion}`)),
      },
      {
        id: 'score',
        head: t('quality.score'),
        width: 150,
        align: 'end',
        cell: ({ score }) => (
          <State tone={tones[score.band] ?? 'unsure'}>
            <Percent value={score.score} />
          </State>
        ),
      },
      {
        id: 'assessed',
        head: t('quality.assessedHead'),
        width: 150,
        align: 'end',
        cell: ({ score }) => <Num value={score.assessed} />,
      },
      {
        id: 'failing',
        head: t('quality.failing'),
        width: 150,
        align: 'end',
        cell: ({ score }) => <Num value={score.failing} />,
      },
    ],
    [t, say],
  );
  if (answer.criteria.length === 0) return null;
  return (
    <Panel title={t('quality.criteria')} note={t('quality.bandsNote', answer.bands)} flush>
      <DataTable
        id="quality.criteria"
        label={t('quality.criteria')}
        plain
        columns={columns}
        rows={answer.criteria}
        rowKey={({ criterion }) => criterion}
      />
    </Panel>
  );
}
