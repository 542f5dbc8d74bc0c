/** Asks before something that cannot be taken back lightly; the button says the act, never "OK". */
import { Button, Group, Modal } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useWords } from '../i18n.ts';

interface ConfirmProps {
  /** The button on the page that opens the question. */
  readonly children: (open: () => void) => ReactNode;
  readonly title: string;
  /** What will happen, to how much, and whether it can be undone. */
  readonly words: ReactNode;
  /** The act: "Undo the load". */
  readonly act: string;
  readonly danger?: boolean;
  readonly onAct: () => Promise<unknown> | undefined;
}

export function Confirm({ children, title, words, act, danger = false, onAct }: ConfirmProps) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      await onAct();
      setOpen(false);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {children(() => setOpen(true))}
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={title}
        closeButtonProps={{ 'aria-label': t('web:action.close') }}
      >
        <div>{words}</div>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => setOpen(false)} data-autofocus>
            {t('web:action.cancel')}
          </Button>
          <Button color={danger ? 'red' : 'artery'} loading={busy} onClick={() => void run().catch(() => undefined)}>
            {act}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
