/** Views of the list that somebody saved: the query of the address under a name. */
import { ActionIcon, Button, Group, Menu, Modal, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { deleteTaskView, listTaskViews, saveTaskView, type TaskView } from '../../../src/strategy/contract.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { FormEnd } from '../../ui/form.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Stack } from '../../ui/page.tsx';
import { useStrategyWords } from '../strategy-words.tsx';

interface SavedViewsProps {
  /** What the address says now; empty values fall away. */
  readonly view: Readonly<Record<string, string>>;
  readonly onChoose: (query: TaskView['query']) => void;
}

export function SavedViews({ view, onChoose }: SavedViewsProps) {
  const { t } = useStrategyWords();
  const views = useEndpoint(listTaskViews, {});
  const [saving, setSaving] = useState(false);
  const drop = useCommand(deleteTaskView, { refreshes: ['strategy'] });
  const items = views.data?.items ?? [];
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default" leftSection={<IconBookmark size={17} />}>
            {t('tasks.views.label')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {items.length === 0 && <Menu.Label>{t('tasks.views.none')}</Menu.Label>}
          {items.map((one) => (
            <Menu.Item key={one.id} onClick={() => onChoose(one.query)}>
              <bdi>{one.name}</bdi>
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => setSaving(true)}>{t('tasks.views.save')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={saving}
        onClose={() => setSaving(false)}
        title={t('tasks.views.save')}
        closeButtonProps={{ 'aria-label': t('web:action.close') }}
      >
        <Stack>
          <SaveView view={view} onDone={() => setSaving(false)} />
          {items.map((one) => (
            <Group key={one.id} justify="space-between">
              <bdi>{one.name}</bdi>
              <ActionIcon
                variant="subtle"
                color="red"
                aria-label={t('tasks.views.delete', { name: one.name })}
                onClick={() => drop.mutate({ params: { view: one.id } })}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </Group>
          ))}
        </Stack>
      </Modal>
    </>
  );
}

function SaveView({ view, onDone }: { readonly view: SavedViewsProps['view']; readonly onDone: () => void }) {
  const { t } = useStrategyWords();
  const [name, setName] = useState('');
  const save = useCommand(saveTaskView, {
    refreshes: ['strategy'],
    onDone: () => {
      notifications.show({ message: t('tasks.views.saved'), color: 'green' });
      onDone();
    },
  });
  const query = Object.fromEntries(Object.entries(view).filter(([, value]) => value !== ''));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) save.mutate({ body: { name: name.trim(), query } });
      }}
    >
      <TextInput
        label={t('tasks.views.name')}
        required
        dir="auto"
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <ProblemNotice error={save.error} />
      <FormEnd>
        <Button type="submit" loading={save.isPending}>
          {t('tasks.views.save')}
        </Button>
      </FormEnd>
    </form>
  );
}
