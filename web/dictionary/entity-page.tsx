/** One entity: its fields with their source and labels, its checks, and the files it compiles to. */
import { Button } from '@mantine/core';
import { IconBraces, IconFileSpreadsheet, IconFileTypeTs } from '@tabler/icons-react';
import { useMemo } from 'react';
import {
  entityFormats,
  getEntity,
  getEntityExport,
  getEntitySchema,
  getEntityTemplate,
  getEntityTypes,
  type EntityPage as EntityAnswer,
  type FieldRow,
} from '../../src/dictionary/contract.ts';
import { fileAddress, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { useAddressPart } from '../ui/hooks.ts';
import { Page, Panel } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code } from '../ui/values.tsx';
import { State, Tag } from '../ui/verdict.tsx';
import { ExportMenu } from './export-menu.tsx';
import { DataTypeWord, DictionaryTabs, PersonalTag, RegisterLink } from './words.tsx';

export function EntityPage() {
  const { t, say, language } = useWords();
  const entity = useAddressPart('entity');
  const query = useEndpoint(getEntity, { params: { entity } });
  const release = query.data?.release;
  return (
    <Page
      title={query.data ? say(query.data.entity.names) : entity}
      crumbs={[
        { label: t('web:menu.dictionary'), to: paths.dictionary() },
        { label: t('web:menu.entities'), to: paths.entities() },
      ]}
      mark={
        <>
          <Code>{entity}</Code>
          {release !== undefined && <Tag>{t('web:dictionary.release', { number: release })}</Tag>}
        </>
      }
      lead={query.data && say(query.data.entity.definition)}
      actions={
        <>
          <ExportMenu
            files={entityFormats.map((format) => ({
              format,
              href: fileAddress(getEntityExport, { params: { entity, format }, query: { language } }),
            }))}
          />
          <Button
            component="a"
            variant="default"
            download
            href={fileAddress(getEntityTypes, { params: { entity } })}
            leftSection={<IconFileTypeTs size={17} />}
          >
            {t('web:entity.types')}
          </Button>
          <Button
            component="a"
            variant="default"
            download
            href={fileAddress(getEntitySchema, { params: { entity } })}
            leftSection={<IconBraces size={17} />}
          >
            {t('web:entity.schema')}
          </Button>
          <Button
            component="a"
            download
            href={fileAddress(getEntityTemplate, { params: { entity }, query: { language } })}
            leftSection={<IconFileSpreadsheet size={17} />}
          >
            {t('web:entity.template')}
          </Button>
        </>
      }
    >
      <DictionaryTabs current={paths.entities()} />
      <Loaded query={query} shape="table">
        {(answer) => (
          <>
            <Fields answer={answer} />
            {answer.checks.length > 0 && <Checks answer={answer} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Fields({ answer }: { readonly answer: EntityAnswer }) {
  const { t, say } = useWords();
  const groups = useMemo(() => new Map(answer.groups.map(({ code, names }) => [code, names])), [answer.groups]);
  const columns = useMemo<readonly Column<FieldRow>[]>(
    () => [
      {
        id: 'name',
        head: t('web:element.name'),
        width: 220,
        grow: true,
        wrap: true,
        sortBy: ({ names }) => say(names),
        cell: ({ element, names }) => <To to={paths.element(element)}>{say(names)}</To>,
      },
      {
        id: 'group',
        head: t('web:entity.group'),
        width: 150,
        wrap: true,
        hidden: groups.size === 0,
        sortBy: ({ group }) => group,
        cell: ({ group }) => (group ? say(groups.get(group) ?? group) : '–'),
      },
      {
        id: 'column',
        head: t('web:element.physicalName'),
        width: 180,
        sortBy: ({ name }) => name,
        cell: ({ name }) => <Code soft>{name}</Code>,
      },
      {
        id: 'type',
        head: t('web:element.type'),
        width: 170,
        wrap: true,
        sortBy: ({ dataType }) => dataType,
        cell: ({ dataType, codeList }) => <DataTypeWord dataType={dataType} codeList={codeList} />,
      },
      {
        id: 'presence',
        head: t('web:element.presence'),
        width: 130,
        sortBy: ({ key, required }) => (key ? 0 : required ? 1 : 2),
        cell: ({ key, required }) =>
          key ? t('web:keyRole.key') : t(`web:presence.${required ? 'required' : 'optional'}`),
      },
      {
        id: 'source',
        head: t('web:element.authority'),
        width: 170,
        wrap: true,
        sortBy: ({ authority }) => authority,
        cell: ({ authority }) => (authority ? <RegisterLink register={authority} /> : '–'),
      },
      {
        id: 'again',
        head: t('web:element.reCollectable'),
        width: 190,
        sortBy: ({ reCollectable }) => reCollectable,
        cell: ({ reCollectable }) => (
          <State tone={reCollectable === 'forbidden' ? 'good' : 'quiet'}>
            {t(`web:reCollectable.${reCollectable}`)}
          </State>
        ),
      },
      {
        id: 'personal',
        head: t('web:label.personal.head'),
        width: 150,
        sortBy: ({ labels }) => labels.personal,
        cell: (field) => <PersonalTag labels={field.labels} />,
      },
    ],
    [t, say, groups],
  );
  return (
    <Panel title={t('web:entity.fields')} flush>
      <DataTable
        id="dictionary.fields"
        label={t('web:entity.fields')}
        columns={columns}
        rows={answer.fields}
        rowKey={({ name }) => name}
      />
    </Panel>
  );
}

type Check = EntityAnswer['checks'][number];

function Checks({ answer }: { readonly answer: EntityAnswer }) {
  const { t, say } = useWords();
  const columns = useMemo<readonly Column<Check>[]>(
    () => [
      {
        id: 'message',
        head: t('web:entity.check'),
        width: 300,
        grow: true,
        wrap: true,
        cell: ({ message }) => say(message),
      },
      {
        id: 'expression',
        head: t('web:entity.expression'),
        width: 300,
        wrap: true,
        cell: ({ expression }) => <Code soft>{expression}</Code>,
      },
      {
        id: 'severity',
        head: t('web:entity.severity'),
        width: 130,
        cell: ({ severity }) => (
          <State tone={severity === 'error' ? 'bad' : 'warn'}>{t(`web:severity.${severity}`)}</State>
        ),
      },
    ],
    [t, say],
  );
  return (
    <Panel title={t('web:entity.checks')} flush>
      <DataTable
        id="dictionary.checks"
        label={t('web:entity.checks')}
        plain
        columns={columns}
        rows={answer.checks}
        rowKey={({ name }) => name}
      />
    </Panel>
  );
}
