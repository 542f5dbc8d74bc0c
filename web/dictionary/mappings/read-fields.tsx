/** Source fields of a mapping that is there already, read anew from a file: what is new is added, nothing is taken away. */
import { Button, Group, Modal } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useState } from 'react';
import type { Mapping, SourceField } from '../../../src/dictionary/contract.ts';
import { useWords } from '../../i18n.ts';
import { Stack } from '../../ui/page.tsx';
import { addFields } from './mapping-draft.ts';
import { SourceFile } from './source-file.tsx';

interface ReadFieldsProps {
  readonly mapping: Mapping;
  readonly onChange: (mapping: Mapping) => void;
}

export function ReadFieldsButton({ mapping, onChange }: ReadFieldsProps) {
  const { t } = useWords('web-mapping');
  const [open, setOpen] = useState(false);
  const [fields, setFields] = useState<readonly SourceField[]>();
  const added = addFields(mapping, fields ?? []);
  const count = added.fields.length - mapping.fields.length;
  const close = () => {
    setOpen(false);
    setFields(undefined);
  };
  return (
    <>
      <Button variant="default" leftSection={<IconFileImport size={17} />} onClick={() => setOpen(true)}>
        {t('new.readFields')}
      </Button>
      <Modal
        opened={open}
        onClose={close}
        size="lg"
        title={t('new.readFields')}
        closeButtonProps={{ 'aria-label': t('web:action.close') }}
      >
        <Stack>
          <p>{t('new.readFieldsWords')}</p>
          <SourceFile onFields={setFields} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('web:action.cancel')}
            </Button>
            <Button
              disabled={count === 0}
              onClick={() => {
                onChange(added);
                close();
              }}
            >
              {t('new.addFields', { count })}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
