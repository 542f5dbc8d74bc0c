/** The sandbox: a key at one press, two calls that work as they stand, and clients to take along. */
import { Button, CopyButton, Select } from '@mantine/core';
import { IconCheck, IconCopy, IconDownload, IconKey, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { listCatalogue } from '../../src/exchange/contract.ts';
import { clientFile, describeSandbox, offlineKit } from '../../src/exchange/served/contract.ts';
import { registerClientKey } from '../../src/exchange/vouchers/contract.ts';
import type { Answer } from '../../src/platform/http/endpoint.ts';
import { fileAddress, useCommand, useEndpoint } from '../api.ts';
import { paths } from '../paths.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel, Row, Split, Stack } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { Code, Num } from '../ui/values.tsx';
import { Verdict } from '../ui/verdict.tsx';
import { useExchangeWords } from './exchange-words.tsx';
import { curlOf, tryInSandbox, type SandboxCall, type Tried } from './sandbox-call.ts';
import { SharingTabs } from './sharing-tabs.tsx';
import styles from './exchange.module.css';

type Sandbox = Answer<typeof describeSandbox>;

export function SandboxPage() {
  const { t, say } = useExchangeWords();
  const catalogue = useEndpoint(listCatalogue, { query: {} });
  const [chosen, setChosen] = useState<string | null>(null);
  const items = catalogue.data?.items ?? [];
  const register = chosen ?? items[0]?.register;
  return (
    <Page
      title={t('sandbox.title')}
      lead={t('sandbox.lead')}
      crumbs={[{ label: t('web:menu.sharing'), to: paths.sharing() }]}
    >
      <SharingTabs current={paths.sandbox()} />
      <Loaded query={catalogue} shape="card">
        {() => (
          <Stack>
            <Select
              label={t('sandbox.register')}
              maw={420}
              allowDeselect={false}
              value={register ?? null}
              onChange={setChosen}
              data={items.map((one) => ({ value: one.register, label: say(one.names) }))}
            />
            {register !== undefined && <Chosen key={register} register={register} />}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function Chosen({ register }: { readonly register: string }) {
  const sandbox = useEndpoint(describeSandbox, { params: { register } });
  return (
    <Loaded query={sandbox} shape="card">
      {(answer) => (
        <Split side={<Clients clients={answer.clients} register={register} />}>
          <Calls sandbox={answer} />
        </Split>
      )}
    </Loaded>
  );
}

function Calls({ sandbox }: { readonly sandbox: Sandbox }) {
  const { t, language } = useExchangeWords();
  const make = useCommand(registerClientKey, { refreshes: ['exchange'] });
  const { register, agreement, keys } = sandbox;
  const made = make.data?.secret === undefined ? undefined : { client: make.data.client, secret: make.data.secret };
  const call: SandboxCall = {
    ...{ origin: window.location.origin, register, agreement, language },
    key: keys[0] ?? [],
    client: made?.client ?? 'gw-…',
    secret: made?.secret ?? '…',
  };
  return (
    <>
      <Panel title={t('sandbox.key')}>
        <Stack>
          <p className={styles.definition}>{t('sandbox.keyWords')}</p>
          <Row>
            <Button
              leftSection={<IconKey size={17} />}
              loading={make.isPending}
              onClick={() => make.mutate({ body: { label: t('sandbox.label'), gateway: 'secret', sandbox: true } })}
            >
              {t('sandbox.make')}
            </Button>
          </Row>
          <ProblemNotice error={make.error} />
          {made && (
            <Notice tone="good" live title={t('sandbox.made')}>
              <div>
                {t('keys.client')}: <Code>{made.client}</Code>
              </div>
              <div>
                {t('keys.secret')}: <Code>{made.secret}</Code> {t('keys.secretOnce')}
              </div>
            </Notice>
          )}
        </Stack>
      </Panel>
      <Panel title={t('sandbox.call')} note={t('sandbox.asItStands')}>
        <Curl call={call} isReady={made !== undefined} />
      </Panel>
    </>
  );
}

function Curl({ call, isReady }: { readonly call: SandboxCall; readonly isReady: boolean }) {
  const { t } = useExchangeWords();
  const [tried, setTried] = useState<Tried>();
  const [busy, setBusy] = useState(false);
  const text = curlOf(call);
  const run = async () => {
    setBusy(true);
    setTried(await tryInSandbox(call).finally(() => setBusy(false)));
  };
  return (
    <Stack>
      <pre className={styles.code} dir="ltr" tabIndex={0} aria-label={t('sandbox.call')}>
        {text}
      </pre>
      <Row>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={17} /> : <IconCopy size={17} />}
              onClick={copy}
            >
              {t(copied ? 'copied' : 'copy')}
            </Button>
          )}
        </CopyButton>
        <Button
          disabled={!isReady}
          loading={busy}
          leftSection={<IconPlayerPlay size={17} />}
          onClick={() => void run().catch(() => undefined)}
        >
          {t('sandbox.try')}
        </Button>
        {tried && (
          <Verdict tone={tried.status === 200 ? 'good' : 'bad'}>
            {tried.status} · <Num value={tried.milliseconds} /> ms
          </Verdict>
        )}
      </Row>
      {tried && (
        <pre className={styles.code} dir="ltr" tabIndex={0} aria-label={t('try.answer')}>
          {JSON.stringify(tried.body, null, 2)}
        </pre>
      )}
    </Stack>
  );
}

const names: Readonly<Record<string, string>> = { typescript: 'TypeScript', java: 'Java 17', python: 'Python 3' };

function Clients({ clients, register }: Pick<Sandbox, 'clients' | 'register'>) {
  const { t } = useExchangeWords();
  return (
    <Panel title={t('sandbox.clients')}>
      <Stack>
        <p className={styles.definition}>{t('sandbox.clientsWords')}</p>
        {clients.map(({ language, files }) => (
          <div key={language}>
            <strong>{names[language] ?? language}</strong>
            <Row>
              {files.map((file) => (
                <Button
                  key={file}
                  component="a"
                  variant="default"
                  size="compact-md"
                  download={file}
                  href={fileAddress(clientFile, { params: { file } })}
                  leftSection={<IconDownload size={16} />}
                >
                  {file}
                </Button>
              ))}
            </Row>
            <span className={styles.definition}>{t(`sandbox.client.${language}`)}</span>
          </div>
        ))}
        <Button
          component="a"
          variant="default"
          download
          href={fileAddress(offlineKit, { params: { register } })}
          leftSection={<IconDownload size={16} />}
        >
          {t('sandbox.kit')}
        </Button>
        <span className={styles.definition}>{t('sandbox.kitWords')}</span>
      </Stack>
    </Panel>
  );
}
