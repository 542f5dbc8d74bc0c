/** Moves the home of a body from this node to the one on the page: counted first, then moved. */
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { moveHome, type MoveReport } from '../../src/exchange/moves/moves-contract.ts';
import { listNodes, type NodeView } from '../../src/exchange/nodes/nodes-contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { useMay } from '../ui/may.ts';
import { Confirm } from '../ui/confirm.tsx';
import { FactList } from '../ui/fact-list.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Panel, Row, Stack } from '../ui/page.tsx';
import { Num } from '../ui/values.tsx';
import { useNodeWords } from './nodes-words.tsx';

/** Nothing where the node stands neither right above nor right below this one: a body goes one step at a time. */
export function MoveHome({ node }: { readonly node: NodeView }) {
  const may = useMay(moveHome.permission);
  const nodes = useEndpoint(listNodes, {}, { when: may.allowed && !node.isOwn });
  const own = nodes.data?.nodes.find(({ isOwn }) => isOwn);
  const isBeside = own && (node.parent === own.name || own.parent === node.name);
  if (!may.allowed || !isBeside || node.state !== 'approved') return null;
  return <MovePanel node={node} />;
}

function MovePanel({ node }: { readonly node: NodeView }) {
  const { t } = useNodeWords();
  const [body, setBody] = useState('');
  const count = useCommand(moveHome);
  const move = useCommand(moveHome, { refreshes: ['exchange', 'records'] });
  const shown = move.data ?? (count.data?.body === body.trim() ? count.data : undefined);
  const wish = (dryRun: boolean) => ({ body: { body: body.trim(), to: node.name, dryRun } });
  return (
    <Panel title={t('move.title')} note={t('move.note')}>
      <Stack>
        <TextInput
          label={t('move.body')}
          description={t('move.bodyHelp')}
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
          dir="ltr"
          autoComplete="off"
        />
        <Row>
          <Button
            variant="default"
            disabled={body.trim() === ''}
            loading={count.isPending}
            onClick={() => count.mutate(wish(true))}
          >
            {t('move.count')}
          </Button>
          {shown && !shown.moved && (
            <Confirm
              title={t('move.title')}
              words={
                <>
                  <p>{t('move.words')}</p>
                  <ProblemNotice error={move.error} />
                </>
              }
              act={t('move.act')}
              onAct={() => move.mutateAsync(wish(false))}
            >
              {(open) => <Button onClick={open}>{t('move.act')}</Button>}
            </Confirm>
          )}
        </Row>
        <ProblemNotice error={count.error} />
        {shown && <Report report={shown} />}
      </Stack>
    </Panel>
  );
}

function Report({ report }: { readonly report: MoveReport }) {
  const { t } = useNodeWords();
  const consumers = report.consumers.map(({ agreement, consumer }) => `${agreement} ${consumer}`).join(', ');
  return (
    <>
      <Notice tone={report.moved ? 'good' : 'info'} live>
        {t(report.moved ? 'move.moved' : 'move.wouldMove', { body: report.body })}
      </Notice>
      <FactList
        facts={[
          ...report.registers.map(({ register, rows }) => [register, <Num key={register} value={rows} />] as const),
          ...(consumers ? ([[t('move.consumers'), consumers]] as const) : []),
        ]}
      />
    </>
  );
}
