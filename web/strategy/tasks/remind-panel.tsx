/** Who was told when, who above, and telling the lead now: in its work, as a message, as a letter. */
import { Button, CopyButton, Modal, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBell, IconCopy, IconFileText } from '@tabler/icons-react';
import { useState } from 'react';
import { exportReminder, getReminder, remindLead, type TaskPage } from '../../../src/strategy/contract.ts';
import { fileAddress, useCommand, useEndpoint } from '../../api.ts';
import { paths, withView } from '../../paths.ts';
import { FormEnd } from '../../ui/form.tsx';
import { mayOf } from '../../ui/may.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { OffButton } from '../../ui/off-button.tsx';
import { Panel, Stack } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Timeline } from '../../ui/timeline.tsx';
import { To } from '../../ui/to.tsx';
import { Day } from '../../ui/values.tsx';
import { useStrategyWords } from '../strategy-words.tsx';

export function RemindPanel({ answer }: { readonly answer: TaskPage }) {
  const { t } = useStrategyWords();
  const { told, escalated, task, allowed } = answer;
  const [open, setOpen] = useState(false);
  const isOpen = task.standing !== 'done';
  return (
    <Panel
      title={t('task.told')}
      note={told.length > 0 ? t('task.toldTimes', { count: told.length }) : undefined}
      actions={<To to={withView(paths.tasks(), { lead: task.lead.code })}>{t('task.othersOf')}</To>}
    >
      {told.length + escalated.length === 0 ? (
        <EmptyState title={t('task.toldNobody')} />
      ) : (
        <Tellings answer={answer} />
      )}
      {isOpen && (
        <FormEnd>
          <OffButton
            may={mayOf(allowed['strategy.planTask'])}
            variant="default"
            leftSection={<IconBell size={16} />}
            onClick={() => setOpen(true)}
          >
            {t('task.remind')}
          </OffButton>
        </FormEnd>
      )}
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={t('task.remind')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('web:action.close') }}
      >
        <Reminder answer={answer} onDone={() => setOpen(false)} />
      </Modal>
    </Panel>
  );
}

function Tellings({ answer: { told, escalated, task } }: { readonly answer: TaskPage }) {
  const { t, say } = useStrategyWords();
  const events = [
    ...told.map((one) => ({ ...one, above: false })),
    ...escalated.map((one) => ({ ...one, above: true })),
  ].toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : Number(a.above) - Number(b.above)));
  return (
    <Timeline
      label={t('task.told')}
      events={events.map(({ day, body, above }) => ({
        id: `${day} ${body.code} ${above ? 'above' : 'lead'}`,
        title: say(body.names),
        at: <Day value={day} />,
        tone: day > task.due ? ('warn' as const) : ('busy' as const),
        detail: above ? t('task.escalated') : day > task.due ? t('task.toldLate') : undefined,
      }))}
    />
  );
}

function Reminder({ answer: { task }, onDone }: { readonly answer: TaskPage; readonly onDone: () => void }) {
  const { t, language } = useStrategyWords();
  const asked = { params: { body: task.lead.code }, query: { language } };
  const reminder = useEndpoint(getReminder, asked);
  const remind = useCommand(remindLead, {
    refreshes: ['strategy', 'work'],
    onDone: ({ told }) => {
      const message = t(told.length === 0 ? 'task.remindedToday' : 'task.reminded');
      notifications.show({ message, color: told.length === 0 ? 'gray' : 'green' });
      onDone();
    },
  });
  const text = reminder.data?.text ?? '';
  return (
    <Stack>
      <p>{t('task.remindWords')}</p>
      <Textarea label={t('task.reminderText')} readOnly autosize minRows={5} maxRows={14} value={text} dir="auto" />
      <ProblemNotice error={reminder.error ?? remind.error} />
      <FormEnd>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy} leftSection={<IconCopy size={16} />}>
              {t(copied ? 'task.copied' : 'task.copy')}
            </Button>
          )}
        </CopyButton>
        <Button
          component="a"
          variant="default"
          href={fileAddress(exportReminder, asked)}
          download
          leftSection={<IconFileText size={16} />}
        >
          {t('task.letter')}
        </Button>
        <Button
          loading={remind.isPending}
          leftSection={<IconBell size={16} />}
          onClick={() => remind.mutate({ params: { body: task.lead.code }, body: { tasks: [task.code] } })}
        >
          {t('task.remind')}
        </Button>
      </FormEnd>
    </Stack>
  );
}
