/** Behind a figure: formula, source, as-of, milestones, every body's share of it, and its course. */
import { useMemo } from 'react';
import type { Texts } from '../../../src/platform/texts.ts';
import { getIndicator, type IndicatorPage as Answer } from '../../../src/strategy/contract.ts';
import { useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { Chart } from '../../ui/chart.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { FactList, type Fact } from '../../ui/fact-list.tsx';
import { formatMoment, formatNumber } from '../../ui/format.ts';
import { useAddressPart } from '../../ui/hooks.ts';
import { LoadedPage } from '../../ui/loaded-page.tsx';
import { Page, Panel, Split } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Code, Day, Moment, Num, Percent } from '../../ui/values.tsx';
import { State } from '../../ui/verdict.tsx';
import { IndicatorCard } from './indicator-card.tsx';
import { FIGURES_EVERY } from './leader-figures.tsx';
import { useStrategyWords } from '../strategy-words.tsx';

export function IndicatorPage() {
  const code = useAddressPart('indicator');
  const indicator = useEndpoint(getIndicator, { params: { indicator: code } }, { every: FIGURES_EVERY, keep: true });
  return (
    <LoadedPage query={indicator} title={code}>
      {(answer) => <IndicatorView answer={answer} />}
    </LoadedPage>
  );
}

function IndicatorView({ answer }: { readonly answer: Answer }) {
  const { t, say } = useStrategyWords();
  const { card } = answer;
  return (
    <Page
      title={say(card.names)}
      crumbs={[
        { label: t('web:menu.strategy'), to: paths.strategy() },
        { label: t('tabs.indicators'), to: paths.indicators() },
      ]}
      mark={<Code>{card.code}</Code>}
    >
      <IndicatorCard card={card} size="hero" here />
      <Split
        side={
          <>
            <Panel title={t('indicator.source')}>
              <Source answer={answer} />
            </Panel>
            {answer.milestones.length > 0 && (
              <Panel title={t('indicator.milestones')}>
                <Milestones answer={answer} />
              </Panel>
            )}
          </>
        }
      >
        <Panel title={t('indicator.formula')}>
          <p dir="auto">{say(answer.definition)}</p>
          {answer.measure && <Measure measure={answer.measure} />}
        </Panel>
        {answer.bodies.length > 0 && <Bodies answer={answer} />}
        <Panel title={t('indicator.course')}>
          <Course answer={answer} />
        </Panel>
      </Split>
    </Page>
  );
}

/** What is counted, in words and as it is written in the language of the dictionary. */
function Measure({ measure }: { readonly measure: NonNullable<Answer['measure']> }) {
  const { t, say } = useStrategyWords();
  const line = (head: string, said: { readonly expression: string; readonly words: Texts }): Fact => [
    head,
    <span key={head}>
      <span dir="auto">{say(said.words)}</span>
      <br />
      <Code soft>{said.expression}</Code>
    </span>,
  ];
  return (
    <FactList
      facts={[
        line(t('indicator.counts'), measure.counts),
        ...(measure.among ? [line(t('indicator.among'), measure.among)] : []),
      ]}
    />
  );
}

function Source({ answer }: { readonly answer: Answer }) {
  const { t, say } = useStrategyWords();
  const { card, register, objective, baseline, direction } = answer;
  const facts: Fact[] = [
    [
      t('indicator.register'),
      register && (
        <To key="r" to={paths.register(register)}>
          {say(answer.registerNames ?? register)}
        </To>
      ),
    ],
    [t('indicator.countedBy'), <Code key="s">{answer.source}</Code>],
    [t('indicator.computedAt'), <Moment key="at" value={answer.computedAt} />],
    [t('indicator.asOf'), <Code key="pos">{card.figure.asOf}</Code>],
    [
      t('indicator.owner'),
      card.owner && (
        <To key="o" to={paths.body(card.owner.code)}>
          {say(card.owner.names)}
        </To>
      ),
    ],
    [
      t('task.objective'),
      objective && (
        <To key="g" to={paths.objective(objective.code)}>
          {say(objective.names)}
        </To>
      ),
    ],
    [t('indicator.direction'), t(`indicator.directions.${direction}`)],
    [
      t('indicator.baseline'),
      baseline && (
        <span key="b">
          <Percent value={baseline.value} /> (<Day value={baseline.day} />)
        </span>
      ),
    ],
  ];
  return <FactList facts={facts.filter(([, value]) => value !== null)} />;
}

function Milestones({ answer }: { readonly answer: Answer }) {
  const { say } = useStrategyWords();
  return (
    <FactList
      longNames
      facts={answer.milestones.map((one) => [
        <span key="m">
          {say(one.label)} (<Day value={one.day} />)
        </span>,
        <Percent key="v" value={one.value} />,
      ])}
    />
  );
}

type BodyLine = Answer['bodies'][number];

function Bodies({ answer }: { readonly answer: Answer }) {
  const { t } = useStrategyWords();
  const all = useBodyColumns(answer.card.kind);
  // Nobody reports what is counted where it happens.
  const reports = answer.bodies.some(({ expected }) => expected !== null);
  const columns = all.filter(({ id }) => reports || (id !== 'reported' && id !== 'expected'));
  return (
    <Panel flush title={t('indicator.bodies')}>
      <DataTable
        id="strategy.indicator.bodies"
        label={t('indicator.bodies')}
        columns={columns}
        rows={answer.bodies}
        rowKey={({ body }) => body.code}
        plain
      />
    </Panel>
  );
}

const isShare = (kind: Answer['card']['kind']) => kind === 'share' || kind === 'ratio';

function useBodyColumns(kind: Answer['card']['kind']): readonly Column<BodyLine>[] {
  const { t, say } = useStrategyWords();
  return useMemo(
    () => [
      {
        id: 'body',
        head: t('indicator.body'),
        width: 200,
        grow: true,
        wrap: true,
        sortBy: ({ body }) => say(body.names),
        cell: ({ body }) => <To to={paths.body(body.code)}>{say(body.names)}</To>,
      },
      {
        id: 'reported',
        head: t('indicator.report'),
        width: 150,
        cell: ({ reported }) => (
          <State tone={reported ? 'good' : 'unsure'}>{t(reported ? 'indicator.has' : 'indicator.hasNot')}</State>
        ),
      },
      {
        id: 'expected',
        head: t('indicator.expected'),
        width: 110,
        align: 'end',
        sortBy: ({ expected }) => expected,
        cell: ({ expected }) => <Num value={expected} />,
      },
      {
        id: 'held',
        head: t('indicator.held'),
        width: 110,
        align: 'end',
        sortBy: ({ denominator }) => denominator,
        cell: ({ denominator }) => <Num value={denominator} />,
      },
      {
        id: 'numerator',
        head: t('indicator.numerator'),
        width: 110,
        align: 'end',
        sortBy: ({ numerator }) => numerator,
        cell: ({ numerator }) => <Num value={numerator} />,
      },
      {
        id: 'value',
        head: t('indicator.value'),
        width: 110,
        align: 'end',
        sortBy: ({ value }) => value,
        cell: ({ value }) => (isShare(kind) ? <Percent value={value} /> : <Num value={value} />),
      },
    ],
    [t, say, kind],
  );
}

/** The course as a chart, and the same points as a list: what cannot be seen can be read. */
function Course({ answer }: { readonly answer: Answer }) {
  const { t, say, language } = useStrategyWords();
  const { card } = answer;
  const points = card.trend.filter(({ value }) => value !== null);
  const percent = card.kind === 'share';
  const chart = useMemo(
    () => ({
      label: t('indicator.courseOf', { name: say(card.names), count: points.length }),
      categories: points.map(({ at }) => formatMoment(at)),
      series: [{ name: say(card.names), kind: 'line' as const, values: points.map(({ value }) => value) }],
      percent,
      ...(card.milestone ? { line: { value: card.milestone.value, label: say(card.milestone.label) } } : {}),
    }),
    // The points are new objects at every poll; what they say is what counts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [JSON.stringify(points), card.milestone?.value, language],
  );
  if (points.length === 0) return <EmptyState title={t('indicator.noCourse')} />;
  return (
    <>
      {points.length > 1 && <Chart {...chart} />}
      <FactList
        facts={points
          .slice(-8)
          .reverse()
          .map(({ at, value }) => [
            <Moment key="at" value={at} />,
            formatNumber(value ?? 0, language, percent ? { decimals: 1, percent: true } : {}),
          ])}
      />
    </>
  );
}
