/** One impact assessment: its days, its contents, what was sent before, and the next step. */
import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { listPurposes } from '../../../src/governance/contract.ts';
import {
  assessmentDossier,
  getAssessment,
  stepAssessment,
  type AssessmentPage as Assessment,
  type AssessmentStep,
} from '../../../src/governance/privacy/dossier-contract.ts';
import { fileAddress, useCommand, useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { DayInput } from '../../ui/day-input.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { FormEnd } from '../../ui/form.tsx';
import { formatList } from '../../ui/format.ts';
import { useAddressPart } from '../../ui/hooks.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Page, Panel, Row, Split, Stack } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Timeline } from '../../ui/timeline.tsx';
import { Day, Num, UserText } from '../../ui/values.tsx';
import { Contents } from './breach-page.tsx';
import { DayClock } from './clocks.tsx';
import { WriteContents } from './dossier-step.tsx';
import { AssessmentState } from './guard-words.tsx';
import { refreshes } from './report-breach.tsx';
import { WordOf } from './word-of.tsx';
import { usePrivacyWords } from './use-privacy-words.ts';

export function AssessmentPage() {
  const { t, say } = usePrivacyWords();
  const code = useAddressPart('assessment');
  const query = useEndpoint(getAssessment, { params: { assessment: code } });
  const { data } = query;
  return (
    <Page
      title={data ? `${t('guard.assessment')}: ${say(data.purpose.names)}` : t('guard.assessment')}
      mark={data && <AssessmentState state={data.state} mark />}
      lead={code}
      crumbs={[
        { label: t('web:menu.governance'), to: paths.governance() },
        { label: t('guard.title'), to: paths.privacy() },
      ]}
    >
      <Loaded query={query} shape="page">
        {(page) => <Whole page={page} key={`${page.state}${String(page.revision)}`} />}
      </Loaded>
    </Page>
  );
}

function Whole({ page }: { readonly page: Assessment }) {
  const save = useCommand(stepAssessment, { refreshes });
  const params = { assessment: page.code };
  return (
    <Split side={<Side page={page} />}>
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
        <Parts page={page} />
      )}
      {page.revisions.length > 0 && <History page={page} />}
    </Split>
  );
}

function Parts({ page }: { readonly page: Assessment }) {
  const { t } = usePrivacyWords();
  return <Contents title={t('guard.contents')} parts={page.parts} />;
}

function Facts({ page }: { readonly page: Assessment }) {
  const { t, say, language } = usePrivacyWords();
  const law = ({ names, citation }: Assessment['basis']) =>
    `${say(names)}${citation ? ` (\u2068${citation}\u2069)` : ''}`;
  const texts = (some: readonly string[]) => formatList(some, language);
  return (
    <Panel title={t('guard.assessment')}>
      <FactList
        columns={2}
        facts={[
          [t('guard.purpose'), say(page.purpose.names)],
          [t('guard.registers'), texts(page.registers.map(({ names }) => say(names)))],
          [t('guard.body'), say(page.body.names)],
          [t('guard.authority'), say(page.authority)],
          [t('guard.firstProcessing'), <Day key="f" value={page.firstProcessing} />],
          [t('guard.dueSend'), <Day key="d" value={page.due} />],
          [t('guard.revision'), <Num key="r" value={page.revision} />],
          [t('guard.cause'), page.cause && <UserText key="c">{page.cause}</UserText>],
          [t('guard.sentOn'), page.sentOn && <Day key="s" value={page.sentOn} />],
          [t('guard.sendNumber'), page.number && <UserText key="n">{page.number}</UserText>],
          [t('guard.refreshOn'), page.refreshOn && <Day key="ro" value={page.refreshOn} />],
          [t('guard.answer'), page.answer && <UserText key="a">{page.answer}</UserText>],
          ...(page.lateReason
            ? [[t('guard.lateReason'), <UserText key="l">{page.lateReason}</UserText>] as const]
            : []),
          ...(page.waived ? [[t('guard.waiveWords'), <UserText key="w">{page.waived.reason}</UserText>] as const] : []),
          [t('guard.basis'), law(page.waived?.basis ?? page.basis)],
          [t('guard.purposeBases'), texts(page.purposeBases.map(law))],
        ]}
      />
    </Panel>
  );
}

function History({ page }: { readonly page: Assessment }) {
  const { t } = usePrivacyWords();
  return (
    <Panel title={t('guard.history')}>
      <Timeline
        label={t('guard.history')}
        events={page.revisions.map((one) => ({
          id: one.revision,
          title: (
            <>
              {t('guard.revision')} <Num value={one.revision} />: <UserText>{one.number}</UserText>
            </>
          ),
          at: <Day value={one.sentOn} />,
          detail: (
            <>
              {one.cause && <UserText>{one.cause}</UserText>}
              {one.answer && (
                <p>
                  {t('guard.answer')}: <UserText>{one.answer}</UserText>
                </p>
              )}
            </>
          ),
        }))}
      />
    </Panel>
  );
}

function Side({ page }: { readonly page: Assessment }) {
  const { t } = usePrivacyWords();
  const address = fileAddress(assessmentDossier, { params: { assessment: page.code } });
  const acts = page.steps.filter((step) => step !== 'write');
  return (
    <>
      <Panel title={t('guard.clock')}>
        <Stack>
          <DayClock clock={page.clock} />
          <Row>
            <WordOf address={address} code={page.code}>
              {t('guard.downloadDossier')}
            </WordOf>
          </Row>
        </Stack>
      </Panel>
      {acts.length > 0 && <Next page={page} acts={acts} />}
    </>
  );
}

const labels: Readonly<Record<AssessmentStep, string>> = {
  ...{ write: 'words', send: 'lateReason', answer: 'answerWords', refresh: 'cause', waive: 'waiveWords' },
};

interface Form {
  readonly number: string;
  readonly words: string;
  readonly basis: string;
  readonly on: string;
}

const filled = (name: string, text: string) => (text.trim() === '' ? {} : { [name]: text.trim() });

const bodyOf = (step: AssessmentStep, { number, words, basis, on }: Form) => ({
  ...{ step, ...filled('on', on), ...filled(step === 'send' ? 'lateReason' : 'words', words) },
  ...(step === 'send' && filled('number', number)),
  ...(step === 'waive' && filled('basis', basis)),
});

function Next({ page, acts }: { readonly page: Assessment; readonly acts: readonly AssessmentStep[] }) {
  const { t, say } = usePrivacyWords();
  const [step, setStep] = useState<AssessmentStep>(acts[0] ?? 'send');
  const [form, setForm] = useState({ number: '', words: '', basis: '', on: '' });
  const bases = useEndpoint(listPurposes, {});
  const take = useCommand(stepAssessment, { refreshes });
  const { number, words, basis, on } = form;
  const isLate = step === 'send' && page.clock.state === 'late';
  const body = bodyOf(step, form);
  return (
    <Panel title={t('guard.next')}>
      <Stack>
        <Select
          label={t('guard.next')}
          allowDeselect={false}
          value={step}
          onChange={(value) => setStep((value ?? acts[0]) as AssessmentStep)}
          data={acts.map((one) => ({ value: one, label: t(`guard.assessmentActs.${one}`) }))}
        />
        {step === 'send' && (
          <TextInput
            label={t('guard.sendNumber')}
            required
            maxLength={200}
            value={number}
            onChange={(event) => setForm({ ...form, number: event.currentTarget.value })}
          />
        )}
        {step === 'waive' && (
          <Select
            label={t('guard.basis')}
            required
            value={basis || null}
            onChange={(value) => setForm({ ...form, basis: value ?? '' })}
            data={(bases.data?.bases ?? []).map(({ code, names }) => ({ value: code, label: say(names) }))}
          />
        )}
        {(step !== 'send' || isLate) && (
          <Textarea
            label={t(`guard.${labels[step]}`)}
            required
            rows={3}
            maxLength={4000}
            value={words}
            onChange={(event) => setForm({ ...form, words: event.currentTarget.value })}
          />
        )}
        <DayInput label={t('guard.on')} value={on} onChange={(day) => setForm({ ...form, on: day })} />
        <ProblemNotice error={take.error} />
        <FormEnd>
          <Button loading={take.isPending} onClick={() => take.mutate({ params: { assessment: page.code }, body })}>
            {t('guard.send')}
          </Button>
        </FormEnd>
      </Stack>
    </Panel>
  );
}
