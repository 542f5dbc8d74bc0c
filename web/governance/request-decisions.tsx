/** Content and security side by side: each shows who decides, by when, and what was said; whoever may decides here. */
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import {
  askBack,
  decideContent,
  decideSecurity,
  type RequestPage,
} from '../../src/governance/requests/request-contract.ts';
import { useCommand } from '../api.ts';
import { mayOf } from '../ui/may.ts';
import { FormEnd } from '../ui/form.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Cards, Panel, Stack } from '../ui/page.tsx';
import { Day, Soft } from '../ui/values.tsx';
import { State } from '../ui/verdict.tsx';
import { Given, OpinionForm } from './opinion-form.tsx';
import { useRequestWords } from './use-request-words.ts';

interface DecisionsProps {
  readonly request: RequestPage;
}
const refreshes = ['governance', 'work', 'exchange'];

export function Decisions({ request }: DecisionsProps) {
  return (
    <>
      <Cards min={420}>
        <Content request={request} />
        <Security request={request} />
      </Cards>
      {request.stage === 'deciding' && <AskBack request={request} />}
    </>
  );
}

function Content({ request }: DecisionsProps) {
  const { t, say } = useRequestWords();
  const may = mayOf(request.allowed['governance.decideContent']);
  const decide = useCommand(decideContent, { refreshes });
  const { content, kind, stage, contentDue, manager, code, reasons } = request;
  const isOpen = stage === 'deciding' && !content && kind !== 'automatic';
  return (
    <Panel title={t('content')} note={say(manager.names)}>
      {content && <Given opinion={content} />}
      {kind === 'automatic' && <p>{t('contentByLaw')}</p>}
      {isOpen && <Waits due={contentDue} />}
      {isOpen && !may.allowed && <Soft>{may.reason ?? t('notYours')}</Soft>}
      {isOpen && may.allowed && (
        <OpinionForm
          label={t('content')}
          reasons={reasons}
          busy={decide.isPending}
          error={decide.error}
          onSay={(said) => decide.mutate({ params: { request: code }, body: said })}
        />
      )}
      {!content && !isOpen && kind !== 'automatic' && <Soft>{t('notNow')}</Soft>}
    </Panel>
  );
}

function Security({ request }: DecisionsProps) {
  const { t, say } = useRequestWords();
  const may = mayOf(request.allowed['governance.decideSecurity']);
  const decide = useCommand(decideSecurity, { refreshes });
  const { security, stage, securityDue, technical, code, reasons, kind } = request;
  const isOpen = stage === 'deciding' && !security;
  const title = t(kind === 'automatic' ? 'registration' : 'security');
  return (
    <Panel title={title} note={say(technical.names)}>
      {security && <Given opinion={security} />}
      {isOpen && <Waits due={securityDue} />}
      {isOpen && !may.allowed && <Soft>{may.reason ?? t('notYours')}</Soft>}
      {isOpen && may.allowed && (
        <OpinionForm
          label={title}
          reasons={reasons}
          busy={decide.isPending}
          error={decide.error}
          onSay={(said) => decide.mutate({ params: { request: code }, body: said })}
        />
      )}
      {!security && !isOpen && <Soft>{t('notNow')}</Soft>}
    </Panel>
  );
}

function Waits({ due }: { readonly due: string | null }) {
  const { t } = useRequestWords();
  return (
    <p>
      <State tone="busy">{t('waits')}</State> · {t('due')}: <Day value={due} />
    </p>
  );
}

function AskBack({ request }: DecisionsProps) {
  const { t } = useRequestWords();
  const [words, setWords] = useState('');
  const ask = useCommand(askBack, { refreshes });
  if (!request.allowed['governance.askBack'].allowed) return null;
  return (
    <Panel title={t('askBack')}>
      <Stack>
        <Textarea
          label={t('question')}
          description={t('hint.question')}
          rows={2}
          maxLength={4000}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <ProblemNotice error={ask.error} />
        <FormEnd>
          <Button
            variant="default"
            disabled={words.trim() === ''}
            loading={ask.isPending}
            onClick={() => ask.mutate({ params: { request: request.code }, body: { words: words.trim() } })}
          >
            {t('askBack')}
          </Button>
        </FormEnd>
      </Stack>
    </Panel>
  );
}
