/** Emergency rights: what waits and what is open, and the form of whoever needs one. */
import { Button, MultiSelect, NumberInput, Textarea } from '@mantine/core';
import { useMemo, useState } from 'react';
import { beginBreakGlass, listBreakGlass, type RightLine } from '../../../src/governance/break-glass/contract.ts';
import { listRegisters } from '../../../src/governance/contract.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { FieldGrid, FormEnd } from '../../ui/form.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Moment, UserText } from '../../ui/values.tsx';
import { Tag } from '../../ui/verdict.tsx';
import { useActWords } from '../../work/use-act-words.ts';
import { usePermissionWord } from '../delegations/delegations-page.tsx';
import { RightState } from './right-state.tsx';

export function BreakGlassPage() {
  const { t } = useActWords();
  const rights = useEndpoint(listBreakGlass, {}, { every: 30_000 });
  const columns = useColumns();
  return (
    <Page
      title={t('breakGlass.title')}
      lead={t('breakGlass.lead')}
      crumbs={[{ label: t('web:menu.governance'), to: paths.governance() }]}
    >
      <Panel flush>
        <DataTable
          id="governance.break-glass"
          label={t('breakGlass.title')}
          columns={columns}
          rows={rights.data?.items ?? []}
          rowKey={({ id }) => id}
          loading={rights.isPending}
          error={rights.error}
          onRetry={() => void rights.refetch()}
          empty={<EmptyState title={t('breakGlass.nothing')}>{t('breakGlass.nothingWords')}</EmptyState>}
        />
      </Panel>
      {rights.data && rights.data.offered.length > 0 && (
        <Begin offered={rights.data.offered} hours={rights.data.hours} />
      )}
    </Page>
  );
}

function useColumns(): readonly Column<RightLine>[] {
  const { t, say } = useActWords();
  const word = usePermissionWord();
  return useMemo(
    () => [
      {
        id: 'who',
        head: t('breakGlass.who'),
        width: 230,
        wrap: true,
        cell: ({ id, who, body }) => (
          <>
            <To to={paths.oneBreakGlass(id)}>
              <UserText>{who}</UserText>
            </To>
            <div>{say(body.names)}</div>
          </>
        ),
      },
      {
        id: 'what',
        head: t('breakGlass.what'),
        width: 260,
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
        id: 'reason',
        head: t('breakGlass.reason'),
        width: 280,
        grow: true,
        wrap: true,
        cell: ({ reason }) => <UserText>{reason}</UserText>,
      },
      {
        id: 'until',
        head: t('breakGlass.until'),
        width: 160,
        cell: ({ endedAt, endsAt, waitsUntil }) => <Moment value={endedAt ?? endsAt ?? waitsUntil} />,
      },
      { id: 'state', head: t('breakGlass.state'), width: 200, cell: ({ state }) => <RightState state={state} /> },
    ],
    [t, say, word],
  );
}

const refreshes = ['governance.listBreakGlass', 'work'];

function Begin({ offered, hours: most }: { readonly offered: readonly string[]; readonly hours: number }) {
  const { t, say } = useActWords();
  const word = usePermissionWord();
  const [permissions, setPermissions] = useState<string[]>([]);
  const [registers, setRegisters] = useState<string[]>([]);
  const [hours, setHours] = useState<number | string>(most);
  const [reason, setReason] = useState('');
  const all = useEndpoint(listRegisters, {});
  const begin = useCommand(beginBreakGlass, {
    refreshes,
    onDone: () => {
      setPermissions([]);
      setReason('');
    },
  });
  const send = () =>
    begin.mutate({
      body: {
        ...{ permissions, reason: reason.trim(), hours: Number(hours) },
        ...(registers.length > 0 && { registers }),
      },
    });
  const clearButtonProps = { 'aria-label': t('web:action.clear') };
  return (
    <Panel title={t('breakGlass.begin')} note={t('breakGlass.beginNote')}>
      <FieldGrid>
        <MultiSelect
          label={t('breakGlass.what')}
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
        <NumberInput
          label={t('breakGlass.hours')}
          description={t('breakGlass.hoursMost', { hours: most })}
          min={0.5}
          max={most}
          step={0.5}
          value={hours}
          onChange={setHours}
        />
        <Textarea
          label={t('breakGlass.reason')}
          description={t('breakGlass.reasonNote')}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </FieldGrid>
      <ProblemNotice error={begin.error} />
      <FormEnd>
        <Button
          mt="md"
          color="red"
          disabled={permissions.length === 0 || reason.trim().length < 10 || !(Number(hours) > 0)}
          loading={begin.isPending}
          onClick={send}
        >
          {t('breakGlass.begin')}
        </Button>
      </FormEnd>
    </Panel>
  );
}
