/** Which body acts for which: what holds, and the form of a head who has another body act for his own. */
import { Button, MultiSelect, Select, Switch, Textarea } from '@mantine/core';
import { useMemo, useState } from 'react';
import { listRegisters } from '../../../src/governance/contract.ts';
import {
  endDelegation,
  giveDelegation,
  listDelegations,
  type DelegationLine,
} from '../../../src/governance/delegations/contract.ts';
import { listBodies } from '../../../src/bodies/contract.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { hasWord } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { useActWords } from '../../work/use-act-words.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { DayInput } from '../../ui/day-input.tsx';
import { FieldGrid, FormEnd } from '../../ui/form.tsx';
import { useSettled, useView } from '../../ui/hooks.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Day, UserText } from '../../ui/values.tsx';
import { State, Tag, type Tone } from '../../ui/verdict.tsx';
import { useDutyWords } from '../duties/use-duty-words.ts';

export function usePermissionWord(): (permission: string) => string {
  const { t } = useActWords();
  return (permission) => {
    const key = `web-acts:permissions.${permission.replace('.', '_')}`;
    return hasWord(key) ? t(key) : permission;
  };
}

export function DelegationsPage() {
  const { t } = useActWords();
  const matrix = useDutyWords().t('matrix');
  const [view, show] = useView({ ended: '' });
  const query = view.ended === '1' ? { ended: true } : {};
  const delegations = useEndpoint(listDelegations, { query }, { keep: true });
  const columns = useColumns();
  return (
    <Page
      title={t('delegations.title')}
      lead={t('delegations.lead')}
      crumbs={[
        { label: t('web:menu.governance'), to: paths.governance() },
        { label: matrix, to: paths.matrix() },
      ]}
    >
      <Panel flush>
        <DataTable
          id="governance.delegations"
          label={t('delegations.title')}
          columns={columns}
          rows={delegations.data?.items ?? []}
          rowKey={({ id }) => id}
          loading={delegations.isPending}
          error={delegations.error}
          onRetry={() => void delegations.refetch()}
          tools={
            <Switch
              label={t('delegations.ended')}
              checked={view.ended === '1'}
              onChange={(event) => show({ ended: event.currentTarget.checked ? '1' : '' })}
            />
          }
          empty={<EmptyState title={t('delegations.nothing')}>{t('delegations.nothingWords')}</EmptyState>}
        />
      </Panel>
      {delegations.data && delegations.data.offered.length > 0 && <Give offered={delegations.data.offered} />}
    </Page>
  );
}

const tones: Readonly<Record<DelegationLine['state'], Tone>> = {
  'in-force': 'good',
  later: 'quiet',
  ended: 'quiet',
  lapsed: 'warn',
};

function useColumns(): readonly Column<DelegationLine>[] {
  const { t, say } = useActWords();
  const word = usePermissionWord();
  return useMemo(
    () => [
      {
        id: 'for',
        head: t('delegations.for'),
        width: 190,
        wrap: true,
        sortBy: ({ body }) => say(body.names),
        cell: ({ body }) => <To to={paths.body(body.code)}>{say(body.names)}</To>,
      },
      {
        id: 'who',
        head: t('delegations.who'),
        width: 190,
        wrap: true,
        sortBy: ({ to }) => say(to.names),
        cell: ({ to }) => <To to={paths.body(to.code)}>{say(to.names)}</To>,
      },
      {
        id: 'what',
        head: t('delegations.what'),
        width: 300,
        grow: true,
        wrap: true,
        cell: ({ permissions, registers }) => (
          <>
            {permissions.map((one) => (
              <Tag key={one}>{word(one)}</Tag>
            ))}{' '}
            {registers === null ? t('delegations.everyRegister') : registers.map(({ names }) => say(names)).join(' · ')}
          </>
        ),
      },
      {
        id: 'until',
        head: t('delegations.until'),
        width: 130,
        sortBy: ({ until }) => until,
        cell: ({ until }) => <Day value={until} />,
      },
      {
        id: 'state',
        head: t('delegations.state'),
        width: 150,
        cell: ({ state }) => <State tone={tones[state]}>{t(`delegations.states.${state}`)}</State>,
      },
      {
        id: 'reason',
        head: t('delegations.reason'),
        width: 220,
        wrap: true,
        cell: ({ reason, account, givenBy }) => (
          <span title={`${account}, ${say(givenBy.names)}`}>
            <UserText>{reason}</UserText>
          </span>
        ),
      },
      { id: 'end', head: t('delegations.end'), width: 140, cell: (line) => line.mayEnd && <End line={line} /> },
    ],
    [t, say, word],
  );
}

const refreshes = ['governance.listDelegations'];

function End({ line }: { readonly line: DelegationLine }) {
  const { t } = useActWords();
  const ending = useCommand(endDelegation, { refreshes });
  return (
    <Confirm
      title={t('delegations.end')}
      words={
        <>
          {t('delegations.endWords')}
          <ProblemNotice error={ending.error} />
        </>
      }
      act={t('delegations.end')}
      danger
      onAct={() => ending.mutateAsync({ params: { delegation: line.id } })}
    >
      {(open) => (
        <Button variant="default" size="compact-sm" onClick={open}>
          {t('delegations.end')}
        </Button>
      )}
    </Confirm>
  );
}

function Give({ offered }: { readonly offered: readonly string[] }) {
  const { t, say } = useActWords();
  const word = usePermissionWord();
  const [to, setTo] = useState<string | null>(null);
  const [permissions, setPermissions] = useState<string[]>([]);
  const [registers, setRegisters] = useState<string[]>([]);
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  const all = useEndpoint(listRegisters, {});
  const clear = () => {
    setTo(null);
    setPermissions([]);
    setReason('');
  };
  const giving = useCommand(giveDelegation, { refreshes, onDone: clear });
  const send = () =>
    giving.mutate({
      body: {
        ...{ to: to ?? '', permissions, until, reason: reason.trim() },
        ...(registers.length > 0 && { registers }),
        ...(from && { from }),
      },
    });
  const clearButtonProps = { 'aria-label': t('web:action.clear') };
  return (
    <Panel title={t('delegations.give')}>
      <FieldGrid>
        <BodyField value={to} onChange={setTo} />
        <MultiSelect
          label={t('delegations.what')}
          searchable
          clearable
          clearButtonProps={clearButtonProps}
          value={permissions}
          onChange={setPermissions}
          data={offered.map((one) => ({ value: one, label: word(one) }))}
        />
        <MultiSelect
          label={t('delegations.registers')}
          placeholder={registers.length === 0 ? t('delegations.everyRegister') : ''}
          searchable
          clearable
          clearButtonProps={clearButtonProps}
          value={registers}
          onChange={setRegisters}
          data={(all.data?.items ?? []).map(({ name, names }) => ({ value: name, label: say(names) }))}
        />
        <DayInput id="delegation-from" label={t('delegations.from')} value={from} onChange={setFrom} />
        <DayInput id="delegation-until" label={t('delegations.until')} value={until} onChange={setUntil} />
        <Textarea
          label={t('delegations.reason')}
          autosize
          minRows={1}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </FieldGrid>
      <ProblemNotice error={giving.error} />
      <FormEnd>
        <Button
          mt="md"
          disabled={!to || permissions.length === 0 || !until || reason.trim() === ''}
          loading={giving.isPending}
          onClick={send}
        >
          {t('delegations.give')}
        </Button>
      </FormEnd>
    </Panel>
  );
}

function BodyField({
  value,
  onChange,
}: {
  readonly value: string | null;
  readonly onChange: (code: string | null) => void;
}) {
  const { t, say } = useActWords();
  const [text, setText] = useState('');
  const asked = useSettled(text.trim());
  const found = useEndpoint(listBodies, { query: { limit: 30, ...(asked && { text: asked }) } }, { keep: true });
  return (
    <Select
      label={t('delegations.to')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('web:action.clear') }}
      value={value}
      onChange={onChange}
      onSearchChange={setText}
      filter={({ options }) => options}
      data={(found.data?.items ?? []).map(({ code, names }) => ({ value: code, label: `${code} · ${say(names)}` }))}
    />
  );
}
