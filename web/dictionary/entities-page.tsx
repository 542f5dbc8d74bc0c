/** Entities: what kinds of things the registers hold. */
import { useMemo } from 'react';
import { listEntities, type EntitySummary } from '../../src/dictionary/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { Page } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import { Code, Num } from '../ui/values.tsx';
import { DictionaryTabs } from './words.tsx';

export function EntitiesPage() {
  const { t, say } = useWords();
  const entities = useEndpoint(listEntities, {});
  const columns = useMemo<readonly Column<EntitySummary>[]>(
    () => [
      {
        id: 'name',
        head: t('web:entity.name'),
        width: 220,
        sortBy: ({ names }) => say(names),
        cell: ({ name, names }) => <To to={paths.entity(name)}>{say(names)}</To>,
      },
      {
        id: 'definition',
        head: t('web:element.definition'),
        width: 360,
        grow: true,
        wrap: true,
        cell: ({ definition }) => say(definition),
      },
      {
        id: 'fields',
        head: t('web:entity.fields'),
        width: 110,
        align: 'end',
        sortBy: ({ fields }) => fields,
        cell: ({ fields }) => <Num value={fields} />,
      },
      { id: 'key', head: t('web:entity.key'), width: 180, cell: ({ key }) => <Code soft>{key.join(', ')}</Code> },
    ],
    [t, say],
  );
  return (
    <Page title={t('web:menu.dictionary')} lead={t('web:entity.lead')}>
      <DictionaryTabs current={paths.entities()} />
      <DataTable
        id="dictionary.entities"
        label={t('web:menu.entities')}
        columns={columns}
        rows={entities.data?.items ?? []}
        rowKey={({ name }) => name}
        loading={entities.isPending}
        error={entities.error}
        onRetry={() => void entities.refetch()}
      />
    </Page>
  );
}
