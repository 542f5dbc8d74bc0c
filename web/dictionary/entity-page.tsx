/** One entity: its fields with their source and labels, its checks, and the files it compiles to. */
import { Button } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { Fragment, useMemo } from 'react';
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
import { paths, withView } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { useAddressPart, useView } from '../ui/hooks.ts';
import { Notice } from '../ui/notice.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { To } from '../ui/to.tsx';
import { Code, Num } from '../ui/values.tsx';
import { State, Tag } from '../ui/verdict.tsx';
import { useChapterFiles } from './dictionary-exports.tsx';
import { ExportMenu } from './export-menu.tsx';
import { useDictionaryWords } from './attribute-words.tsx';
import { EntityHistory } from './entity-history.tsx';
import { ProposeButton } from './proposals/propose-button.tsx';
import { DataTypeWord, PersonalTag, RegisterLink } from './words.tsx';

const tabs = ['fields', 'checks', 'history'] as const;
type Tab = (typeof tabs)[number];
const tabOf = (asked: string): Tab => tabs.find((tab) => tab === asked) ?? 'fields';

export function EntityPage() {
  const { t, say } = useDictionaryWords();
  const entity = useAddressPart('entity');
  const [view] = useView({ tab: '' });
  const tab = tabOf(view.tab);
  const query = useEndpoint(getEntity, { params: { entity } });
  const { data } = query;
  const name = data ? say(data.entity.names) : entity;
  const addressOf = (one: Tab) => withView(paths.entity(entity), { tab: one === 'fields' ? '' : one });
  const counts: Partial<Record<Tab, number>> = data ? { fields: data.fields.length, checks: data.checks.length } : {};
  return (
    <Page
      title={name}
      crumbs={[
        { label: t('web:menu.dictionary'), to: paths.dictionary() },
        { label: t('web:menu.entities'), to: paths.entities() },
      ]}
      mark={
        <>
          <Code>{entity}</Code>
          {data && <Tag>{t('web:dictionary.version', { version: data.version })}</Tag>}
          {data && <Tag>{t('web:dictionary.release', { number: data.release })}</Tag>}
        </>
      }
      lead={data && say(data.entity.definition)}
      actions={
        <>
          <Downloads entity={entity} />
          <ProposeButton kind="entity" of={entity} name={name} />
        </>
      }
    >
      <Tabs
        label={t('tab.label')}
        current={addressOf(tab)}
        tabs={tabs.map((one) => ({
          label: t(`tab.${one}`),
          to: addressOf(one),
          ...(counts[one] !== undefined && { count: <Num value={counts[one]} /> }),
        }))}
      />
      {data && <ContractNote answer={data} />}
      {tab === 'history' ? (
        <EntityHistory entity={entity} />
      ) : (
        <Loaded query={query} shape="table">
          {(answer) => (tab === 'checks' ? <Checks answer={answer} /> : <Fields answer={answer} />)}
        </Loaded>
      )}
    </Page>
  );
}

/** A data contract that this entity came from, or goes into with others. */
function ContractNote({ answer: { contract } }: { readonly answer: EntityAnswer }) {
  const { t } = useDictionaryWords();
  if (!contract) return null;
  return (
    <Notice title={t('contract.title', { name: contract.name })}>
      {contract.entities.length > 0 && (
        <>
          {t('contract.also')}{' '}
          {contract.entities.map((one, place) => (
            <Fragment key={one}>
              {place > 0 && ', '}
              <To to={paths.entity(one)}>{one}</To>
            </Fragment>
          ))}
        </>
      )}
    </Notice>
  );
}

/** The template is what officers come for; the rest stands behind one button. */
function Downloads({ entity }: { readonly entity: string }) {
  const { t, language } = useWords();
  const plain = { params: { entity } };
  const files = [
    ...useChapterFiles(entity),
    ...entityFormats.map((format) => ({
      format,
      href: fileAddress(getEntityExport, { params: { entity, format }, query: { language } }),
    })),
    { format: 'json-schema', href: fileAddress(getEntitySchema, plain) },
    { format: 'typescript', href: fileAddress(getEntityTypes, plain) },
  ];
  return (
    <>
      <ExportMenu files={files} />
      <Button
        component="a"
        variant="default"
        download
        href={fileAddress(getEntityTemplate, { ...plain, query: { language } })}
        leftSection={<IconFileSpreadsheet size={17} />}
      >
        {t('web:entity.template')}
      </Button>
    </>
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
  if (answer.checks.length === 0) {
    return (
      <Panel title={t('web:entity.checks')}>
        <EmptyState title={t('web:state.none')} />
      </Panel>
    );
  }
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
