/** Nodes that ask this one to be their parent: the fingerprint is compared, then one approves or refuses. */
import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import {
  approveNode,
  refuseNode,
  type NodesPage as Answer,
  type NodeView,
} from '../../src/exchange/nodes/nodes-contract.ts';
import { useCommand } from '../api.ts';
import { useMay } from '../ui/may.ts';
import { Confirm } from '../ui/confirm.tsx';
import { FactList } from '../ui/fact-list.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Panel, Row, Stack } from '../ui/page.tsx';
import { Code, Moment, Soft, UserText } from '../ui/values.tsx';
import { State } from '../ui/verdict.tsx';
import { useNodeName, useNodeWords } from './nodes-words.tsx';
import styles from './nodes.module.css';
import { formatList } from '../ui/format.ts';

const refreshes = ['exchange'];

export function JoinRequests({ page }: { readonly page: Answer }) {
  const { t } = useNodeWords();
  if (page.requests.length === 0) return null;
  const own = page.nodes.find(({ isOwn }) => isOwn);
  return (
    <Panel title={t('requests')} note={t('requestsNote')}>
      {own && (
        <p className={styles.sub}>
          {t('ownFingerprint')} <Code>{own.fingerprint}</Code>
        </p>
      )}
      <ul className={styles.requests}>
        {page.requests.map((node) => (
          <li key={node.name} className={styles.request}>
            <JoinRequest node={node} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function JoinRequest({ node }: { readonly node: NodeView }) {
  const { t, say, language } = useNodeWords();
  const nameOf = useNodeName();
  const may = useMay(approveNode.permission);
  const refused = node.state === 'refused';
  return (
    <Stack>
      <div className={styles.head}>
        <strong>{nameOf(node)}</strong>
        <State tone={refused ? 'bad' : 'busy'}>{t(`standing.${node.state}`)}</State>
        <Code soft>{node.name}</Code>
      </div>
      <FactList
        columns={2}
        facts={[
          [
            t('homeOf'),
            formatList(
              node.bodies.map(({ code, names }) => (names ? say(names) : code)),
              language,
            ),
          ],
          [t('address'), <Code key="address">{node.address ?? ''}</Code>],
          [t('asked'), <Moment key="since" value={node.since} />],
          ...(refused ? ([[t('reason'), <UserText key="reason">{node.reason}</UserText>]] as const) : []),
        ]}
      />
      {!refused && !may.allowed && may.reason && <Soft>{may.reason}</Soft>}
      {!refused && may.allowed && (
        <Row>
          <Refuse node={node} />
          <Approve node={node} />
        </Row>
      )}
    </Stack>
  );
}

/** The digits are typed, not shown for a nod: what is on the screen came with the request, and proves nothing. */
function Approve({ node }: { readonly node: NodeView }) {
  const { t } = useNodeWords();
  const [fingerprint, setFingerprint] = useState('');
  const approve = useCommand(approveNode, { refreshes });
  return (
    <Confirm
      title={t('approveTitle')}
      words={
        <Stack>
          <p>{t('approveWords')}</p>
          <TextInput
            label={t('fingerprint')}
            description={t('fingerprintHelp')}
            value={fingerprint}
            onChange={(event) => setFingerprint(event.currentTarget.value)}
            inputMode="numeric"
            dir="ltr"
            autoComplete="off"
          />
          <ProblemNotice error={approve.error} />
        </Stack>
      }
      act={t('approve')}
      onAct={() => approve.mutateAsync({ params: { node: node.name }, body: { fingerprint } })}
    >
      {(open) => <Button onClick={open}>{t('approve')}</Button>}
    </Confirm>
  );
}

function Refuse({ node }: { readonly node: NodeView }) {
  const { t } = useNodeWords();
  const [reason, setReason] = useState('');
  const refuse = useCommand(refuseNode, { refreshes });
  return (
    <Confirm
      title={t('refuseTitle')}
      danger
      words={
        <Stack>
          <p>{t('refuseWords')}</p>
          <Textarea
            label={t('reason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            autosize
            minRows={2}
          />
          <ProblemNotice error={refuse.error} />
        </Stack>
      }
      act={t('refuse')}
      onAct={() => refuse.mutateAsync({ params: { node: node.name }, body: { reason } })}
    >
      {(open) => (
        <Button variant="default" onClick={open}>
          {t('refuse')}
        </Button>
      )}
    </Confirm>
  );
}
