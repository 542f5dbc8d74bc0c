/** The crosswalks of a code list: to which lists its codes lead, directly or by way of others. */
import { Button, Select } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { listCrosswalks, type CrosswalkSummary } from '../../src/dictionary/contract.ts';
import { usePages } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { formatDay } from '../ui/format.ts';
import { useAddressPart } from '../ui/hooks.ts';
import { Panel, Row } from '../ui/page.tsx';
import { EmptyState } from '../ui/states.tsx';
import { addressParts, To } from '../ui/to.tsx';
import { Code, Num } from '../ui/values.tsx';
import { CodeListFrame, useCodeLists } from './code-list-tabs.tsx';

export function CrosswalksPage() {
  const { t } = useWords('web-codes');
  const list = useAddressPart('list');
  const pages = usePages(listCrosswalks, { query: { list } });
  const columns = useColumns(list);
  return (
    <CodeListFrame
      list={list}
      current={paths.crosswalks(list)}
      lead={t('web-codes:crosswalk.lead')}
      actions={
        <Button
          component={To}
          plain
          variant="default"
          to={paths.importCrosswalk(list)}
          leftSection={<IconUpload size={17} />}
        >
          {t('web-codes:crosswalk.import')}
        </Button>
      }
    >
      <Panel title={t('web-codes:crosswalk.findWay')} note={t('web-codes:crosswalk.findWayNote')}>
        <ChooseOther list={list} />
      </Panel>
      <Panel flush title={t('web-codes:crosswalk.title')}>
        <DataTable
          id="dictionary.crosswalks"
          label={t('web-codes:crosswalk.title')}
          columns={columns}
          rows={pages.items}
          rowKey={(one) => [one.list, one.to, one.on, one.toOn].join()}
          loading={pages.loading}
          error={pages.error}
          onRetry={pages.again}
          hasMore={pages.hasMore}
          loadingMore={pages.loadingMore}
          onMore={pages.more}
          empty={<EmptyState title={t('web-codes:crosswalk.none')}>{t('web-codes:crosswalk.noneWords')}</EmptyState>}
          plain
        />
      </Panel>
    </CodeListFrame>
  );
}

/** Another list to compare with: the way there is found by the node. */
function ChooseOther({ list }: { readonly list: string }) {
  const { t, say } = useWords('web-codes');
  const navigate = useNavigate();
  const [other, setOther] = useState<string | null>(null);
  const lists = useCodeLists().filter(({ code }) => code !== list);
  return (
    <Row>
      <Select
        aria-label={t('web-codes:crosswalk.other')}
        placeholder={t('web-codes:crosswalk.other')}
        searchable
        w={340}
        maw="100%"
        data={lists.map(({ code, names }) => ({ value: code, label: `${say(names)} (${code})` }))}
        value={other}
        onChange={setOther}
      />
      <Button
        disabled={other === null}
        onClick={() => other !== null && void navigate(addressParts(paths.crosswalk(list, other)))}
      >
        {t('web-codes:crosswalk.show')}
      </Button>
    </Row>
  );
}

/** From this list outward, whichever way it was written. */
function useColumns(list: string): readonly Column<CrosswalkSummary>[] {
  const { t, say } = useWords('web-codes');
  return useMemo(() => {
    const turned = (one: CrosswalkSummary) => one.list !== list;
    const otherOf = (one: CrosswalkSummary) =>
      turned(one)
        ? { code: one.list, names: one.names, on: one.toOn, toOn: one.on }
        : { code: one.to, names: one.toNames, on: one.on, toOn: one.toOn };
    const dayOf = (day: string | null) => (day === null ? '–' : formatDay(day));
    return [
      {
        id: 'other',
        head: t('web-codes:crosswalk.to'),
        width: 280,
        grow: true,
        cell: (one) => {
          const { code, names, on, toOn } = otherOf(one);
          const view = { ...(on !== null && { on }), ...(toOn !== null && { toOn }) };
          return <To to={withView(paths.crosswalk(list, code), view)}>{say(names)}</To>;
        },
      },
      { id: 'code', head: t('web:codeList.code'), width: 190, cell: (one) => <Code>{otherOf(one).code}</Code> },
      { id: 'on', head: t('web-codes:crosswalk.onHere'), width: 130, cell: (one) => dayOf(otherOf(one).on) },
      { id: 'toOn', head: t('web-codes:crosswalk.onThere'), width: 130, cell: (one) => dayOf(otherOf(one).toOn) },
      {
        id: 'links',
        head: t('web-codes:crosswalk.links'),
        width: 100,
        align: 'end',
        cell: ({ links }) => <Num value={links} />,
      },
      {
        id: 'origin',
        head: t('web-codes:crosswalk.origin'),
        width: 180,
        cell: ({ origin }) => t(`web-codes:crosswalk.origins.${origin}`),
      },
    ];
  }, [t, say, list]);
}
