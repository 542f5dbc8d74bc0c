/** The audit trail: who did what, to what, why, under which rule; and the proof that nothing was dropped. */
import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { listEntries, type AuditItem } from '../../src/platform/ledger/contract.ts';
import { usePages } from '../api.ts';
import { BodyLink } from '../bodies/body-link.tsx';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { DayInput } from '../ui/day-input.tsx';
import { useView } from '../ui/hooks.ts';
import { Page, Split } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import { Code, Moment, Num } from '../ui/values.tsx';
import { State } from '../ui/verdict.tsx';
import { useActionWord, useRuleWord } from './audit-words.ts';
import { Checks } from './checks.tsx';
import { Explorer, nothing, queryOf } from './explorer.tsx';
import { Witnesses } from './witnesses.tsx';

const rooms = [
  'records',
  'registers',
  'identity',
  'governance',
  'dictionary',
  'bodies',
  'strategy',
  'exchange',
  'ledger',
];

export function AuditPage() {
  const { t } = useWords();
  const [view, show] = useView({ ...nothing });
  const query = { limit: 100, ...queryOf(view) };
  const entries = usePages(listEntries, { query });
  const columns = useAuditColumns();
  return (
    <Page title={t('web:menu.audit')} lead={t('web:audit.lead')}>
      <Checks />
      <Witnesses />
      <Split side={<Explorer view={view} show={show} />}>
        <DataTable
          id="audit"
          label={t('web:menu.audit')}
          columns={columns}
          rows={entries.items}
          rowKey={({ id }) => id}
          rowTone={({ allowed }) => (allowed ? undefined : 'bad')}
          loading={entries.loading}
          error={entries.error}
          onRetry={entries.again}
          hasMore={entries.hasMore}
          loadingMore={entries.loadingMore}
          onMore={entries.more}
          tools={
            <>
              <Select
                aria-label={t('web:audit.room')}
                placeholder={t('web:audit.room')}
                w={190}
                clearable
                clearButtonProps={{ 'aria-label': t('web:action.clear') }}
                value={view.room || null}
                onChange={(room) => show({ room: room ?? '', action: '' })}
                data={rooms.map((room) => ({ value: room, label: t(`web:room.${room}`) }))}
              />
              <Select
                aria-label={t('web:audit.outcome')}
                placeholder={t('web:audit.outcome')}
                w={160}
                clearable
                clearButtonProps={{ 'aria-label': t('web:action.clear') }}
                value={view.allowed || null}
                onChange={(allowed) => show({ allowed: allowed ?? '' })}
                data={[
                  { value: 'true', label: t('web:audit.allowed') },
                  { value: 'false', label: t('web:audit.refused') },
                ]}
              />
              <DayInput aria={t('web:audit.from')} value={view.from} onChange={(from) => show({ from })} />
              <DayInput aria={t('web:audit.to')} value={view.to} onChange={(to) => show({ to })} />
            </>
          }
        />
      </Split>
    </Page>
  );
}

function useAuditColumns(): readonly Column<AuditItem>[] {
  const { t } = useWords();
  const actionWord = useActionWord();
  const ruleWord = useRuleWord();
  return useMemo(
    () => [
      {
        id: 'number',
        head: t('web:audit.number'),
        width: 72,
        align: 'end',
        cell: ({ number }) => <Num value={number} />,
      },
      { id: 'at', head: t('web:audit.at'), width: 160, cell: ({ at }) => <Moment value={at} /> },
      {
        id: 'who',
        head: t('web:audit.who'),
        width: 156,
        cell: ({ actor, actorName }) => actorName ?? <ActorWord actor={actor} />,
      },
      { id: 'body', head: t('web:audit.body'), width: 136, cell: ({ body }) => <BodyLink id={body} /> },
      {
        id: 'action',
        head: t('web:audit.action'),
        width: 168,
        grow: true,
        cell: ({ id, action }) => <To to={paths.auditEntry(id)}>{actionWord(action)}</To>,
      },
      { id: 'subject', head: t('web:audit.subject'), width: 104, cell: ({ subject }) => <Code soft>{subject}</Code> },
      {
        id: 'outcome',
        head: t('web:audit.outcome'),
        width: 134,
        cell: ({ allowed }) => (
          <State tone={allowed ? 'good' : 'bad'}>{t(allowed ? 'web:audit.allowed' : 'web:audit.refused')}</State>
        ),
      },
      {
        id: 'rule',
        head: t('web:audit.rule'),
        width: 190,
        cell: ({ rule }) => <span title={rule}>{ruleWord(rule)}</span>,
      },
      {
        id: 'records',
        head: t('web:audit.records'),
        width: 110,
        align: 'end',
        hidden: true,
        cell: ({ records }) => <Num value={records} />,
      },
      { id: 'purpose', head: t('web:audit.purpose'), width: 160, hidden: true, cell: ({ purpose }) => purpose ?? '–' },
    ],
    [t, actionWord, ruleWord],
  );
}

/** Accounts without a name: the node itself, or one that is no more. */
function ActorWord({ actor }: { readonly actor: string }) {
  const { t } = useWords();
  return actor === 'system' ? <>{t('web:audit.system')}</> : <Code soft>{actor}</Code>;
}
