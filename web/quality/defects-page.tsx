/** The issue log: a table and a board of defects, worked through by keyboard, many at a time. */
import { Button, SegmentedControl, Select } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { groups, listAll, mendDefects, type DefectLine } from '../../src/quality/defects/contract.ts';
import { listRegisters } from '../../src/governance/contract.ts';
import { useCommand, useEndpoint, usePages } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import { Board } from '../ui/board.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { useView } from '../ui/hooks.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel, Row } from '../ui/page.tsx';
import { EmptyState } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Soft } from '../ui/values.tsx';
import { DefectClock, useRuleWords } from './defect-words.tsx';
import { useDefectColumns } from './defect-columns.tsx';
import { DecideMany } from './decide-defects.tsx';
import { QualityTabs } from './quality-tabs.tsx';
import { useDefectKeys } from './use-defect-keys.ts';

const defaults = { register: '', group: '', state: 'pending', body: '', overdue: '', mine: '', as: 'table' };
const lanes = ['open', 'cause-found', 'mending', 'undecided', 'contested'] as const;
const tones = {
  open: 'busy',
  'cause-found': 'busy',
  mending: 'busy',
  undecided: 'unsure',
  contested: 'paused',
} as const;

export function DefectsPage() {
  useWords('quality');
  const { t } = useWords('web-quality');
  const [view, show] = useView(defaults);
  const navigate = useNavigate();
  const columns = useDefectColumns();
  const claim = useCommand(mendDefects, { refreshes: ['quality'] });
  const list = usePages(listAll, {
    query: {
      state: view.state as 'pending',
      ...(view.register && { register: view.register }),
      ...(view.group && { group: view.group }),
      ...(view.body && { body: view.body }),
      ...(view.overdue && { overdue: true }),
      ...(view.mine && { mine: true }),
      limit: 100,
    },
  });
  const find = (id: string) => list.items.find((one) => one.id === id);
  useDefectKeys({
    mend: (id) => void navigate({ to: mendingPlace(find(id)) ?? paths.defect(id) }),
    contest: (id) => void navigate({ to: withView(paths.defect(id), { act: 'contest' }) }),
    claim: (id) => claim.mutate({ body: { defects: [id], act: { act: 'claim' } } }),
  });
  return (
    <Page title={t('title')} lead={t('defectsLead')}>
      <QualityTabs current={paths.defects()} />
      <ProblemNotice error={claim.error} />
      <Panel title={t('defects')} note={t('keys')} flush={view.as === 'table'}>
        {view.as === 'board' ? (
          <>
            <Filters view={view} show={show} />
            <DefectBoard items={list.items} />
          </>
        ) : (
          <DataTable
            id="quality.issue-log"
            label={t('defects')}
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
            empty={<EmptyState title={t('none')}>{t('noneWords')}</EmptyState>}
            bulk={(chosen, clear) => (
              <Row>
                <Button
                  variant="default"
                  onClick={() => {
                    claim.mutate({ body: { defects: chosen.map(({ id }) => id), act: { act: 'claim' } } });
                    clear();
                  }}
                >
                  {t('act.claim')}
                </Button>
                <DecideMany defects={chosen.map(({ id }) => id)} onDone={clear} />
              </Row>
            )}
            tools={<Filters view={view} show={show} />}
          />
        )}
      </Panel>
    </Page>
  );
}

/** Where the record is mended: its own form. A mass defect has a list. */
export function mendingPlace(defect: DefectLine | undefined): string | undefined {
  if (!defect) return undefined;
  if (defect.correction !== null) return paths.correction(defect.correction);
  if (defect.record === null)
    return withView(paths.quality(defect.register), { rule: defect.rule, field: defect.field });
  return withView(paths.editRecord(defect.register, defect.record), { field: defect.field });
}

type View = typeof defaults;

function Filters({ view, show }: { readonly view: View; readonly show: (change: Partial<View>) => void }) {
  useWords('quality');
  const { t, say } = useWords('web-quality');
  const registers = useEndpoint(listRegisters, {});
  return (
    <Row>
      <SegmentedControl
        aria-label={t('as')}
        value={view.as}
        onChange={(as) => show({ as })}
        data={(['table', 'board'] as const).map((one) => ({ value: one, label: t(`as-${one}`) }))}
      />
      <Select
        aria-label={t('stateHead')}
        value={view.overdue ? 'overdue' : view.state}
        onChange={(state) =>
          show(state === 'overdue' ? { overdue: 'yes', state: 'pending' } : { overdue: '', state: state ?? 'pending' })
        }
        w={170}
        data={['pending', 'overdue', ...lanes, 'closed', 'all'].map((one) => ({
          value: one,
          label: t(`state.${one}`),
        }))}
      />
      <Select
        aria-label={t('group')}
        placeholder={t('group')}
        clearable
        clearButtonProps={{ 'aria-label': t('web:action.clear') }}
        value={view.group || null}
        onChange={(group) => show({ group: group ?? '' })}
        w={200}
        data={groups.map((one) => ({ value: one, label: t(`quality:groups.${one}`) }))}
      />
      <Select
        aria-label={t('register')}
        placeholder={t('register')}
        clearable
        clearButtonProps={{ 'aria-label': t('web:action.clear') }}
        value={view.register || null}
        onChange={(register) => show({ register: register ?? '' })}
        w={200}
        data={(registers.data?.items ?? []).map(({ name, names }) => ({ value: name, label: say(names) }))}
      />
      <Button
        variant={view.mine ? 'filled' : 'default'}
        aria-pressed={view.mine !== ''}
        onClick={() => show({ mine: view.mine ? '' : 'yes' })}
      >
        {t('mine')}
      </Button>
      {view.body && (
        <Button variant="default" onClick={() => show({ body: '' })}>
          {t('allKeepers', { body: view.body })}
        </Button>
      )}
    </Row>
  );
}

function DefectBoard({ items }: { readonly items: readonly DefectLine[] }) {
  const { t, say } = useWords('web-quality');
  const ruleWords = useRuleWords();
  return (
    <Board
      label={t('defects')}
      lanes={lanes.map((state) => ({
        id: state,
        label: t(`state.${state}`),
        tone: tones[state],
        items: items.filter((one) => one.state === state),
      }))}
      itemKey={({ id }) => id}
    >
      {(one) => (
        <div data-defect={one.id}>
          <To to={paths.defect(one.id)}>{one.code}</To>
          <p>{ruleWords(one)}</p>
          <Soft>{say(one.keeper.names)}</Soft>
          <p>
            <DefectClock defect={one} />
          </p>
        </div>
      )}
    </Board>
  );
}
