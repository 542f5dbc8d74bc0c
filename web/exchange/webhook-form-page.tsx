/** Subscribing a program of a body to what happens. Another person approves where it sends. */
import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { getWebhook, writeWebhook, type WebhookPage as Webhook } from '../../src/exchange/webhooks/webhook-contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { currentLanguage, useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { useSession } from '../session.tsx';
import { FieldGrid, FormEnd } from '../ui/form.tsx';
import { useAddressPart } from '../ui/hooks.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel, Stack } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { useWebhookWords } from './webhook-words.tsx';

const events = ['register.changed', 'agreement.decided', 'correction.answered', 'feed.due'] as const;
type EventKind = (typeof events)[number];

interface Form {
  readonly code: string;
  readonly names: Webhook['names'];
  readonly title: string;
  readonly body: string;
  readonly url: string;
  readonly hosts: string;
  readonly kinds: readonly EventKind[];
  readonly secret: string;
  readonly secretBefore: string;
}

export function NewWebhookPage() {
  const { me } = useSession();
  const empty: Form = {
    ...{ code: '', names: {}, title: '', body: me?.body?.code ?? '', url: '', hosts: '' },
    ...{ kinds: ['register.changed'], secret: '', secretBefore: '' },
  };
  return <FormPage start={empty} isNew />;
}

export function EditWebhookPage() {
  const { say } = useWords();
  const webhook = useAddressPart('webhook');
  const query = useEndpoint(getWebhook, { params: { webhook } });
  return (
    <Loaded query={query} shape="page">
      {(found) => <FormPage start={formOf(found, say(found.names))} isNew={false} />}
    </Loaded>
  );
}

const formOf = (one: Webhook, title: string): Form => ({
  ...{ code: one.code, names: one.names, title, body: one.body.code, url: one.url, hosts: one.hosts.join('\n') },
  kinds: events.filter((kind) => one.kinds.includes(kind)),
  ...{ secret: one.secrets[0]?.name ?? '', secretBefore: one.secrets[1]?.name ?? '' },
});

function FormPage({ start, isNew }: { readonly start: Form; readonly isNew: boolean }) {
  const { t } = useWebhookWords();
  const navigate = useNavigate();
  const [form, setForm] = useState(start);
  const change = (part: Partial<Form>) => setForm((now) => ({ ...now, ...part }));
  const write = useCommand(writeWebhook, {
    refreshes: ['exchange'],
    onDone: ({ code }) => void navigate({ to: paths.webhook(code) }),
  });
  const { code, title, body, url, kinds, secret, secretBefore } = form;
  const missing = [code, title, body, url, secret].some((text) => text.trim() === '') || kinds.length === 0;
  const hosts = form.hosts
    .split('\n')
    .map((one) => one.trim())
    .filter(Boolean);
  const save = () =>
    write.mutate({
      params: { webhook: code },
      body: {
        names: { ...form.names, [currentLanguage()]: title.trim() },
        ...{ body, url: url.trim(), kinds: [...kinds], secret, hosts },
        secretBefore: secretBefore === '' ? null : secretBefore,
      },
    });
  return (
    <Page
      title={isNew ? t('new') : title}
      crumbs={[
        { label: t('web:menu.sharing'), to: paths.sharing() },
        { label: t('title'), to: paths.webhooks() },
      ]}
      width="reading"
    >
      <Panel title={t('columns.name')}>
        <Stack>
          <Fields form={form} onChange={change} isNew={isNew} />
          <Checkbox.Group
            label={t('columns.kinds')}
            value={[...kinds]}
            onChange={(chosen) => change({ kinds: events.filter((kind) => chosen.includes(kind)) })}
          >
            <Stack>
              {events.map((kind) => (
                <Checkbox key={kind} value={kind} label={t(`kinds.${kind.replace('.', '-')}`)} />
              ))}
            </Stack>
          </Checkbox.Group>
          <ProblemNotice error={write.error} />
          <FormEnd>
            <Button disabled={missing} loading={write.isPending} onClick={save}>
              {t('save')}
            </Button>
          </FormEnd>
        </Stack>
      </Panel>
    </Page>
  );
}

interface FieldsProps {
  readonly form: Form;
  readonly onChange: (part: Partial<Form>) => void;
  readonly isNew: boolean;
}

function Fields({ form, onChange, isNew }: FieldsProps) {
  const { t } = useWebhookWords();
  const text = (name: 'title' | 'code' | 'body' | 'url' | 'secret' | 'secretBefore', most: number) => ({
    value: form[name],
    maxLength: most,
    onChange: (event: { currentTarget: { value: string } }) => onChange({ [name]: event.currentTarget.value }),
  });
  return (
    <FieldGrid>
      <TextInput label={t('columns.name')} required {...text('title', 200)} />
      <TextInput
        label={t('code')}
        description={t('codeHint')}
        required
        readOnly={!isNew}
        dir="ltr"
        {...text('code', 40)}
      />
      <TextInput label={t('columns.body')} required dir="ltr" {...text('body', 60)} />
      <TextInput label={t('url')} required dir="ltr" {...text('url', 500)} />
      <TextInput label={t('secret')} description={t('secretHint')} required dir="ltr" {...text('secret', 63)} />
      <TextInput label={t('secretBefore')} dir="ltr" {...text('secretBefore', 63)} />
      <Textarea
        label={t('hosts')}
        description={t('hostsHint')}
        rows={2}
        maxLength={1000}
        dir="ltr"
        value={form.hosts}
        onChange={(event) => onChange({ hosts: event.currentTarget.value })}
      />
    </FieldGrid>
  );
}
