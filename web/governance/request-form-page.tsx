/** Writing a request, step by step; beside it, whether it would be granted, from the function that decides. */
import { Button, Textarea } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import {
  assessRequest,
  getRequest,
  rewriteRequest,
  writeRequest,
  type RequestPage as OneRequest,
} from '../../src/governance/requests/request-contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { currentLanguage, useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { FormEnd } from '../ui/form.tsx';
import { useAddressPart, useSettled } from '../ui/hooks.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel, Split, Stack } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { Steps } from '../ui/steps.tsx';
import { unwritten, writtenOf, type Writing } from './demand.ts';
import { DataStep, TermsStep, WhyStep } from './request-steps.tsx';
import { Findings, VerdictPanel } from './verdict-panel.tsx';
import { useRequestWords } from './use-request-words.ts';

export function NewRequestPage() {
  const register = new URLSearchParams(globalThis.location.search).get('register') ?? '';
  return <FormPage start={unwritten(register)} />;
}

/** A draft, or one that was asked back, written again. */
export function EditRequestPage() {
  const { say } = useWords();
  const request = useAddressPart('request');
  const query = useEndpoint(getRequest, { params: { request } });
  return (
    <Loaded query={query} shape="page">
      {(found) => <FormPage start={writtenOf(found, say)} request={found} />}
    </Loaded>
  );
}

interface FormPageProps {
  readonly start: Writing;
  readonly request?: OneRequest;
}

function FormPage({ start, request }: FormPageProps) {
  const { t, say } = useRequestWords();
  const [writing, setWriting] = useState(start);
  const [step, setStep] = useState(0);
  const asked = useSettled(JSON.stringify(writing));
  const { register, demand } = JSON.parse(asked) as Writing;
  const isSayable = register !== '' && (typeof demand.rows !== 'object' || demand.rows.under !== '');
  const assessment = useEndpoint(assessRequest, { body: { register, demand } }, { when: isSayable, keep: true });
  const props = { writing, onChange: setWriting, findings: assessment.data?.findings ?? [] };
  const steps = ['why', 'data', 'terms', 'send'].map((name) => ({ label: t(`step.${name}`) }));
  return (
    <Page
      title={request ? say(request.names) : t('new')}
      crumbs={[
        { label: t('web:menu.governance'), to: paths.governance() },
        { label: t('web:governance.requests'), to: paths.requests() },
      ]}
      lead={t('lead')}
    >
      <Steps steps={steps} current={step} onOpen={setStep} />
      <Split side={<VerdictPanel assessment={assessment.data} />}>
        <Panel title={steps[step]?.label ?? ''}>
          {step === 0 && <WhyStep {...props} />}
          {step === 1 && <DataStep {...props} />}
          {step === 2 && <TermsStep {...props} />}
          {step === 3 && <SendStep writing={writing} findings={props.findings} {...(request && { request })} />}
          <ProblemNotice error={assessment.error} />
          {step < 3 && (
            <FormEnd>
              {step > 0 && (
                <Button mt="md" variant="default" onClick={() => setStep(step - 1)}>
                  {t('back')}
                </Button>
              )}
              <Button mt="md" onClick={() => setStep(step + 1)} disabled={writing.register === ''}>
                {t('next')}
              </Button>
            </FormEnd>
          )}
        </Panel>
      </Split>
    </Page>
  );
}

interface SendStepProps {
  readonly writing: Writing;
  readonly findings: Parameters<typeof Findings>[0]['findings'];
  readonly request?: OneRequest;
}

function SendStep({ writing, findings, request }: SendStepProps) {
  const { t } = useRequestWords();
  const navigate = useNavigate();
  const [answer, setAnswer] = useState('');
  const onDone = ({ code }: OneRequest) => void navigate({ to: paths.request(code) });
  const write = useCommand(writeRequest, { refreshes: ['governance', 'work'], onDone });
  const rewrite = useCommand(rewriteRequest, { refreshes: ['governance', 'work'], onDone });
  const { register, title, demand } = writing;
  const names = { [currentLanguage()]: title.trim() };
  const isAnswer = request?.stage === 'asked-back';
  const send = (draft: boolean) => {
    if (request) rewrite.mutate({ params: { request: request.code }, body: { names, demand, draft, answer } });
    else write.mutate({ body: { register, names, demand, draft } });
  };
  const isStopped = findings.some(({ severity }) => severity === 'stop');
  const isMissing = title.trim() === '' || (isAnswer && answer.trim() === '');
  return (
    <Stack>
      <p>{t('sendWords')}</p>
      <Findings findings={findings} />
      {title.trim() === '' && <Notice tone="warn">{t('titleMissing')}</Notice>}
      {isAnswer && (
        <Textarea
          label={t('answer')}
          required
          rows={3}
          maxLength={4000}
          value={answer}
          onChange={(event) => setAnswer(event.currentTarget.value)}
        />
      )}
      <ProblemNotice error={write.error ?? rewrite.error} />
      <FormEnd>
        {!isAnswer && (
          <Button variant="default" disabled={isMissing} loading={write.isPending} onClick={() => send(true)}>
            {t('keepDraft')}
          </Button>
        )}
        <Button
          disabled={isStopped || isMissing}
          loading={write.isPending || rewrite.isPending}
          onClick={() => send(false)}
        >
          {t(isAnswer ? 'sendAnswer' : 'send')}
        </Button>
      </FormEnd>
    </Stack>
  );
}
