/** One connector: where it goes, who approved that, what came of each run. */
import { Button } from '@mantine/core';
import {
  approveConnector,
  changeConnector,
  getConnector,
  runConnector,
  type ConnectorPage as Connector,
} from '../../src/exchange/connectors/connector-contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { paths } from '../paths.ts';
import { Confirm } from '../ui/confirm.tsx';
import { FactList } from '../ui/fact-list.tsx';
import { useAddressPart } from '../ui/hooks.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel, Row } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Moment } from '../ui/values.tsx';
import { ConnectorRuns } from './connector-runs.tsx';
import { ConnectorTrial } from './connector-trial.tsx';
import { ConnectorState, useConnectorWords } from './connector-words.tsx';

const refreshes = ['exchange'];

export function ConnectorPage() {
  const { t, say } = useConnectorWords();
  const connector = useAddressPart('connector');
  const query = useEndpoint(getConnector, { params: { connector } });
  const { data } = query;
  return (
    <Page
      title={data ? say(data.names) : connector}
      crumbs={[
        { label: t('web:menu.sharing'), to: paths.sharing() },
        { label: t('title'), to: paths.connectors() },
      ]}
      mark={
        <>
          <Code>{connector}</Code>
          {data && <ConnectorState state={data.state} />}
        </>
      }
      actions={data && <Acts connector={data} />}
    >
      <Loaded query={query} shape="page">
        {(answer) => (
          <>
            {answer.state === 'waiting' && <Awaits connector={answer} />}
            {answer.secrets
              .filter(({ there }) => !there)
              .map(({ name }) => (
                <Notice key={name} tone="warn">
                  {t('secret', { name })} {t('secretMissing')}
                </Notice>
              ))}
            <Facts connector={answer} />
            {answer.kind !== 'folder' && <ConnectorTrial connector={answer} />}
            <ConnectorRuns connector={answer} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

interface PartProps {
  readonly connector: Connector;
}

function Acts({ connector }: PartProps) {
  const { t } = useConnectorWords();
  const { code, may, state } = connector;
  const change = useCommand(changeConnector, { refreshes });
  const run = useCommand(runConnector, { refreshes });
  const params = { connector: code };
  const stopped = state === 'stopped';
  return (
    <Row>
      {may.change.ok && (
        <Button component={To} to={paths.editConnector(code)} variant="default">
          {t('edit')}
        </Button>
      )}
      <Button
        variant="default"
        disabled={!may.run.ok}
        title={may.run.reason ?? undefined}
        loading={change.isPending}
        onClick={() => change.mutate({ params, body: { stopped: !stopped } })}
      >
        {t(stopped ? 'start' : 'stop')}
      </Button>
      <Button
        disabled={!may.run.ok || stopped}
        title={may.run.reason ?? undefined}
        loading={run.isPending}
        onClick={() => run.mutate({ params, body: {} })}
      >
        {t('run')}
      </Button>
      <ProblemNotice error={run.error ?? change.error} />
    </Row>
  );
}

/** The hosts stand in the question itself: what is approved is what is read here. */
function Awaits({ connector }: PartProps) {
  const { t } = useConnectorWords();
  const { code, hosts, may, register } = connector;
  const approve = useCommand(approveConnector, { refreshes });
  return (
    <Notice
      tone="warn"
      title={t('states.waiting')}
      action={
        <Confirm
          title={t('approve')}
          words={
            <>
              <p>
                {t('columns.register')}: <Code>{register}</Code>
              </p>
              <p>{t('hosts')}:</p>
              <Hosts hosts={hosts} />
              <ProblemNotice error={approve.error} />
            </>
          }
          act={t('approve')}
          onAct={() => approve.mutateAsync({ params: { connector: code }, body: { hosts } })}
        >
          {(open) => (
            <Button onClick={open} disabled={!may.approve.ok} title={may.approve.reason ?? undefined}>
              {t('approve')}
            </Button>
          )}
        </Confirm>
      }
    >
      {t('awaits')} {may.approve.reason}
    </Notice>
  );
}

function Hosts({ hosts }: { readonly hosts: readonly string[] }) {
  const { t } = useConnectorWords();
  if (hosts.length === 0) return <>{t('hostsNone')}</>;
  return hosts.map((host) => (
    <div key={host}>
      <Code>{host}</Code>
    </div>
  ));
}

function Facts({ connector }: PartProps) {
  const { t, say } = useConnectorWords();
  const { body, everyMinutes, hosts, kind, madeAt, approvedAt, mapping, nextRun, register, settings } = connector;
  return (
    <Panel title={t('settings')}>
      <FactList
        columns={2}
        facts={[
          [t('columns.kind'), t(`kinds.${kind}`)],
          [
            t('columns.register'),
            <To key="register" to={paths.register(register)}>
              {register}
            </To>,
          ],
          [
            t('columns.body'),
            <To key="body" to={paths.body(body.code)}>
              {say(body.names)}
            </To>,
          ],
          [
            t('mapping'),
            mapping ? (
              <To key="mapping" to={paths.mapping(mapping.code)}>
                {say(mapping.names) || mapping.code}
              </To>
            ) : (
              t('noMapping')
            ),
          ],
          [t('hosts'), <Hosts key="hosts" hosts={hosts} />],
          ...Object.entries(settings).map(
            ([name, value]) => [fieldWord(t, name), <Setting key={name} value={value} />] as const,
          ),
          [t('schedule'), everyMinutes === null ? t('byHand') : t('every', { count: everyMinutes })],
          [t('columns.next'), nextRun ? <Moment key="next" value={nextRun} /> : t('byHand')],
          [t('approval'), <Approval key="approval" madeAt={madeAt} approvedAt={approvedAt} />],
        ]}
      />
    </Panel>
  );
}

const known = [
  'base',
  'path',
  'items',
  'paging',
  'access',
  'since',
  'openapi',
  'host',
  'port',
  'database',
  'user',
  'secret',
];
const alsoKnown = ['schema', 'table', 'columns', 'key', 'tls', 'folder', 'sheet'];

const fieldWord = (t: ReturnType<typeof useConnectorWords>['t'], name: string): string =>
  [...known, ...alsoKnown].includes(name) ? t(`fields.${name}`) : name;

/** A setting as it is written; what has parts shows them by name. */
function Setting({ value }: { readonly value: unknown }) {
  const { t } = useConnectorWords();
  if (typeof value === 'boolean') return <>{t(value ? 'yes' : 'no')}</>;
  if (Array.isArray(value)) return <Code>{value.join(', ')}</Code>;
  if (typeof value !== 'object' || value === null) return <Code>{String(value)}</Code>;
  return (
    <Code>
      {Object.entries(value)
        .map(([name, part]) => `${name}: ${String(part)}`)
        .join(' · ')}
    </Code>
  );
}

function Approval({ madeAt, approvedAt }: Pick<Connector, 'madeAt' | 'approvedAt'>) {
  const { t } = useConnectorWords();
  return (
    <>
      {t('madeBy', { when: '' })} <Moment value={madeAt} />
      {approvedAt !== null && (
        <>
          {' · '}
          {t('approvedBy', { when: '' })} <Moment value={approvedAt} />
        </>
      )}
    </>
  );
}
