/** Changes told to other nodes: what waits for another node, what was taken there and here, and what was refused. */
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react';
import { useMemo } from 'react';
import { EVERY_NODE, listParcels } from '../../src/exchange/delivery/delivery-contract.ts';
import { useEndpoint } from '../api.ts';
import { paths } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Moment, Soft } from '../ui/values.tsx';
import { State, type Tone } from '../ui/verdict.tsx';
import { useNodeWords } from './nodes-words.tsx';
import styles from './nodes.module.css';

const EVERY_MS = 2_000;

type Line = Awaited<ReturnType<typeof useLines>>['lines'][number];

function useLines() {
  const answer = useEndpoint(listParcels, {}, { every: EVERY_MS, keep: true });
  return { ...answer, lines: answer.data?.items ?? [] };
}

const stateOf = ({ settledAt, refused, failed, waitsFor }: Line): { state: string; tone: Tone } => {
  if (refused !== null) return { state: 'refused', tone: 'bad' };
  if (settledAt !== null) return { state: 'taken', tone: 'good' };
  if (waitsFor !== null) return { state: 'parked', tone: 'busy' };
  return failed === null ? { state: 'waiting', tone: 'quiet' } : { state: 'unreached', tone: 'busy' };
};

/** @param nameOf a node's name for people */
export function Parcels({ nameOf }: { readonly nameOf: (node: string) => string }) {
  const { t } = useNodeWords();
  const answer = useLines();
  const columns = useColumns(nameOf);
  return (
    <DataTable
      id="exchange.parcels"
      label={t('parcels.title')}
      columns={columns}
      rows={answer.lines}
      rowKey={(line) => `${line.way} ${line.node} ${line.id}`}
      rowTone={({ refused }) => (refused === null ? undefined : 'warn')}
      loading={answer.isPending}
      error={answer.error}
      onRetry={() => void answer.refetch()}
      empty={<EmptyState title={t('parcels.none')}>{t('parcels.noneWords')}</EmptyState>}
    />
  );
}

function useColumns(nameOf: (node: string) => string): readonly Column<Line>[] {
  const { t } = useNodeWords();
  return useMemo(
    () => [
      {
        id: 'node',
        head: t('parcels.node'),
        width: 220,
        grow: true,
        wrap: true,
        cell: ({ way, node, from, to }) => {
          const Icon = way === 'out' ? IconArrowRight : IconArrowLeft;
          return (
            <span className={styles.ends}>
              <Icon size={15} aria-label={t(`parcels.ways.${way}`)} className="flip-in-rtl" />
              <To to={paths.node(node)}>{nameOf(node)}</To>
              <Soft>
                · {from}
                {to !== EVERY_NODE && <> → {to}</>}
              </Soft>
            </span>
          );
        },
      },
      {
        id: 'kind',
        head: t('parcels.kind'),
        width: 210,
        wrap: true,
        cell: ({ kind }) => t(`parcels.kinds.${kind.replace('.', '-')}`),
      },
      { id: 'subject', head: t('parcels.subject'), width: 130, cell: ({ subject }) => <Code>{subject}</Code> },
      {
        id: 'state',
        head: t('web:register.state'),
        width: 170,
        wrap: true,
        cell: (line) => {
          const { state, tone } = stateOf(line);
          return (
            <>
              <State tone={tone}>{t(`parcels.states.${state}`)}</State>
              {line.refused !== null && <Soft> {t(`parcels.refused.${line.refused}`)}</Soft>}
              {line.droppedAt !== null && <Soft> {t('parcels.gone')}</Soft>}
              {state === 'parked' && <Soft> {t([`parcels.waits.${line.waitsFor ?? ''}`, 'parcels.waits.other'])}</Soft>}
            </>
          );
        },
      },
      { id: 'at', head: t('parcels.at'), width: 150, cell: ({ at }) => <Moment value={at} /> },
    ],
    [t, nameOf],
  );
}
