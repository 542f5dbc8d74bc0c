/** One register as a program meets it: addresses, a call tried on the spot, samples, files, agreements. */
import { Button } from '@mantine/core';
import {
  IconBraces,
  IconExternalLink,
  IconFilePencil,
  IconFileSpreadsheet,
  IconFileTypeTs,
  type TablerIcon,
} from '@tabler/icons-react';
import { getCatalogueEntry, type CataloguePage as Answer } from '../../src/exchange/contract.ts';
import { useEndpoint } from '../api.ts';
import { paths } from '../paths.ts';
import { FactList } from '../ui/fact-list.tsx';
import { useAddressPart } from '../ui/hooks.ts';
import { LoadedPage } from '../ui/loaded-page.tsx';
import { Page, Panel, Row, Split, Stack } from '../ui/page.tsx';
import { EmptyState } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Day, Num } from '../ui/values.tsx';
import { Tag } from '../ui/verdict.tsx';
import { AgreementState, LabelTags, Quality, Reads, useExchangeWords } from './exchange-words.tsx';
import { SampleTable } from './sample-table.tsx';
import { TryCall } from './try-call.tsx';
import styles from './exchange.module.css';

export function SharingApiPage() {
  const register = useAddressPart('register');
  const page = useEndpoint(getCatalogueEntry, { params: { register } });
  return (
    <LoadedPage query={page} title={register}>
      {(answer) => <ApiView answer={answer} />}
    </LoadedPage>
  );
}

function ApiView({ answer }: { readonly answer: Answer }) {
  const { t, say } = useExchangeWords();
  const { entry } = answer;
  return (
    <Page
      title={say(entry.names)}
      crumbs={[{ label: t('web:menu.sharing'), to: paths.sharing() }]}
      mark={
        <Row>
          <Code>{entry.register}</Code>
          <LabelTags labels={entry.labels} />
        </Row>
      }
      lead={say(entry.definition)}
      actions={
        <Row>
          <Button
            component="a"
            variant="default"
            href={paths.apiReference()}
            leftSection={<IconExternalLink size={17} />}
          >
            {t('reference')}
          </Button>
          <Button component={To} to={paths.newRequest(entry.register)} leftSection={<IconFilePencil size={17} />}>
            {t('ask')}
          </Button>
        </Row>
      }
    >
      <Split side={<Side answer={answer} />}>
        <Panel title={t('try.title')}>
          <TryCall register={entry.register} />
        </Panel>
        <Panel title={t('sample.title')} note={t('sample.note')}>
          <SampleTable sample={answer.sample} />
        </Panel>
        <Panel title={t('addresses')}>
          <Addresses answer={answer} />
        </Panel>
      </Split>
    </Page>
  );
}

function Addresses({ answer }: { readonly answer: Answer }) {
  const { t } = useExchangeWords();
  return (
    <ul className={styles.list}>
      {answer.addresses.map(({ name, method, path, credentials }) => (
        <li key={name} className={styles.address}>
          <Tag tone="info">{method}</Tag>
          <span className={styles.path}>
            <Code>{path}</Code>
          </span>
          <span>{t(`operations.${name.replace('.', '_')}`, { defaultValue: name })}</span>
          {credentials === 'voucher' && <Tag tone="quiet">{t('byVoucher')}</Tag>}
        </li>
      ))}
    </ul>
  );
}

const files: Readonly<Record<string, readonly [TablerIcon, string]>> = {
  'template.xlsx': [IconFileSpreadsheet, 'web:entity.template'],
  'schema.json': [IconBraces, 'web:entity.schema'],
  'types.ts': [IconFileTypeTs, 'web:entity.types'],
};

function Side({ answer }: { readonly answer: Answer }) {
  const { t, say, language } = useExchangeWords();
  const { entry, downloads, agreements } = answer;
  return (
    <>
      <Panel title={t('about')}>
        <FactList
          facts={[
            [t('owner'), say(entry.owner)],
            [t('manager'), entry.manager && say(entry.manager.names)],
            [t('records'), entry.records === null ? t('recordsHidden') : <Num key="n" value={entry.records} />],
            [t('quality'), <Quality key="q" entry={entry} />],
            [t('reads'), <Reads key="reads" entry={entry} />],
            [t('citation'), answer.citation && say(answer.citation)],
            [t('termsOfUse'), answer.terms && say(answer.terms)],
            [
              t('terms'),
              <To key="t" to={paths.registerTerms(entry.register)}>
                {t('openTerms')}
              </To>,
            ],
          ]}
        />
      </Panel>
      <Panel title={t('downloads')} note={t('web:dictionary.release', { number: entry.release })}>
        <Stack gap="tight">
          {downloads.map(({ name, path }) => {
            const [Icon, word] = files[name] ?? [IconBraces, name];
            return (
              <Button
                key={name}
                component="a"
                variant="default"
                justify="flex-start"
                download
                href={name.endsWith('.xlsx') ? `${path}?language=${language}` : path}
                leftSection={<Icon size={17} />}
              >
                {t(word)}
              </Button>
            );
          })}
          <span>{t('oneSource', { edition: entry.edition })}</span>
        </Stack>
      </Panel>
      <Panel title={t('agreements')} actions={<To to={paths.agreements()}>{t('allAgreements')}</To>}>
        {agreements.length === 0 ? (
          <EmptyState title={t('noAgreements')} />
        ) : (
          <FactList
            facts={agreements.map(({ code, names, state, to, mine }) => [
              <To key={code} to={paths.agreement(code)}>
                {code} · {say(names)}
              </To>,
              <Row key="state">
                <AgreementState state={state} />
                {mine && <Tag tone="good">{t('mine')}</Tag>}
                {to !== null && (
                  <span>
                    {t('until')} <Day value={to} />
                  </span>
                )}
              </Row>,
            ])}
          />
        )}
      </Panel>
    </>
  );
}
