/** A task and the tasks of bodies below its lead: how many are done, and passing it on. */
import { Button, Modal, MultiSelect } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconSitemap } from '@tabler/icons-react';
import { useState } from 'react';
import { listBodies } from '../../../src/bodies/contract.ts';
import { cascadeTask, type TaskPage } from '../../../src/strategy/contract.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { DayInput } from '../../ui/day-input.tsx';
import { FormEnd } from '../../ui/form.tsx';
import { mayOf } from '../../ui/may.ts';
import { OffButton } from '../../ui/off-button.tsx';
import { Panel, Stack } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useStrategyWords } from '../strategy-words.tsx';
import { PlanFaults } from './plan-faults.tsx';
import { TaskTable } from './task-table.tsx';

export function PartsPanel({ answer }: { readonly answer: TaskPage }) {
  const { t } = useStrategyWords();
  const { parts, allowed } = answer;
  const [open, setOpen] = useState(false);
  const done = parts.filter(({ standing }) => standing === 'done').length;
  return (
    <Panel
      title={t('task.parts')}
      note={parts.length > 0 ? t('task.partsDone', { done, count: parts.length }) : undefined}
      actions={
        <OffButton
          may={mayOf(allowed['strategy.cascadeTask'])}
          variant="default"
          size="compact-md"
          leftSection={<IconSitemap size={16} />}
          onClick={() => setOpen(true)}
        >
          {t('task.cascade')}
        </OffButton>
      }
    >
      {parts.length === 0 ? (
        <EmptyState title={t('task.noParts')} />
      ) : (
        <TaskTable id="strategy.parts" tasks={parts} plain />
      )}
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={t('task.cascade')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('web:action.close') }}
      >
        <CascadeForm answer={answer} onDone={() => setOpen(false)} />
      </Modal>
    </Panel>
  );
}

function CascadeForm({ answer: { task }, onDone }: { readonly answer: TaskPage; readonly onDone: () => void }) {
  const { t, say } = useStrategyWords();
  const [leads, setLeads] = useState<string[]>([]);
  const [due, setDue] = useState(task.due);
  const below = useEndpoint(listBodies, { query: { under: task.lead.code, limit: 500 } });
  const pass = useCommand(cascadeTask, {
    refreshes: ['strategy', 'work'],
    onDone: ({ given }) => {
      notifications.show({ message: t('task.cascaded', { count: given.length }), color: 'green' });
      onDone();
    },
  });
  const bodies = (below.data?.items ?? []).filter(({ code, to }) => to === null && code !== task.lead.code);
  return (
    <Stack>
      <p>{t('task.cascadeWords')}</p>
      <MultiSelect
        label={t('task.cascadeWho')}
        placeholder={leads.length === 0 ? t('task.cascadeAll') : ''}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('web:action.clear') }}
        value={leads}
        onChange={setLeads}
        data={bodies.map(({ code, names }) => ({ value: code, label: `${say(names)} (${code})` }))}
      />
      <DayInput label={t('task.cascadeDue')} value={due} onChange={setDue} />
      <PlanFaults error={pass.error} />
      <FormEnd>
        <Button
          loading={pass.isPending}
          onClick={() =>
            pass.mutate({ params: { task: task.code }, body: { due, ...(leads.length > 0 && { leads }) } })
          }
        >
          {t('task.cascade')}
        </Button>
      </FormEnd>
    </Stack>
  );
}
