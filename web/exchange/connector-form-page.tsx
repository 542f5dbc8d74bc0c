/** Writing a connector: its kind, where it goes, whose rows these are, how often. Another person approves it. */
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { listMappings } from '../../src/dictionary/mapping-contract.ts';
import {
  getConnector,
  writeConnector,
  type ConnectorPage as Connector,
} from '../../src/exchange/connectors/connector-contract.ts';
import { listRegisters } from '../../src/governance/contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { currentLanguage, useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { useSession } from '../session.tsx';
import { FieldGrid, FormEnd } from '../ui/form.tsx';
import { useAddressPart } from '../ui/hooks.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel, Stack } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { useConnectorWords } from './connector-words.tsx';
import { fieldsOf, kinds, settingsOf, typedOf, type KindName, type Typed } from './written-connector.ts';

interface Form {
  readonly code: string;
  /** In other languages. */
  readonly names: Connector['names'];
  readonly title: string;
  readonly kind: KindName;
  readonly typed: Typed;
  readonly hosts: string;
  readonly register: string;
  readonly body: string;
  readonly mapping: string;
  readonly every: string;
}

export function NewConnectorPage() {
  const { me } = useSession();
  const empty: Form = {
    ...{ code: '', names: {}, title: '', kind: 'rest', typed: {}, hosts: '', register: '', mapping: '', every: '60' },
    body: me?.body?.code ?? '',
  };
  return <FormPage start={empty} isNew />;
}

export function EditConnectorPage() {
  const { say } = useWords();
  const connector = useAddressPart('connector');
  const query = useEndpoint(getConnector, { params: { connector } });
  return (
    <Loaded query={query} shape="page">
      {(found) => <FormPage start={formOf(found, say(found.names))} isNew={false} />}
    </Loaded>
  );
}

const formOf = (one: Connector, title: string): Form => ({
  ...{
    code: one.code,
    names: one.names,
    title,
    kind: one.kind,
    typed: typedOf(one.settings),
    hosts: one.hosts.join('\n'),
  },
  ...{ register: one.register, body: one.body.code, mapping: one.mapping?.code ?? '' },
  every: one.everyMinutes === null ? '' : String(one.everyMinutes),
});

function FormPage({ start, isNew }: { readonly start: Form; readonly isNew: boolean }) {
  const { t } = useConnectorWords();
  const navigate = useNavigate();
  const [form, setForm] = useState(start);
  const change = (part: Partial<Form>) => setForm((now) => ({ ...now, ...part }));
  const write = useCommand(writeConnector, {
    refreshes: ['exchange'],
    onDone: ({ code }) => void navigate({ to: paths.connector(code) }),
  });
  const missing =
    [form.code, form.title, form.register, form.body].some((text) => text.trim() === '') ||
    fieldsOf(form.kind, form.typed).some(({ name, required }) => required && !(form.typed[name] ?? '').trim());
  const save = () =>
    write.mutate({
      params: { connector: form.code },
      body: {
        names: { ...form.names, [currentLanguage()]: form.title.trim() },
        ...{ kind: form.kind, settings: settingsOf(form.kind, form.typed), register: form.register, body: form.body },
        hosts: form.hosts
          .split('\n')
          .map((one) => one.trim())
          .filter(Boolean),
        mapping: form.mapping === '' ? null : form.mapping,
        everyMinutes: form.every === '' ? null : Number(form.every),
      },
    });
  return (
    <Page
      title={isNew ? t('new') : form.title}
      crumbs={[
        { label: t('web:menu.sharing'), to: paths.sharing() },
        { label: t('title'), to: paths.connectors() },
      ]}
      width="reading"
    >
      <Stack>
        {!isNew && <Notice tone="info">{t('editHint')}</Notice>}
        <About form={form} onChange={change} isNew={isNew} />
        <Settings form={form} onChange={change} />
        <ProblemNotice error={write.error} />
        <FormEnd>
          <Button disabled={missing} loading={write.isPending} onClick={save}>
            {t('save')}
          </Button>
        </FormEnd>
      </Stack>
    </Page>
  );
}

interface PartProps {
  readonly form: Form;
  readonly onChange: (part: Partial<Form>) => void;
}

function About({ form, onChange, isNew }: PartProps & { readonly isNew: boolean }) {
  const { t, say } = useConnectorWords();
  const registers = useEndpoint(listRegisters, {}).data?.items ?? [];
  const entity = registers.find(({ name }) => name === form.register)?.entity;
  const mappings = useEndpoint(listMappings, { query: entity === undefined ? {} : { entity } }).data?.items ?? [];
  return (
    <Panel title={t('columns.name')}>
      <FieldGrid>
        <TextInput
          label={t('columns.name')}
          required
          maxLength={200}
          value={form.title}
          onChange={(event) => onChange({ title: event.currentTarget.value })}
        />
        <TextInput
          label={t('code')}
          description={t('codeHint')}
          required
          readOnly={!isNew}
          maxLength={40}
          dir="ltr"
          value={form.code}
          onChange={(event) => onChange({ code: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('columns.register')}
          required
          data={[{ value: '', label: '' }, ...registers.map(({ name, names }) => ({ value: name, label: say(names) }))]}
          value={form.register}
          onChange={(event) => onChange({ register: event.currentTarget.value, mapping: '' })}
        />
        <TextInput
          label={t('columns.body')}
          required
          maxLength={60}
          dir="ltr"
          value={form.body}
          onChange={(event) => onChange({ body: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('mapping')}
          data={[
            { value: '', label: t('noMapping') },
            ...mappings.map(({ code, names }) => ({ value: code, label: say(names) })),
          ]}
          value={form.mapping}
          onChange={(event) => onChange({ mapping: event.currentTarget.value })}
        />
        <TextInput
          label={t('schedule')}
          description={t('scheduleHint')}
          inputMode="numeric"
          maxLength={6}
          value={form.every}
          onChange={(event) => onChange({ every: event.currentTarget.value.replaceAll(/\D/g, '') })}
        />
      </FieldGrid>
    </Panel>
  );
}

function Settings({ form, onChange }: PartProps) {
  const { t } = useConnectorWords();
  const set = (name: string, value: string) => onChange({ typed: { ...form.typed, [name]: value } });
  return (
    <Panel title={t('settings')}>
      <Stack>
        <NativeSelect
          label={t('columns.kind')}
          data={kinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
          value={form.kind}
          onChange={(event) => onChange({ kind: event.currentTarget.value as KindName })}
        />
        <FieldGrid>
          {fieldsOf(form.kind, form.typed).map(({ name, required, as }) =>
            Array.isArray(as) ? (
              <NativeSelect
                key={name}
                label={t(`fields.${name}`)}
                data={as.map((way: string) => ({ value: way, label: t(`${name}.${way}`) }))}
                value={form.typed[name] ?? ''}
                onChange={(event) => set(name, event.currentTarget.value)}
              />
            ) : (
              <TextInput
                key={name}
                label={t(`fields.${name}`)}
                required={required ?? false}
                maxLength={500}
                dir="ltr"
                value={form.typed[name] ?? ''}
                onChange={(event) => set(name, event.currentTarget.value)}
              />
            ),
          )}
        </FieldGrid>
        {form.kind !== 'folder' && (
          <Textarea
            label={t('hosts')}
            description={t('hostsHint')}
            rows={3}
            maxLength={2000}
            dir="ltr"
            value={form.hosts}
            onChange={(event) => onChange({ hosts: event.currentTarget.value })}
          />
        )}
      </Stack>
    </Panel>
  );
}
