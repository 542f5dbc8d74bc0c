/** One transfer of personal data: who receives what, on which contents, until when. */
import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import {
  getTransfer,
  stepTransfer,
  transferWord,
  type TransferPage as Transfer,
} from '../../../src/governance/privacy/dossier-contract.ts';
import { fileAddress, useCommand, useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { DayInput } from '../../ui/day-input.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { FormEnd } from '../../ui/form.tsx';
import { formatList } from '../../ui/format.ts';
import { useAddressPart } from '../../ui/hooks.ts';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Page, Panel, Row, Split, Stack } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Code, Day, UserText } from '../../ui/values.tsx';
import { Contents } from './breach-page.tsx';
import { WriteContents } from './dossier-step.tsx';
import { TransferState } from './guard-words.tsx';
import { refreshes } from './report-breach.tsx';
import { WordOf } from './word-of.tsx';
import { usePrivacyWords } from './use-privacy-words.ts';

export function TransferPage() {
  const { t } = usePrivacyWords();
  const code = useAddressPart('transfer');
  const query = useEndpoint(getTransfer, { params: { transfer: code } });
  const { data } = query;
  return (
    <Page
      title={data?.title ?? t('guard.transfer')}
      mark={data && <TransferState state={data.state} mark />}
      lead={code}
      crumbs={[
        { label: t('web:menu.governance'), to: paths.governance() },
        { label: t('guard.title'), to: paths.privacy() },
      ]}
    >
      <Loaded query={query} shape="page">
        {(page) => <Whole page={page} key={page.state} />}
      </Loaded>
    </Page>
  );
}

function Whole({ page }: { readonly page: Transfer }) {
  const { t } = usePrivacyWords();
  const save = useCommand(stepTransfer, { refreshes });
  const params = { transfer: page.code };
  return (
    <Split side={<Side page={page} />}>
      {page.needsAssessment && page.state === 'draft' && <Notice tone="warn">{t('guard.needsAssessment')}</Notice>}
      <Facts page={page} />
      {page.steps.includes('write') ? (
        <WriteContents
          parts={page.parts}
          pending={save.isPending}
          onSave={(contents) => save.mutate({ params, body: { step: 'write', contents } })}
        >
          <ProblemNotice error={save.error} />
        </WriteContents>
      ) : (
        <Contents title={t('guard.contents')} parts={page.parts} />
      )}
    </Split>
  );
}

function Facts({ page }: { readonly page: Transfer }) {
  const { t, say, language } = usePrivacyWords();
  const list = (some: readonly { readonly names: Record<string, string> }[]) =>
    formatList(
      some.map(({ names }) => say(names)),
      language,
    );
  return (
    <Panel title={t('guard.transfer')}>
      <FactList
        columns={2}
        facts={[
          [t('guard.body'), say(page.body.names)],
          [t('guard.recipient'), page.to ? say(page.to.names) : <UserText key="r">{page.recipient}</UserText>],
          ...(page.country ? [[t('guard.abroad'), <Code key="c">{page.country}</Code>] as const] : []),
          [t('guard.registers'), list(page.registers)],
          [t('guard.categories'), list(page.categories)],
          [t('guard.from'), <Day key="f" value={page.from} />],
          [t('guard.until'), <Day key="u" value={page.until} />],
          [
            t('guard.agreement'),
            page.agreement && (
              <To key="a" to={paths.agreement(page.agreement)}>
                {page.agreement}
              </To>
            ),
          ],
          [
            t('guard.linkedAssessment'),
            page.assessment && (
              <To key="as" to={paths.assessment(page.assessment)}>
                {page.assessment}
              </To>
            ),
          ],
          ...(page.endWords ? [[t('guard.endWords'), <UserText key="e">{page.endWords}</UserText>] as const] : []),
          [
            t('guard.basis'),
            `${say(page.basis.names)}${page.basis.citation ? ` (\u2068${page.basis.citation}\u2069)` : ''}`,
          ],
        ]}
      />
    </Panel>
  );
}

function Side({ page }: { readonly page: Transfer }) {
  const { t } = usePrivacyWords();
  const address = fileAddress(transferWord, { params: { transfer: page.code } });
  return (
    <>
      <Panel title={t('guard.state')}>
        <Stack>
          <p>{t('guard.written7', { written: page.written, asked: page.asked })}</p>
          <Row>
            <WordOf address={address} code={page.code}>
              {t('guard.downloadDossier')}
            </WordOf>
          </Row>
        </Stack>
      </Panel>
      {page.steps.includes('begin') && <Begin page={page} />}
      {page.steps.includes('end') && <End page={page} />}
    </>
  );
}

function Begin({ page }: { readonly page: Transfer }) {
  const { t } = usePrivacyWords();
  const [form, setForm] = useState({ assessment: page.assessment ?? '', until: page.until ?? '' });
  const take = useCommand(stepTransfer, { refreshes });
  const params = { transfer: page.code };
  const begin = async () => {
    if (form.assessment.trim() !== '')
      await take.mutateAsync({ params, body: { step: 'write', assessment: form.assessment.trim() } });
    await take.mutateAsync({ params, body: { step: 'begin', ...(form.until !== '' && { until: form.until }) } });
  };
  return (
    <Panel title={t('guard.next')}>
      <Stack>
        {page.needsAssessment && (
          <TextInput
            label={t('guard.linkedAssessment')}
            required
            dir="ltr"
            maxLength={100}
            value={form.assessment}
            onChange={(event) => setForm({ ...form, assessment: event.currentTarget.value })}
          />
        )}
        <DayInput label={t('guard.until')} value={form.until} onChange={(until) => setForm({ ...form, until })} />
        <ProblemNotice error={take.error} />
        <FormEnd>
          <Button loading={take.isPending} onClick={() => void begin().catch(() => undefined)}>
            {t('guard.transferActs.begin')}
          </Button>
        </FormEnd>
      </Stack>
    </Panel>
  );
}

function End({ page }: { readonly page: Transfer }) {
  const { t } = usePrivacyWords();
  const [words, setWords] = useState('');
  const take = useCommand(stepTransfer, { refreshes });
  return (
    <Panel title={t('guard.next')}>
      <Stack>
        <Textarea
          label={t('guard.endWords')}
          required
          rows={3}
          maxLength={4000}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <ProblemNotice error={take.error} />
        <FormEnd>
          <Button
            disabled={words.trim() === ''}
            loading={take.isPending}
            onClick={() => take.mutate({ params: { transfer: page.code }, body: { step: 'end', words: words.trim() } })}
          >
            {t('guard.transferActs.end')}
          </Button>
        </FormEnd>
      </Stack>
    </Panel>
  );
}
