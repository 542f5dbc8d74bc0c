/** A new mapping: of which system, to which entity, whose it is, and the source fields from a file. */
import { Button, Group, Modal, Select, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { getInventory } from '../../../src/architecture/contract.ts';
import { createMapping, listEntities, type SourceField } from '../../../src/dictionary/contract.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { BodySelect } from '../../records/body-select.tsx';
import { useSession } from '../../session.tsx';
import { useMay } from '../../ui/may.ts';
import { FieldRow } from '../../ui/form.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Row, Stack } from '../../ui/page.tsx';
import { addressParts } from '../../ui/to.tsx';
import { ReasonButton } from './reason-button.tsx';
import { SourceFile } from './source-file.tsx';

const CODE = /^[A-Z0-9][A-Z0-9.-]{0,39}$/;

export function NewMappingButton() {
  const { t } = useWords('web-mapping');
  const may = useMay(createMapping.permission);
  const [open, setOpen] = useState(false);
  return (
    <>
      <ReasonButton
        icon={<IconPlus size={17} />}
        busy={false}
        allowed={may.allowed}
        reason={may.reason}
        onAct={() => setOpen(true)}
      >
        {t('new.title')}
      </ReasonButton>
      {open && <NewMappingForm onClose={() => setOpen(false)} />}
    </>
  );
}

function NewMappingForm({ onClose }: { readonly onClose: () => void }) {
  const { t, language } = useWords('web-mapping');
  const { me } = useSession();
  const navigate = useNavigate();
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [body, setBody] = useState(me?.body?.code ?? '');
  const [system, setSystem] = useState('');
  const [entity, setEntity] = useState('');
  const [fields, setFields] = useState<readonly SourceField[]>();
  const may = useMay(createMapping.permission, body || undefined);
  const create = useCommand(createMapping, {
    refreshes: ['dictionary.listMappings', 'dictionary.mappingDebt'],
    onDone: (saved) => void navigate(addressParts(paths.mapping(saved.code))),
  });
  const isWrongCode = code !== '' && !CODE.test(code);
  const isReady = CODE.test(code) && [name.trim(), body, system, entity].every((text) => text !== '');
  const send = () =>
    create.mutate({
      body: {
        ...{ code, body, system, entity },
        names: { [language]: name.trim() },
        fields: fields?.map((field) => ({ ...field })) ?? [],
        lines: [],
      },
    });
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('new.title')}
      closeButtonProps={{ 'aria-label': t('web:action.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && may.allowed) send();
        }}
      >
        <Stack>
          <Row>
            <TextInput
              label={t('new.code')}
              description={t('new.codeHint')}
              required
              w={240}
              maxLength={40}
              dir="ltr"
              data-autofocus
              value={code}
              error={isWrongCode && t('new.codeWrong')}
              onChange={(event) => setCode(event.currentTarget.value.toUpperCase())}
            />
            <TextInput
              label={t('new.name')}
              description={t('new.nameHint')}
              required
              w={420}
              maxLength={400}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          </Row>
          <FieldRow label={t('body')} required>
            <BodySelect value={body} onChange={setBody} />
          </FieldRow>
          <Row>
            <SystemSelect value={system} onChange={setSystem} />
            <EntitySelect value={entity} onChange={setEntity} />
          </Row>
          <SourceFile onFields={setFields} />
          {may.reason && <p>{may.reason}</p>}
          <ProblemNotice error={create.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('web:action.cancel')}
            </Button>
            <Button type="submit" disabled={!isReady || !may.allowed} loading={create.isPending}>
              {t('new.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface Chosen {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function SystemSelect({ value, onChange }: Chosen) {
  const { t, say } = useWords('web-mapping');
  const inventory = useEndpoint(getInventory, {}, { keep: true });
  return (
    <Select
      label={t('system')}
      required
      searchable
      w={330}
      value={value || null}
      data={(inventory.data?.systems ?? []).map(({ code, names }) => ({
        value: code,
        label: `${say(names)} (${code})`,
      }))}
      onChange={(next) => onChange(next ?? '')}
    />
  );
}

function EntitySelect({ value, onChange }: Chosen) {
  const { t, say } = useWords('web-mapping');
  const entities = useEndpoint(listEntities, { query: {} }, { keep: true });
  return (
    <Select
      label={t('entity')}
      required
      searchable
      w={330}
      value={value || null}
      data={(entities.data?.items ?? []).map(({ name, names }) => ({ value: name, label: `${say(names)} (${name})` }))}
      onChange={(next) => onChange(next ?? '')}
    />
  );
}
