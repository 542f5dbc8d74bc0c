/** The matrix of responsibility: each register, its one owner, its data manager, its labels. */
import { useMemo } from 'react';
import { listRegisters, type RegisterLine } from '../../src/governance/contract.ts';
import { useEndpoint } from '../api.ts';
import { PersonalTag, SharingTag } from '../dictionary/words.tsx';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { Page } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import { Code } from '../ui/values.tsx';
import { Tag } from '../ui/verdict.tsx';
import { GovernanceTabs, StateWord } from './governance-words.tsx';

export function OwnersPage() {
  const { t } = useWords();
  const registers = useEndpoint(listRegisters, {});
  const columns = useColumns();
  return (
    <Page title={t('web:menu.governance')} lead={t('web:governance.lead')}>
      <GovernanceTabs current={paths.governance()} />
      <DataTable
        id="governance.owners"
        label={t('web:governance.owners')}
        columns={columns}
        rows={registers.data?.items ?? []}
        rowKey={({ name }) => name}
        loading={registers.isPending}
        error={registers.error}
        onRetry={() => void registers.refetch()}
      />
    </Page>
  );
}

function useColumns(): readonly Column<RegisterLine>[] {
  const { t, say } = useWords();
  return useMemo(
    () => [
      {
        id: 'register',
        head: t('web:register.name'),
        width: 220,
        grow: true,
        wrap: true,
        sortBy: ({ names }) => say(names),
        cell: ({ name, names, external }) => (
          <>
            <To to={paths.registerTerms(name)}>{say(names)}</To> {external && <Tag>{t('web:register.external')}</Tag>}
          </>
        ),
      },
      {
        id: 'name',
        head: t('web:register.code'),
        width: 160,
        hidden: true,
        cell: ({ name }) => <Code soft>{name}</Code>,
      },
      {
        id: 'owner',
        head: t('web:element.owner'),
        width: 180,
        wrap: true,
        sortBy: ({ ownerNames, owner }) => say(ownerNames ?? owner?.names),
        cell: ({ ownerNames, owner }) => say(ownerNames ?? owner?.names),
      },
      {
        id: 'manager',
        head: t('web:element.dataManager'),
        width: 180,
        sortBy: ({ manager }) => say(manager?.names),
        cell: ({ manager }) => (manager ? <To to={paths.body(manager.code)}>{say(manager.names)}</To> : '–'),
      },
      {
        id: 'sharing',
        head: t('web:label.sharing.head'),
        width: 130,
        sortBy: ({ labels }) => labels.sharing,
        cell: ({ labels }) => <SharingTag labels={labels} />,
      },
      {
        id: 'importance',
        head: t('web:label.importance.head'),
        width: 130,
        sortBy: ({ labels }) => labels.importance,
        cell: ({ labels }) => t(`web:label.importance.${labels.importance}`),
      },
      {
        id: 'personal',
        head: t('web:label.personal.head'),
        width: 160,
        sortBy: ({ labels }) => labels.personal,
        cell: ({ labels }) => <PersonalTag labels={labels} />,
      },
      {
        id: 'state',
        head: t('web:register.state'),
        width: 130,
        sortBy: ({ state }) => state,
        cell: ({ state }) => <StateWord state={state} />,
      },
    ],
    [t, say],
  );
}
