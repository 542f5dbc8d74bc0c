/** One node: whose home it is, its keys, what was heard of it, and what may be done about it. */
import { Button, Textarea } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { getNode, retireNode, revokeKey, rotateKey, type NodeView } from '../../src/exchange/nodes/nodes-contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { paths } from '../paths.ts';
import { useMay } from '../ui/may.ts';
import { Confirm } from '../ui/confirm.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { FactList } from '../ui/fact-list.tsx';
import { LoadedPage } from '../ui/loaded-page.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel, Stack } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import { Code, Moment, Num, UserText } from '../ui/values.tsx';
import { State, Tag } from '../ui/verdict.tsx';
import { MoveHome } from './move-home.tsx';
import { Standing, useNodeName, useNodeWords } from './nodes-words.tsx';
import { formatList } from '../ui/format.ts';

const refreshes = ['exchange'];

export function NodePage() {
  const { node: name = '' } = useParams({ strict: false });
  const { t } = useNodeWords();
  const nameOf = useNodeName();
  const node = useEndpoint(getNode, { params: { node: name } }, { every: 5_000, keep: true });
  const crumbs = [{ label: t('web:menu.nodes'), to: paths.nodes() }];
  return (
    <LoadedPage query={node} title={name} crumbs={crumbs}>
      {(view) => (
        <Page
          title={nameOf(view)}
          crumbs={crumbs}
          mark={
            <>
              {view.isRoot && <Tag tone="info">{t('root')}</Tag>}
              {view.isOwn && <Tag tone="info">{t('thisNode')}</Tag>}
              <Standing node={view} now={new Date().toISOString()} />
            </>
          }
          actions={<Acts node={view} />}
        >
          <About node={view} />
          <Keys node={view} />
          <Contact node={view} />
          <MoveHome node={view} />
        </Page>
      )}
    </LoadedPage>
  );
}

function About({ node }: { readonly node: NodeView }) {
  const { t, say, language } = useNodeWords();
  return (
    <Panel title={t('about')}>
      <FactList
        columns={2}
        facts={[
          [t('name'), <Code key="name">{node.name}</Code>],
          [t('address'), node.address && <Code key="address">{node.address}</Code>],
          [
            t('parent'),
            node.parent && (
              <To key="parent" to={paths.node(node.parent)}>
                {node.parent}
              </To>
            ),
          ],
          [t('since'), <Moment key="since" value={node.since} />],
          [
            t('homeOf'),
            formatList(
              node.bodies.map(({ code, names }) => (names ? say(names) : code)),
              language,
            ) || t('homeOfRest'),
          ],
          [t('fingerprint'), <Code key="fingerprint">{node.fingerprint}</Code>],
          ...(node.reason ? ([[t('reason'), <UserText key="reason">{node.reason}</UserText>]] as const) : []),
        ]}
      />
    </Panel>
  );
}

type KeyLine = NodeView['keys'][number];

function Keys({ node }: { readonly node: NodeView }) {
  const { t } = useNodeWords();
  const may = useMay(revokeKey.permission);
  const live = node.keys.filter((key) => key.live).length;
  const columns = useMemo<readonly Column<KeyLine>[]>(
    () => [
      { id: 'id', head: t('key'), width: 130, cell: ({ id }) => <Code>{id}</Code> },
      { id: 'from', head: t('from'), width: 170, cell: ({ from }) => <Moment value={from} /> },
      { id: 'to', head: t('to'), width: 170, cell: ({ to, revoked }) => <Moment value={revoked ?? to} /> },
      {
        id: 'state',
        head: t('web:register.state'),
        width: 170,
        grow: true,
        cell: ({ live: counts, revoked }) => (
          <State tone={counts ? 'good' : revoked === null ? 'quiet' : 'bad'}>
            {t(`keyState.${counts ? 'live' : revoked === null ? 'over' : 'revoked'}`)}
          </State>
        ),
      },
      {
        id: 'act',
        head: t('act'),
        width: 150,
        cell: ({ id, live: counts }) => may.allowed && counts && live > 1 && <Revoke node={node.name} keyId={id} />,
      },
    ],
    [t, may.allowed, live, node.name],
  );
  return (
    <Panel flush title={t('keys')} note={t('keysNote')}>
      <DataTable id="exchange.keys" label={t('keys')} columns={columns} rows={node.keys} rowKey={({ id }) => id} />
    </Panel>
  );
}

function Revoke({ node, keyId }: { readonly node: string; readonly keyId: string }) {
  const { t } = useNodeWords();
  const revoke = useCommand(revokeKey, { refreshes });
  return (
    <Confirm
      title={t('revokeTitle')}
      danger
      words={
        <>
          <p>{t('revokeWords')}</p>
          <ProblemNotice error={revoke.error} />
        </>
      }
      act={t('revoke')}
      onAct={() => revoke.mutateAsync({ params: { node, key: keyId } })}
    >
      {(open) => (
        <Button size="xs" variant="default" onClick={open}>
          {t('revoke')}
        </Button>
      )}
    </Confirm>
  );
}

function Contact({ node }: { readonly node: NodeView }) {
  const { t } = useNodeWords();
  if (node.isOwn)
    return (
      <Panel title={t('contact')}>
        <FactList facts={[[t('lastWitnessed'), <Moment key="witnessed" value={node.witnessedAt} />]]} />
      </Panel>
    );
  const { contact } = node;
  return (
    <Panel title={t('contact')} note={t('contactNote')}>
      <FactList
        columns={2}
        facts={[
          [t('lastContact'), <Moment key="heard" value={contact?.heardAt} />],
          [t('roundTrip'), <Num key="trip" value={contact?.roundTripMs} />],
          [t('skew'), <Num key="skew" value={contact?.skewMs} />],
          [t('theirRegistry'), <Num key="version" value={contact?.registryVersion} />],
          [t('lastFailure'), <Moment key="failed" value={contact?.failedAt} />],
          [t('failure'), contact?.failure && <Code key="failure">{contact.failure}</Code>],
          [t('lastWitnessed'), <Moment key="witnessed" value={node.witnessedAt} />],
        ]}
      />
    </Panel>
  );
}

function Acts({ node }: { readonly node: NodeView }) {
  const may = useMay(rotateKey.permission);
  if (!may.allowed || node.state !== 'approved') return null;
  return node.isOwn ? <Rotate /> : <Retire node={node} />;
}

function Rotate() {
  const { t } = useNodeWords();
  const rotate = useCommand(rotateKey, { refreshes });
  return (
    <Confirm
      title={t('rotateTitle')}
      words={
        <>
          <p>{t('rotateWords')}</p>
          <ProblemNotice error={rotate.error} />
        </>
      }
      act={t('rotate')}
      onAct={() => rotate.mutateAsync({})}
    >
      {(open) => (
        <Button variant="default" onClick={open}>
          {t('rotate')}
        </Button>
      )}
    </Confirm>
  );
}

function Retire({ node }: { readonly node: NodeView }) {
  const { t } = useNodeWords();
  const [reason, setReason] = useState('');
  const retire = useCommand(retireNode, { refreshes });
  return (
    <Confirm
      title={t('retireTitle')}
      danger
      words={
        <Stack>
          <p>{t('retireWords')}</p>
          <Textarea
            label={t('reason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            autosize
            minRows={2}
          />
          <ProblemNotice error={retire.error} />
        </Stack>
      }
      act={t('retire')}
      onAct={() => retire.mutateAsync({ params: { node: node.name }, body: { reason } })}
    >
      {(open) => (
        <Button variant="default" onClick={open}>
          {t('retire')}
        </Button>
      )}
    </Confirm>
  );
}
