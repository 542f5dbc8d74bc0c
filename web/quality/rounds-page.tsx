/** Reconciliation rounds: who must account for what, in what two sides differ, and what both have signed. */
import { Button, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import {
  listDifference,
  listRounds,
  settleDifference,
  signAbove,
  signBelow,
  type RoundLine,
} from '../../src/quality/rounds/round-contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { Confirm } from '../ui/confirm.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { FactList } from '../ui/fact-list.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel, Row, Stack } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Day, Num, UserText } from '../ui/values.tsx';
import { State } from '../ui/verdict.tsx';
import { QualityTabs } from './quality-tabs.tsx';

type Difference = RoundLine['differences'][number];
const keyOf = ({ round, body }: RoundLine) => `${round}/${body.code}`;
const paramsOf = ({ round, body }: RoundLine) => ({ round, body: body.code });

export function RoundsPage() {
  const { t } = useWords('web-quality');
  const query = useEndpoint(listRounds, {});
  return (
    <Page title={t('rounds.title')} lead={t('rounds.lead')}>
      <QualityTabs current={paths.rounds()} />
      <Loaded query={query} shape="page">
        {({ items }) => <Rounds items={items} />}
      </Loaded>
    </Page>
  );
}

function Rounds({ items }: { readonly items: readonly RoundLine[] }) {
  const { t } = useWords('web-quality');
  const columns = useColumns();
  return (
    <>
      <Panel flush>
        <DataTable
          id="quality.rounds"
          label={t('rounds.title')}
          columns={columns}
          rows={items}
          rowKey={keyOf}
          empty={<EmptyState title={t('rounds.none')}>{t('rounds.noneWords')}</EmptyState>}
        />
      </Panel>
      {items
        .filter((line) => line.differences.length > 0 || line.maySignAbove || line.below?.hash)
        .map((line) => (
          <Details key={keyOf(line)} line={line} />
        ))}
    </>
  );
}

function useColumns(): readonly Column<RoundLine>[] {
  const { t, say } = useWords('web-quality');
  return [
    {
      id: 'body',
      head: t('body'),
      width: 180,
      grow: true,
      cell: ({ body, register }) => <To to={paths.bodyRegister(body.code, register)}>{say(body.names)}</To>,
    },
    { id: 'round', head: t('rounds.round'), width: 200, cell: ({ names }) => say(names) },
    { id: 'against', head: t('rounds.against'), width: 110, cell: ({ against }) => t(`rounds.${against}`) },
    {
      id: 'expected',
      head: t('rounds.expected'),
      width: 110,
      align: 'end',
      cell: ({ expected }) => <Num value={expected} />,
    },
    { id: 'due', head: t('rounds.due'), width: 110, cell: ({ due }) => <Day value={due} /> },
    { id: 'state', head: t('rounds.state'), width: 160, cell: (line) => <Standing line={line} /> },
    {
      id: 'differences',
      head: t('rounds.differences'),
      width: 100,
      align: 'end',
      cell: ({ counted }) => <Num value={counted} />,
    },
    { id: 'act', head: t('rounds.act'), width: 220, cell: (line) => <Sign line={line} /> },
  ];
}

function Standing({ line }: { readonly line: RoundLine }) {
  const { t } = useWords('web-quality');
  if (line.below && line.above) return <State tone="good">{t('rounds.states.both')}</State>;
  if (line.counted > 0) return <State tone="warn">{t('rounds.states.open')}</State>;
  if (line.below) return <State tone="info">{t('rounds.states.below')}</State>;
  return (
    <State tone={line.reported ? 'info' : 'unsure'}>
      {t(line.reported ? 'rounds.states.reported' : 'rounds.states.waiting')}
    </State>
  );
}

function Sign({ line }: { readonly line: RoundLine }) {
  const { t } = useWords('web-quality');
  const below = useCommand(signBelow, { refreshes: ['quality'] });
  const above = useCommand(signAbove, { refreshes: ['quality'] });
  if (!line.maySignBelow && !line.maySignAbove) return <>–</>;
  const [sign, act] = line.maySignAbove ? [above, t('rounds.signAbove')] : [below, t('rounds.signBelow')];
  return (
    <Confirm
      title={act}
      words={
        <>
          <p>{t('rounds.signNote')}</p>
          <ProblemNotice error={sign.error} />
        </>
      }
      act={act}
      onAct={() => sign.mutateAsync({ params: paramsOf(line) })}
    >
      {(open) => (
        <Button variant="default" size="xs" onClick={open}>
          {act}
        </Button>
      )}
    </Confirm>
  );
}

function Details({ line }: { readonly line: RoundLine }) {
  const { t, say } = useWords('web-quality');
  const { below, above } = line;
  return (
    <Panel title={t('rounds.details', { body: say(line.body.names) })}>
      <Stack>
        {line.changedSince && <Notice tone="warn">{t('rounds.changed')}</Notice>}
        <FactList
          columns={2}
          facts={[
            [t('rounds.below'), below && <Day key="b" value={below.on} />],
            [t('rounds.above'), above && <Day key="a" value={above.on} />],
            ...(below?.hash
              ? [
                  [t('rounds.records'), <Num key="r" value={below.records} />] as const,
                  [t('rounds.print'), <Code key="h">{below.hash.slice(0, 16)}</Code>] as const,
                ]
              : []),
          ]}
        />
        {line.differences.map((one) => (
          <DifferenceLine key={one.id} line={line} difference={one} />
        ))}
        {line.maySignAbove && <AddDifference line={line} />}
      </Stack>
    </Panel>
  );
}

function DifferenceLine({ line, difference: one }: { readonly line: RoundLine; readonly difference: Difference }) {
  const { t } = useWords('web-quality');
  return (
    <Notice
      tone={one.outcome ? 'good' : 'warn'}
      title={one.outcome ? t(`rounds.outcomes.${one.outcome}`) : t('rounds.states.open')}
    >
      <UserText>{one.what}</UserText>
      <div>
        {t('rounds.foundOn')} <Day value={one.foundOn} />
      </div>
      {one.answer && <UserText>{one.answer}</UserText>}
      {one.outcome === null && line.maySignBelow && <Settle line={line} difference={one} />}
    </Notice>
  );
}

function Settle({ line, difference }: { readonly line: RoundLine; readonly difference: Difference }) {
  const { t } = useWords('web-quality');
  const [given, setGiven] = useState<{ outcome: 'mended' | 'explained'; answer: string }>({
    outcome: 'mended',
    answer: '',
  });
  const settle = useCommand(settleDifference, { refreshes: ['quality'] });
  const outcomes = (['mended', 'explained'] as const).map((value) => ({ value, label: t(`rounds.outcomes.${value}`) }));
  return (
    <Confirm
      title={t('rounds.settle')}
      words={
        <Stack>
          <Select
            label={t('rounds.outcome')}
            data={outcomes}
            value={given.outcome}
            allowDeselect={false}
            onChange={(outcome) => outcome && setGiven({ ...given, outcome: outcome as typeof given.outcome })}
          />
          <Textarea
            label={t('rounds.answer')}
            required
            rows={3}
            maxLength={2000}
            value={given.answer}
            onChange={(event) => setGiven({ ...given, answer: event.currentTarget.value })}
          />
          <ProblemNotice error={settle.error} />
        </Stack>
      }
      act={t('rounds.settle')}
      onAct={() => settle.mutateAsync({ params: { ...paramsOf(line), difference: difference.id }, body: given })}
    >
      {(open) => (
        <Button variant="default" size="xs" onClick={open}>
          {t('rounds.settle')}
        </Button>
      )}
    </Confirm>
  );
}

function AddDifference({ line }: { readonly line: RoundLine }) {
  const { t } = useWords('web-quality');
  const [what, setWhat] = useState('');
  const add = useCommand(listDifference, { refreshes: ['quality'], onDone: () => setWhat('') });
  return (
    <Stack>
      <Textarea
        label={t('rounds.what')}
        rows={2}
        maxLength={2000}
        value={what}
        onChange={(event) => setWhat(event.currentTarget.value)}
      />
      <ProblemNotice error={add.error} />
      <Row>
        <Button
          variant="default"
          disabled={what.trim().length < 3}
          loading={add.isPending}
          onClick={() => add.mutate({ params: paramsOf(line), body: { what: what.trim() } })}
        >
          {t('rounds.add')}
        </Button>
      </Row>
    </Stack>
  );
}
