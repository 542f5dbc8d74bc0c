/** Purposes that rest on consent: what people are told, how many consent; whoever may takes consent and writes texts. */
import { Button, Checkbox, Modal, Select, Textarea, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import {
  listConsents,
  takeConsent,
  writeConsentText,
  type ConsentPurpose,
} from '../../../src/exchange/consents/contract.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { languages } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { FormEnd } from '../../ui/form.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Page, Panel, Row, Stack } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Day, Num, Soft } from '../../ui/values.tsx';
import { State } from '../../ui/verdict.tsx';
import { GovernanceTabs } from '../governance-words.tsx';
import { useSubjectWords } from './use-subject-words.ts';

const refreshes = ['exchange'];
type Open = { readonly what: 'take' | 'write'; readonly of: ConsentPurpose };

export function ConsentsPage() {
  const { t } = useSubjectWords();
  const consents = useEndpoint(listConsents, {});
  const [open, setOpen] = useState<Open>();
  const { data } = consents;
  const columns = useColumns(data?.mayTake ?? false, data?.mayWrite ?? false, setOpen);
  const close = () => setOpen(undefined);
  return (
    <Page
      title={t('consents.title')}
      lead={t('consents.lead')}
      crumbs={[{ label: t('web:menu.governance'), to: paths.governance() }]}
    >
      <GovernanceTabs current={paths.consents()} />
      <Panel flush>
        <DataTable
          id="governance.consents"
          label={t('consents.title')}
          columns={columns}
          rows={data?.items ?? []}
          rowKey={({ purpose }) => purpose.code}
          loading={consents.isPending}
          error={consents.error}
          onRetry={() => void consents.refetch()}
          empty={<EmptyState title={t('consents.nothing')}>{t('consents.nothingWords')}</EmptyState>}
        />
      </Panel>
      {open?.what === 'take' && <Take of={open.of} onClose={close} />}
      {open?.what === 'write' && <Write of={open.of} onClose={close} />}
    </Page>
  );
}

function useColumns(mayTake: boolean, mayWrite: boolean, open: (one: Open) => void): readonly Column<ConsentPurpose>[] {
  const { t, say } = useSubjectWords();
  return useMemo(
    () => [
      { id: 'purpose', head: t('purpose'), width: 200, wrap: true, cell: ({ purpose }) => say(purpose.names) },
      {
        id: 'text',
        head: t('consents.text'),
        width: 380,
        grow: true,
        wrap: true,
        cell: ({ current }) =>
          current === null ? (
            <State tone="warn">{t('consents.noText')}</State>
          ) : (
            <>
              {say(current.words)}
              <div>
                <Soft>
                  {t('consents.edition')} <Num value={current.version} /> · <Day value={current.from} />
                </Soft>
              </div>
            </>
          ),
      },
      {
        id: 'standing',
        head: t('consents.standing'),
        width: 120,
        align: 'end',
        cell: ({ standing }) => <Num value={standing} />,
      },
      {
        id: 'withdrawn',
        head: t('consents.withdrawn'),
        width: 120,
        align: 'end',
        cell: ({ withdrawn }) => <Num value={withdrawn} />,
      },
      {
        id: 'acts',
        head: t('consents.acts'),
        width: 230,
        wrap: true,
        cell: (of) => (
          <Row>
            {mayTake && of.current !== null && (
              <Button variant="default" size="compact-sm" onClick={() => open({ what: 'take', of })}>
                {t('consents.take')}
              </Button>
            )}
            {mayWrite && (
              <Button variant="default" size="compact-sm" onClick={() => open({ what: 'write', of })}>
                {t('consents.write')}
              </Button>
            )}
          </Row>
        ),
      },
    ],
    [t, say, mayTake, mayWrite, open],
  );
}

interface FormProps {
  readonly of: ConsentPurpose;
  readonly onClose: () => void;
}

const SHORTEST = 5;

/** The box is empty until somebody ticks it: silence is no consent. */
function Take({ of, onClose }: FormProps) {
  const { t, say, language } = useSubjectWords();
  const [person, setPerson] = useState('');
  const [method, setMethod] = useState<'paper' | 'spoken'>('paper');
  const [evidence, setEvidence] = useState('');
  const [agrees, setAgrees] = useState(false);
  const take = useCommand(takeConsent, { refreshes, onDone: onClose });
  const isReady = agrees && person.trim() !== '' && evidence.trim().length >= SHORTEST;
  const send = () =>
    take.mutate({
      body: {
        ...{ purpose: of.purpose.code, person: person.trim(), version: of.current?.version ?? 0, agrees: true },
        ...{ language, method, evidence: evidence.trim() },
      },
    });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('consents.take')}
      closeButtonProps={{ 'aria-label': t('web:action.close') }}
    >
      <Stack>
        <blockquote>{say(of.current?.words ?? {})}</blockquote>
        <TextInput
          label={t('person')}
          value={person}
          onChange={(event) => setPerson(event.currentTarget.value)}
          inputMode="numeric"
          autoComplete="off"
          dir="ltr"
          maxLength={40}
          required
        />
        <Select
          label={t('consents.method')}
          allowDeselect={false}
          value={method}
          onChange={(value) => setMethod((value ?? 'paper') as 'paper' | 'spoken')}
          data={(['paper', 'spoken'] as const).map((one) => ({ value: one, label: t(`consents.methods.${one}`) }))}
        />
        <Textarea
          label={t('consents.evidence')}
          rows={2}
          maxLength={1000}
          required
          value={evidence}
          onChange={(event) => setEvidence(event.currentTarget.value)}
        />
        <Checkbox
          label={t('consents.saidYes')}
          checked={agrees}
          onChange={(event) => setAgrees(event.currentTarget.checked)}
        />
        <ProblemNotice error={take.error} />
      </Stack>
      <FormEnd>
        <Button mt="md" disabled={!isReady} loading={take.isPending} onClick={send}>
          {t('consents.take')}
        </Button>
      </FormEnd>
    </Modal>
  );
}

function Write({ of, onClose }: FormProps) {
  const { t } = useSubjectWords();
  const [words, setWords] = useState<Readonly<Record<string, string>>>(of.current?.words ?? {});
  const write = useCommand(writeConsentText, { refreshes, onDone: onClose });
  const isReady = languages.every((one) => (words[one] ?? '').trim().length >= SHORTEST);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('consents.write')}
      closeButtonProps={{ 'aria-label': t('web:action.close') }}
    >
      <Stack>
        <Soft>{t('consents.writeNote')}</Soft>
        {languages.map((one) => (
          <Textarea
            key={one}
            label={`${t('consents.text')} (${t(`web:language.${one}`)})`}
            lang={one}
            dir="auto"
            rows={4}
            maxLength={4000}
            required
            value={words[one] ?? ''}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setWords((before) => ({ ...before, [one]: value }));
            }}
          />
        ))}
        <ProblemNotice error={write.error} />
      </Stack>
      <FormEnd>
        <Button
          mt="md"
          disabled={!isReady}
          loading={write.isPending}
          onClick={() => write.mutate({ body: { purpose: of.purpose.code, words } })}
        >
          {t('consents.write')}
        </Button>
      </FormEnd>
    </Modal>
  );
}
