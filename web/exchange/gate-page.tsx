/** The points that must hold before rows of a register are shared: what each came to, what stops, and who can lift it. */
import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { getGate, liftPoint, listGates, type GatePage as Gate } from '../../src/exchange/gate/gate-contract.ts';
import type { Answer } from '../../src/platform/http/endpoint.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { RegisterFrame } from '../registers/register-frame.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { FactList } from '../ui/fact-list.tsx';
import { formatNumber } from '../ui/format.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel, Stack } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Day, Num, UserText } from '../ui/values.tsx';
import { State } from '../ui/verdict.tsx';
import { SharingTabs } from './sharing-tabs.tsx';

type Point = Gate['points'][number];

const tones: Readonly<Record<Point['state'], 'good' | 'bad' | 'warn' | 'unsure' | 'info'>> = {
  passes: 'good',
  stops: 'bad',
  fails: 'warn',
  'not-assessed': 'unsure',
  lifted: 'info',
};

export function GatePage() {
  return (
    <RegisterFrame tab={paths.registerGate}>{(_catalogue, register) => <GateOf register={register} />}</RegisterFrame>
  );
}

function GateOf({ register }: { readonly register: string }) {
  const query = useEndpoint(getGate, { params: { register } });
  return (
    <Loaded query={query} shape="page">
      {(gate) => <Points gate={gate} />}
    </Loaded>
  );
}

function Points({ gate }: { readonly gate: Gate }) {
  const { t, say } = useWords('web-exchange');
  const columns = useColumns(gate);
  if (!gate.asked) return <EmptyState title={t('gate.notAsked')}>{t('gate.notAskedWords')}</EmptyState>;
  const words = gate.refusal?.words;
  return (
    <>
      <Notice tone={gate.open ? 'good' : 'bad'} title={t(gate.open ? 'gate.open' : 'gate.closed')}>
        {words ? `${words.reason} ${words.remedy ?? ''}` : t('gate.lead')}
      </Notice>
      <Panel>
        <FactList facts={[[t('gate.who'), gate.whoCanLift && say(gate.whoCanLift)]]} />
      </Panel>
      <Panel title={t('gate.title')} flush>
        <DataTable
          id="exchange.gate"
          label={t('gate.title')}
          columns={columns}
          rows={gate.points}
          rowKey={({ code }) => code}
        />
      </Panel>
    </>
  );
}

function useColumns(gate: Gate): readonly Column<Point>[] {
  const { t, say } = useWords('web-exchange');
  return [
    { id: 'code', head: '#', width: 60, cell: ({ code }) => <bdi>{code}</bdi> },
    { id: 'point', head: t('gate.point'), width: 280, grow: true, cell: ({ names }) => say(names) },
    { id: 'group', head: t('gate.group'), width: 130, cell: ({ group }) => t(`gate.groups.${group}`) },
    {
      id: 'state',
      head: t('gate.state'),
      width: 160,
      cell: ({ state }) => <State tone={tones[state]}>{t(`gate.states.${state}`)}</State>,
    },
    { id: 'what', head: t('gate.what'), width: 320, cell: (point) => <What point={point} /> },
    {
      id: 'stops',
      head: t('gate.stopsRows'),
      width: 130,
      cell: ({ stops }) => t(stops ? 'gate.stopsRows' : 'gate.onlySaid'),
    },
    {
      id: 'lift',
      head: t('gate.lift'),
      width: 140,
      cell: (point) => (point.state === 'stops' && gate.mayLift ? <Lift gate={gate} point={point} /> : '–'),
    },
  ];
}

function What({ point: { failing, of, lift } }: { readonly point: Point }) {
  const { t, language } = useWords('web-exchange');
  const [bad, all] = [failing, of].map((value) => (value === null ? undefined : formatNumber(value, language)));
  return (
    <>
      {bad !== undefined && all !== undefined
        ? t(failing === 0 ? 'gate.countAll' : 'gate.count', { failing: bad, of: all })
        : !lift && '–'}
      {lift && (
        <div>
          {t('gate.lifted')} <Day value={lift.until} />: <UserText>{lift.reason}</UserText>
        </div>
      )}
    </>
  );
}

function Lift({ gate, point }: { readonly gate: Gate; readonly point: Point }) {
  const { t } = useWords('web-exchange');
  const [given, setGiven] = useState({ until: gate.liftUntil ?? '', reason: '' });
  const lift = useCommand(liftPoint, { refreshes: ['exchange'] });
  return (
    <Confirm
      title={t('gate.liftTitle')}
      danger
      words={
        <Stack>
          <p>{t('gate.liftNote')}</p>
          <TextInput
            type="date"
            label={t('gate.until')}
            value={given.until}
            max={gate.liftUntil ?? undefined}
            onChange={(event) => setGiven({ ...given, until: event.currentTarget.value })}
          />
          <Textarea
            label={t('gate.reason')}
            rows={3}
            minLength={10}
            maxLength={2000}
            required
            value={given.reason}
            onChange={(event) => setGiven({ ...given, reason: event.currentTarget.value })}
          />
          <ProblemNotice error={lift.error} />
        </Stack>
      }
      act={t('gate.lift')}
      onAct={() => lift.mutateAsync({ params: { register: gate.register, point: point.code }, body: given })}
    >
      {(open) => (
        <Button variant="default" size="xs" onClick={open}>
          {t('gate.lift')}
        </Button>
      )}
    </Confirm>
  );
}

type Line = Answer<typeof listGates>['items'][number];

export function GatesPage() {
  const { t } = useWords('web-exchange');
  const query = useEndpoint(listGates, {});
  return (
    <Page title={t('gate.list')} lead={t('gate.lead')}>
      <SharingTabs current={paths.gates()} />
      <Loaded query={query} shape="page">
        {({ items }) => <Gates items={items} />}
      </Loaded>
    </Page>
  );
}

function Gates({ items }: { readonly items: readonly Line[] }) {
  const { t, say } = useWords('web-exchange');
  const count = (id: 'stops' | 'fails' | 'notAssessed', head: string): Column<Line> => ({
    ...{ id, head, width: 140, align: 'end' },
    sortBy: (line) => line[id],
    cell: (line) => <Num value={line[id]} />,
  });
  const columns: readonly Column<Line>[] = [
    {
      id: 'register',
      head: t('gate.register'),
      width: 260,
      grow: true,
      cell: ({ register, names }) => <To to={paths.registerGate(register)}>{say(names)}</To>,
    },
    {
      id: 'state',
      head: t('gate.state'),
      width: 220,
      cell: ({ open }) => <State tone={open ? 'good' : 'bad'}>{t(open ? 'gate.open' : 'gate.closed')}</State>,
    },
    count('stops', t('gate.stopsCount')),
    count('fails', t('gate.failsCount')),
    count('notAssessed', t('gate.unassessed')),
  ];
  return (
    <Panel flush>
      <DataTable
        id="exchange.gates"
        label={t('gate.list')}
        columns={columns}
        rows={items}
        rowKey={({ register }) => register}
        empty={<EmptyState title={t('gate.notAsked')}>{t('gate.notAskedWords')}</EmptyState>}
      />
    </Panel>
  );
}
