/** How a program reads a register, and the files its definition compiles to: one source, one release. */
import { Button } from '@mantine/core';
import { IconBraces, IconDownload, IconPlugConnected, IconFileSpreadsheet, IconFileTypeTs } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { ApiAddress, CataloguePage } from '../../src/exchange/contract.ts';
import type { Static } from 'typebox';
import { StateWord } from '../governance/governance-words.tsx';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { FactList } from '../ui/fact-list.tsx';
import { Panel, Row, Split } from '../ui/page.tsx';
import { EmptyState } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code } from '../ui/values.tsx';
import { RegisterFrame } from './register-frame.tsx';
import styles from './registers.module.css';

export function ApiPage() {
  return <RegisterFrame tab={paths.registerApi}>{(catalogue) => <Api catalogue={catalogue} />}</RegisterFrame>;
}

const icons = [
  [/\.xlsx$/, IconFileSpreadsheet],
  [/\.json$/, IconBraces],
  [/\.ts$/, IconFileTypeTs],
] as const;

function Api({ catalogue }: { readonly catalogue: CataloguePage }) {
  const { t, say, language } = useWords('web-registers');
  const { entry, addresses, downloads, agreements } = catalogue;
  return (
    <Split
      side={
        <Panel title={t('api.agreements')}>
          {agreements.length === 0 ? (
            <EmptyState title={t('api.noAgreements')} />
          ) : (
            <FactList
              facts={agreements.map(({ code, names, state }) => [
                <To key={code} to={paths.agreement(code)}>
                  {say(names)}
                </To>,
                <StateWord key="s" state={state} />,
              ])}
            />
          )}
        </Panel>
      }
    >
      <Panel title={t('api.downloads')} note={t('web:dictionary.release', { number: entry.release })}>
        <Row>
          {downloads.map(({ name, path }) => {
            const Icon = icons.find(([ending]) => ending.test(name))?.[1] ?? IconDownload;
            return (
              <Button
                key={name}
                component="a"
                variant="default"
                download
                href={name.endsWith('.xlsx') ? `${path}?language=${language}` : path}
                leftSection={<Icon size={17} />}
              >
                {t(`api.file.${name.replace('.', '_')}`, { defaultValue: name })}
              </Button>
            );
          })}
        </Row>
      </Panel>
      <Panel
        title={t('api.addresses')}
        flush
        actions={
          <Button
            component={To}
            plain
            to={paths.api(entry.register)}
            variant="default"
            leftSection={<IconPlugConnected size={17} />}
          >
            {t('api.reference')}
          </Button>
        }
      >
        <Addresses addresses={addresses} />
      </Panel>
    </Split>
  );
}

type Address = Static<typeof ApiAddress>;

function Addresses({ addresses }: { readonly addresses: readonly Address[] }) {
  const { t } = useWords('web-registers');
  const columns = useMemo<readonly Column<Address>[]>(
    () => [
      { id: 'method', head: t('api.method'), width: 90, cell: ({ method }) => <Code>{method}</Code> },
      {
        id: 'path',
        head: t('api.path'),
        width: 380,
        wrap: true,
        cell: ({ method, path }) =>
          method === 'GET' && !path.includes('{') ? (
            <a href={path} className={styles.link}>
              <Code soft>{path}</Code>
            </a>
          ) : (
            <Code soft>{path}</Code>
          ),
      },
      {
        id: 'summary',
        head: t('api.summary'),
        width: 260,
        grow: true,
        wrap: true,
        cell: ({ name, summary }) => t(`api.says.${name.replace('.', '_')}`, { defaultValue: summary }),
      },
    ],
    [t],
  );
  return (
    <DataTable
      id="registers.api"
      label={t('api.addresses')}
      plain
      columns={columns}
      rows={addresses}
      rowKey={({ name }) => name}
    />
  );
}
