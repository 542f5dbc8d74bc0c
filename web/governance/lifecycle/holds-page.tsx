/** Holds: what may not be destroyed whatever its term; placing one, saying that it stands, lifting it. */
import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useState } from 'react';
import { listPurposes } from '../../../src/governance/contract.ts';
import {
  liftHold,
  listHolds,
  listTerms,
  placeHold,
  reviewHold,
  type HoldLine,
} from '../../../src/governance/lifecycle/contract.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { useMay } from '../../ui/may.ts';
import { OffButton } from '../../ui/off-button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { DayInput } from '../../ui/day-input.tsx';
import { FieldGrid, FormEnd } from '../../ui/form.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Panel, Row, Stack } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Code, Day, UserText } from '../../ui/values.tsx';
import { State, Tag } from '../../ui/verdict.tsx';
import { LifecycleFrame } from './lifecycle-frame.tsx';
import { useLifecycleWords } from './use-lifecycle-words.ts';

const refreshes = ['governance', 'records', 'work'];
const tones = { later: 'quiet', 'in-force': 'paused', over: 'quiet', lifted: 'quiet' } as const;

export function HoldsPage() {
  const { t } = useLifecycleWords();
  const [placing, setPlacing] = useState(false);
  const holds = useEndpoint(listHolds, { query: {} });
  const may = useMay(placeHold.permission);
  const columns = useColumns();
  return (
    <LifecycleFrame
      part="holds"
      lead={t('holdsLead')}
      actions={
        <OffButton may={may} leftSection={<IconLock size={17} />} onClick={() => setPlacing(!placing)}>
          {t('place')}
        </OffButton>
      }
    >
      {placing && <Place onDone={() => setPlacing(false)} />}
      <Panel flush>
        <DataTable
          id="governance.holds"
          label={t('tabs.holds')}
          columns={columns}
          rows={holds.data?.items ?? []}
          rowKey={({ id }) => id}
          loading={holds.isPending}
          error={holds.error}
          onRetry={() => void holds.refetch()}
          empty={<EmptyState title={t('noHolds')}>{t('noHoldsWords')}</EmptyState>}
        />
      </Panel>
    </LifecycleFrame>
  );
}

function useColumns(): readonly Column<HoldLine>[] {
  const { t, say } = useLifecycleWords();
  return [
    { id: 'register', head: t('register'), width: 180, cell: ({ register }) => say(register.names) },
    { id: 'what', head: t('whatHead'), width: 220, wrap: true, cell: (line) => <Held line={line} /> },
    {
      id: 'reason',
      head: t('reason'),
      width: 280,
      grow: true,
      wrap: true,
      cell: ({ reason }) => <UserText>{reason}</UserText>,
    },
    { id: 'basis', head: t('basis'), width: 240, wrap: true, hidden: true, cell: ({ basis }) => say(basis.names) },
    { id: 'from', head: t('fromDay'), width: 120, cell: ({ from }) => <Day value={from} /> },
    {
      id: 'until',
      head: t('until'),
      width: 130,
      cell: ({ until }) => (until === null ? t('openEnd') : <Day value={until} />),
    },
    {
      id: 'state',
      head: t('state'),
      width: 190,
      wrap: true,
      cell: ({ state, isReviewDue }) => (
        <>
          <State tone={tones[state]}>{t(`holdStates.${state}`)}</State>{' '}
          {isReviewDue && <Tag tone="warn">{t('reviewDue')}</Tag>}
        </>
      ),
    },
    { id: 'review', head: t('review'), width: 130, cell: ({ reviewOn }) => <Day value={reviewOn} /> },
    {
      id: 'act',
      head: t('act'),
      width: 220,
      cell: (line) =>
        line.state === 'lifted' || line.state === 'over' ? (
          '–'
        ) : (
          <Row>
            <Review hold={line} />
            <Lift hold={line} />
          </Row>
        ),
    },
  ];
}

function Held({ line }: { readonly line: HoldLine }) {
  const { t, say } = useLifecycleWords();
  if (line.record !== null)
    return (
      <>
        {t('oneRecord')} <Code soft>{line.record}</Code>
      </>
    );
  return line.said ? <bdi>{say(line.said)}</bdi> : t('whole');
}

function Lift({ hold }: { readonly hold: HoldLine }) {
  const { t } = useLifecycleWords();
  const [reason, setReason] = useState('');
  const may = useMay(liftHold.permission);
  const lift = useCommand(liftHold, { refreshes });
  return (
    <Confirm
      title={t('lift')}
      danger
      words={
        <Stack>
          <p>{t('liftWords')}</p>
          <Textarea
            label={t('liftReason')}
            rows={2}
            maxLength={1000}
            required
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <ProblemNotice error={lift.error} />
        </Stack>
      }
      act={t('lift')}
      onAct={() => lift.mutateAsync({ params: { hold: hold.id }, body: { reason: reason.trim() } })}
    >
      {(open) => (
        <OffButton may={may} size="compact-sm" variant="subtle" onClick={open}>
          {t('lift')}
        </OffButton>
      )}
    </Confirm>
  );
}

function Review({ hold }: { readonly hold: HoldLine }) {
  const { t } = useLifecycleWords();
  const [reviewOn, setReviewOn] = useState('');
  const may = useMay(reviewHold.permission);
  const review = useCommand(reviewHold, { refreshes });
  return (
    <Confirm
      title={t('stillStands')}
      words={
        <Stack>
          <DayInput label={t('review')} value={reviewOn} onChange={setReviewOn} />
          <ProblemNotice error={review.error} />
        </Stack>
      }
      act={t('stillStands')}
      onAct={() => review.mutateAsync({ params: { hold: hold.id }, body: { reviewOn } })}
    >
      {(open) => (
        <OffButton may={may} size="compact-sm" variant="subtle" onClick={open}>
          {t('stillStands')}
        </OffButton>
      )}
    </Confirm>
  );
}

const blank = { register: '', basis: '', reason: '', record: '', condition: '', from: '', until: '', reviewOn: '' };

function Place({ onDone }: { readonly onDone: () => void }) {
  const { t, say } = useLifecycleWords();
  const [form, setForm] = useState(blank);
  const registers = useEndpoint(listTerms, {});
  const bases = useEndpoint(listPurposes, {});
  const place = useCommand(placeHold, { refreshes, onDone });
  const set = (name: keyof typeof blank) => (value: string | null) => setForm({ ...form, [name]: value ?? '' });
  const send = () => {
    const { register, basis, reviewOn } = form;
    const more = Object.fromEntries(
      (['record', 'condition', 'from', 'until'] as const).flatMap((name) =>
        form[name].trim() === '' ? [] : [[name, form[name].trim()]],
      ),
    );
    place.mutate({ body: { register, basis, reviewOn, reason: form.reason.trim(), ...more } });
  };
  const needed = [form.register, form.basis, form.reviewOn, form.reason.trim()];
  return (
    <Notice title={t('place')}>
      <FieldGrid>
        <Select
          label={t('register')}
          required
          value={form.register || null}
          onChange={set('register')}
          data={(registers.data?.items ?? []).map(({ register }) => ({
            value: register.code,
            label: say(register.names),
          }))}
        />
        <Select
          label={t('basis')}
          required
          value={form.basis || null}
          onChange={set('basis')}
          data={(bases.data?.bases ?? []).map(({ code, names }) => ({ value: code, label: say(names) }))}
        />
        <Textarea
          label={t('reason')}
          required
          rows={2}
          maxLength={1000}
          value={form.reason}
          onChange={(event) => set('reason')(event.currentTarget.value)}
        />
        <TextInput
          label={t('condition')}
          description={t('conditionHint')}
          dir="ltr"
          maxLength={2000}
          value={form.condition}
          onChange={(event) => set('condition')(event.currentTarget.value)}
        />
        <TextInput
          label={t('record')}
          description={t('recordHint')}
          dir="ltr"
          maxLength={36}
          value={form.record}
          onChange={(event) => set('record')(event.currentTarget.value)}
        />
        <DayInput label={t('fromDay')} value={form.from} onChange={set('from')} />
        <DayInput label={t('until')} value={form.until} onChange={set('until')} />
        <DayInput label={t('review')} value={form.reviewOn} onChange={set('reviewOn')} />
      </FieldGrid>
      <ProblemNotice error={place.error} />
      <FormEnd>
        <Button mt="md" disabled={needed.includes('')} loading={place.isPending} onClick={send}>
          {t('place')}
        </Button>
      </FormEnd>
    </Notice>
  );
}
