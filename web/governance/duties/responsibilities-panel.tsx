/** Who answers for a register over time; naming somebody, ending it, saying that it stands. */
import { Button, Select, Switch, TextInput } from '@mantine/core';
import { IconChecks, IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import {
  assignResponsibility,
  endResponsibility,
  listResponsibilities,
  reviewResponsibilities,
  roles,
  type ResponsibilityLine,
  type Role,
} from '../../../src/governance/responsibilities/contract.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { BodyChoice } from '../../bodies/body-choice.tsx';
import { paths } from '../../paths.ts';
import type { RegisterPage } from '../../../src/governance/contract.ts';
import { mayOf, type May } from '../../ui/may.ts';
import { OffButton } from '../../ui/off-button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { DayInput } from '../../ui/day-input.tsx';
import { FieldGrid, FormEnd } from '../../ui/form.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Panel, Row } from '../../ui/page.tsx';
import { To } from '../../ui/to.tsx';
import { Day } from '../../ui/values.tsx';
import { State } from '../../ui/verdict.tsx';
import { useDutyWords } from './use-duty-words.ts';

const refreshes = ['governance', 'work'];
interface OfRegister {
  readonly register: string;
  readonly allowed: RegisterPage['allowed'];
}

export function ResponsibilitiesPanel({ register, allowed }: OfRegister) {
  const { t } = useDutyWords();
  const [ended, setEnded] = useState(false);
  const [naming, setNaming] = useState(false);
  const lines = useEndpoint(listResponsibilities, { query: { register, ended } }, { keep: true });
  const [owner, steward] = (['owner', 'steward'] as const).map((role) =>
    mayOf(allowed[`governance.assignResponsibility#${role}`]),
  ) as [May, May];
  const may = owner.allowed ? owner : steward;
  const columns = useColumns(may);
  return (
    <Panel
      title={t('history')}
      actions={
        <Row>
          <Review register={register} allowed={allowed} />
          <OffButton
            may={may}
            variant="default"
            leftSection={<IconUserPlus size={17} />}
            onClick={() => setNaming(!naming)}
          >
            {t('name')}
          </OffButton>
        </Row>
      }
    >
      {naming && <Name register={register} onDone={() => setNaming(false)} />}
      <DataTable
        id="governance.responsibilities"
        label={t('history')}
        columns={columns}
        rows={lines.data?.items ?? []}
        rowKey={({ id }) => String(id)}
        loading={lines.isPending}
        error={lines.error}
        onRetry={() => void lines.refetch()}
        tools={
          <Switch
            label={t('states.ended')}
            checked={ended}
            onChange={(event) => setEnded(event.currentTarget.checked)}
          />
        }
      />
    </Panel>
  );
}

function useColumns(may: May): readonly Column<ResponsibilityLine>[] {
  const { t, say, role } = useDutyWords();
  const tones = { 'in-force': 'good', later: 'busy', ended: 'quiet' } as const;
  return [
    { id: 'role', head: t('role'), width: 150, cell: (line) => role(line.role) },
    {
      id: 'body',
      head: t('body'),
      width: 220,
      grow: true,
      wrap: true,
      cell: ({ body, account }) => (
        <>
          <To to={paths.body(body.code)}>{say(body.names)}</To>
          {account && `, ${account.name}`}
        </>
      ),
    },
    { id: 'from', head: t('from'), width: 110, cell: ({ from }) => <Day value={from} /> },
    { id: 'to', head: t('to'), width: 110, cell: ({ to }) => (to === null ? t('openEnd') : <Day value={to} />) },
    { id: 'reviewed', head: t('reviewed'), width: 110, cell: ({ reviewedOn }) => <Day value={reviewedOn} /> },
    { id: 'reason', head: t('reason'), width: 160, hidden: true, wrap: true, cell: ({ reason }) => reason ?? '–' },
    {
      id: 'state',
      head: t('state'),
      width: 140,
      cell: ({ state }) => <State tone={tones[state]}>{t(`states.${state}`)}</State>,
    },
    {
      id: 'act',
      head: t('act'),
      width: 110,
      cell: (line) => (line.state === 'ended' || !may.allowed ? null : <End line={line} />),
    },
  ];
}

function End({ line }: { readonly line: ResponsibilityLine }) {
  const { t } = useDutyWords();
  const end = useCommand(endResponsibility, { refreshes });
  return (
    <Confirm
      title={t('end')}
      danger
      words={
        <>
          <p>{t('endWords')}</p>
          <ProblemNotice error={end.error} />
        </>
      }
      act={t('end')}
      onAct={() => end.mutateAsync({ params: { id: line.id }, body: {} })}
    >
      {(open) => (
        <Button size="compact-sm" variant="subtle" onClick={open}>
          {t('end')}
        </Button>
      )}
    </Confirm>
  );
}

function Review({ register, allowed }: OfRegister) {
  const { t } = useDutyWords();
  const may = mayOf(allowed['governance.reviewResponsibilities']);
  const review = useCommand(reviewResponsibilities, { refreshes });
  return (
    <Confirm
      title={t('review')}
      words={
        <>
          <p>{t('reviewWords')}</p>
          <ProblemNotice error={review.error} />
        </>
      }
      act={t('review')}
      onAct={() => review.mutateAsync({ params: { register } })}
    >
      {(open) => (
        <OffButton may={may} variant="default" leftSection={<IconChecks size={17} />} onClick={open}>
          {t('review')}
        </OffButton>
      )}
    </Confirm>
  );
}

function Name({ register, onDone }: { readonly register: string; readonly onDone: () => void }) {
  const { t, role: roleWord } = useDutyWords();
  const [role, setRole] = useState<Role>('steward');
  const [body, setBody] = useState('');
  const [days, setDays] = useState({ from: '', to: '' });
  const [reason, setReason] = useState('');
  const name = useCommand(assignResponsibility, { refreshes, onDone });
  const send = () => {
    const { from, to } = days;
    const more = { ...(from && { from }), ...(to && { to }), ...(reason.trim() && { reason: reason.trim() }) };
    name.mutate({ body: { register, role, body, ...more } });
  };
  return (
    <Notice title={t('name')}>
      <p>{t('nameWords')}</p>
      <FieldGrid>
        <Select
          label={t('role')}
          allowDeselect={false}
          value={role}
          onChange={(next) => next && setRole(next as Role)}
          data={roles.map((one) => ({ value: one, label: roleWord(one) }))}
        />
        <BodyChoice label={t('body')} value={body} onChange={setBody} />
        <DayInput label={t('from')} value={days.from} onChange={(from) => setDays({ ...days, from })} />
        <DayInput label={t('to')} value={days.to} onChange={(to) => setDays({ ...days, to })} />
        <TextInput
          label={t('reason')}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </FieldGrid>
      <ProblemNotice error={name.error} />
      <FormEnd>
        <Button mt="md" disabled={body === ''} loading={name.isPending} onClick={send}>
          {t('name')}
        </Button>
      </FormEnd>
    </Notice>
  );
}
