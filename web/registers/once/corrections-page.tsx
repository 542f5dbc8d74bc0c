/** Corrections: what waits for an answer of my bodies, and what my body proposed elsewhere. */
import { Button, SegmentedControl, Select } from '@mantine/core';
import { useMemo } from 'react';
import { listCorrections, type Correction } from '../../../src/registers/corrections/corrections-contract.ts';
import { listRegisters } from '../../../src/governance/contract.ts';
import { useEndpoint, usePages } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { useView } from '../../ui/hooks.ts';
import { Page, Panel, Row } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Day, UserText } from '../../ui/values.tsx';
import { State, type Tone } from '../../ui/verdict.tsx';
import { OnceTabs } from './once-tabs.tsx';

const defaults = { whose: 'kept', state: 'open', register: '', keeper: '' };

export function CorrectionsPage() {
  const { t, say } = useWords('web-once');
  const [view, show] = useView(defaults);
  const registers = useEndpoint(listRegisters, {});
  const columns = useColumns();
  const late = view.state === 'overdue';
  const list = usePages(listCorrections, {
    query: {
      whose: view.whose === 'proposed' ? 'proposed' : 'kept',
      ...(view.register && { register: view.register }),
      ...(view.keeper && { keeper: view.keeper }),
      ...(late ? { overdue: true } : view.state !== 'all' && { state: view.state }),
      limit: 100,
    },
  });
  return (
    <Page title={t('title')} lead={t('corr.lead')}>
      <OnceTabs current={paths.corrections()} />
      <Panel flush>
        <DataTable
          id="once.corrections"
          label={t('tab.corrections')}
          columns={columns}
          rows={list.items}
          rowKey={({ id }) => id}
          rowTone={({ overdue }) => (overdue ? 'bad' : undefined)}
          loading={list.loading}
          error={list.error}
          onRetry={list.again}
          hasMore={list.hasMore}
          loadingMore={list.loadingMore}
          onMore={list.more}
          empty={<EmptyState title={t('corr.none')}>{t('corr.noneWords')}</EmptyState>}
          tools={
            <Row>
              <SegmentedControl
                aria-label={t('corr.by')}
                value={view.whose}
                onChange={(whose) => show({ whose })}
                data={(['kept', 'proposed'] as const).map((one) => ({ value: one, label: t(`corr.${one}`) }))}
              />
              <Select
                aria-label={t('corr.state')}
                value={view.state}
                onChange={(state) => show({ state: state ?? 'open' })}
                w={170}
                data={[
                  { value: 'open', label: t('corr.waiting') },
                  { value: 'overdue', label: t('corr.overdue') },
                  ...['unsent', 'undecided', 'taken-over', 'source-wrong', 'refused', 'withdrawn'].map((state) => ({
                    value: state,
                    label: t(`registers:corrections.${state}`),
                  })),
                  { value: 'all', label: t('corr.all') },
                ]}
              />
              <Select
                aria-label={t('corr.register')}
                placeholder={t('corr.register')}
                clearable
                clearButtonProps={{ 'aria-label': t('web:action.clear') }}
                value={view.register || null}
                onChange={(register) => show({ register: register ?? '' })}
                w={200}
                data={(registers.data?.items ?? []).map(({ name, names }) => ({ value: name, label: say(names) }))}
              />
              {view.keeper && (
                <Button variant="default" onClick={() => show({ keeper: '' })}>
                  {t('corr.allKeepers', { body: view.keeper })}
                </Button>
              )}
            </Row>
          }
        />
      </Panel>
    </Page>
  );
}

const tones: Readonly<Record<string, Tone>> = {
  unsent: 'warn',
  open: 'busy',
  undecided: 'unsure',
  'taken-over': 'good',
  'source-wrong': 'warn',
  refused: 'bad',
  withdrawn: 'quiet',
};

export function CorrectionState({ state }: { readonly state: string }) {
  useWords('registers');
  const { t } = useWords('web-once');
  return <State tone={tones[state] ?? 'quiet'}>{t(`registers:corrections.${state}`)}</State>;
}

/** "4 working days left", or since when it is late. */
export function CorrectionClock({ correction }: { readonly correction: Correction }) {
  const { t } = useWords('web-once');
  const { daysLeft, due } = correction;
  if (daysLeft === null) return <Day value={due} />;
  return (
    <State tone={daysLeft < 0 ? 'bad' : 'busy'}>
      {daysLeft < 0 ? t('web:work.late', { count: -daysLeft }) : t('web:work.left', { count: daysLeft })}
    </State>
  );
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A value as it is stored; a day as people write it. */
function Said({ value }: { readonly value: string | null }) {
  return value !== null && DAY.test(value) ? <Day value={value} /> : <UserText>{value ?? '–'}</UserText>;
}

function useColumns(): readonly Column<Correction>[] {
  useWords('registers');
  const { t, say } = useWords('web-once');
  return useMemo(
    () => [
      {
        id: 'field',
        head: t('corr.field'),
        width: 140,
        grow: true,
        wrap: true,
        sortBy: ({ names }) => say(names),
        cell: ({ id, names, field }) => <To to={paths.correction(id)}>{say(names) || field}</To>,
      },
      {
        id: 'said',
        head: t('corr.said'),
        width: 150,
        wrap: true,
        cell: ({ said }) => <Said value={said} />,
      },
      {
        id: 'held',
        head: t('corr.should'),
        width: 150,
        wrap: true,
        cell: ({ held }) => <Said value={held} />,
      },
      {
        id: 'body',
        head: t('corr.body'),
        width: 160,
        wrap: true,
        sortBy: ({ body }) => say(body.names),
        cell: ({ body }) => say(body.names),
      },
      {
        id: 'by',
        head: t('corr.by'),
        width: 160,
        wrap: true,
        cell: ({ proposedBy }) => (proposedBy ? say(proposedBy.names) : t('corr.byComparison')),
      },
      { id: 'state', head: t('corr.state'), width: 120, cell: ({ state }) => <CorrectionState state={state} /> },
      {
        id: 'due',
        head: t('corr.due'),
        width: 200,
        sortBy: ({ due }) => due,
        cell: (correction) => <CorrectionClock correction={correction} />,
      },
    ],
    [t, say],
  );
}
