/** The live flow between nodes, as this one sees it: who sends what to whom, how far behind, last witnessed. */
import { IconArrowRight } from '@tabler/icons-react';
import { useMemo } from 'react';
import { listFlows, type Flow, type FlowPage as Answer } from '../../src/exchange/nodes/nodes-contract.ts';
import { useEndpoint } from '../api.ts';
import { paths } from '../paths.ts';
import { StatCard } from '../ui/cards.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { Cards, Page, Panel } from '../ui/page.tsx';
import { EmptyState } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Moment, Num, Soft } from '../ui/values.tsx';
import { State } from '../ui/verdict.tsx';
import { drawFlows, pairOf } from './flow-layout.ts';
import { FlowPicture } from './flow-picture.tsx';
import { flowTones } from './flow-tones.ts';
import { NodeTabs, useNodeName, useNodeWords } from './nodes-words.tsx';
import { Parcels } from './parcels.tsx';
import styles from './nodes.module.css';

/** An edit is elsewhere within two seconds: the page goes along. */
const EVERY_MS = 2_000;

export function FlowPage() {
  const { t } = useNodeWords();
  const answer = useEndpoint(listFlows, {}, { every: EVERY_MS, keep: true });
  const flows = answer.data?.flows ?? [];
  const columns = useColumns(answer.data);
  const called = useNodeName();
  const known = answer.data?.nodes;
  const nameOf = useMemo(() => {
    const names = new Map((known ?? []).map((node) => [node.name, called(node)]));
    return (node: string) => names.get(node) ?? node;
  }, [known, called]);
  const counted = (state: Flow['state']) => flows.filter((flow) => flow.state === state).length;
  return (
    <Page title={t('flow.title')} lead={t('flow.lead')}>
      <NodeTabs current={paths.nodeFlow()} />
      {answer.data && (
        <Cards min={180}>
          <StatCard label={t('flow.flows')} value={<Num value={flows.length} />} />
          <StatCard label={t('flow.states.behind')} value={<Num value={counted('behind') + counted('waiting')} />} />
          <StatCard
            label={t('flow.states.failed')}
            value={<Num value={counted('failed')} />}
            {...(counted('failed') > 0 && { tone: 'bad' as const })}
          />
        </Cards>
      )}
      {flows.length > 0 && answer.data && (
        <Panel title={t('flow.picture')}>
          <FlowPicture page={answer.data} />
        </Panel>
      )}
      <DataTable
        id="exchange.flow"
        label={t('flow.title')}
        columns={columns}
        rows={flows}
        rowKey={(flow) =>
          [flow.way, flow.from, flow.to, flow.agreement, flow.consumer.code, flow.register?.name].join(' ')
        }
        rowTone={({ state }) => (state === 'failed' ? 'warn' : undefined)}
        loading={answer.isPending}
        error={answer.error}
        onRetry={() => void answer.refetch()}
        empty={<EmptyState title={t('flow.none')}>{t('flow.noneWords')}</EmptyState>}
      />
      <Panel title={t('parcels.title')} note={t('parcels.kept')} flush>
        <Parcels nameOf={nameOf} />
      </Panel>
    </Page>
  );
}

function useColumns(page: Answer | undefined): readonly Column<Flow>[] {
  const { t, say } = useNodeWords();
  const nameOf = useNodeName();
  return useMemo(() => {
    const nodes = new Map((page?.nodes ?? []).map((node) => [node.name, nameOf(node)]));
    const nodeName = (name: string | null) => (name === null ? t('flow.unknown') : (nodes.get(name) ?? name));
    const numbers = new Map(page ? drawFlows(page).arrows.map(({ key, number }) => [key, number]) : []);
    return [
      {
        id: 'number',
        head: t('flow.number'),
        width: 56,
        align: 'end',
        sortBy: (flow) => numbers.get(pairOf(flow)) ?? Infinity,
        cell: (flow) => <Num value={numbers.get(pairOf(flow)) ?? null} />,
      },
      {
        id: 'ends',
        head: t('flow.ends'),
        width: 220,
        grow: true,
        wrap: true,
        sortBy: ({ from, to }) => `${nodeName(from)} ${nodeName(to)}`,
        cell: ({ from, to, consumer }) => (
          <span className={styles.ends}>
            <To to={paths.node(from)}>{nodeName(from)}</To>
            <IconArrowRight size={15} aria-label={t('flow.to')} className="flip-in-rtl" />
            {to === null ? nodeName(to) : <To to={paths.node(to)}>{nodeName(to)}</To>}
            <Soft>· {consumer.names ? say(consumer.names) : consumer.code}</Soft>
          </span>
        ),
      },
      {
        id: 'register',
        head: t('web:register.name'),
        width: 120,
        wrap: true,
        cell: ({ register, way }) => (
          <>
            {register ? (register.names ? say(register.names) : register.name) : '–'}
            {way === 'lookup' && <Soft> · {t('flow.lookups')}</Soft>}
          </>
        ),
      },
      {
        id: 'agreement',
        head: t('web:governance.agreement'),
        width: 88,
        sortBy: ({ agreement }) => agreement,
        cell: ({ agreement }) => (
          <To to={paths.agreement(agreement)}>
            <Code>{agreement}</Code>
          </To>
        ),
      },
      {
        id: 'state',
        head: t('web:register.state'),
        width: 130,
        wrap: true,
        sortBy: ({ state }) => state,
        cell: ({ state, fault }) => (
          <>
            <State tone={flowTones[state]}>{t(`flow.states.${state}`)}</State>
            {fault && <Code soft>{fault}</Code>}
          </>
        ),
      },
      {
        id: 'lag',
        head: t('flow.lag'),
        width: 80,
        align: 'end',
        sortBy: ({ lag }) => lag,
        cell: ({ lag }) => <Num value={lag} />,
      },
      {
        id: 'rows',
        head: t('flow.rows'),
        width: 88,
        align: 'end',
        sortBy: ({ rows }) => rows,
        cell: ({ rows }) => <Num value={rows} />,
      },
      { id: 'at', head: t('flow.at'), width: 140, sortBy: ({ at }) => at, cell: ({ at }) => <Moment value={at} /> },
      {
        id: 'told',
        head: t('flow.told'),
        width: 140,
        wrap: true,
        hidden: true,
        sortBy: ({ toldBy }) => toldBy ?? '',
        cell: ({ toldBy }) => (toldBy === null ? <Soft>{t('flow.seenHere')}</Soft> : nodeName(toldBy)),
      },
      {
        id: 'witnessed',
        head: t('lastWitnessed'),
        width: 140,
        cell: ({ witnessedAt }) => <Moment value={witnessedAt} />,
      },
    ];
  }, [page, nameOf, t, say]);
}
