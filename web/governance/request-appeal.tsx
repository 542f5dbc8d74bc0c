/** An appeal to the body above the data manager: made once by the asker, decided there. */
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { appealRequest, decideAppeal, type RequestPage } from '../../src/governance/requests/request-contract.ts';
import { useCommand } from '../api.ts';
import { mayOf } from '../ui/may.ts';
import { FormEnd } from '../ui/form.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Panel, Stack } from '../ui/page.tsx';
import { Day, Soft, UserText } from '../ui/values.tsx';
import { Given, OpinionForm } from './opinion-form.tsx';
import { useRequestWords } from './use-request-words.ts';

const refreshes = ['governance', 'work'];
type Appeal = NonNullable<RequestPage['appeal']>;

export function AppealPanel({ request }: { readonly request: RequestPage }) {
  const { t, say } = useRequestWords();
  const { appeal } = request;
  return (
    <Panel title={t('appeal')} note={appeal ? say(appeal.body.names) : ''}>
      {appeal ? <Made request={request} appeal={appeal} /> : <Make request={request} />}
    </Panel>
  );
}

function Make({ request }: { readonly request: RequestPage }) {
  const { t } = useRequestWords();
  const [text, setText] = useState('');
  const appeal = useCommand(appealRequest, { refreshes });
  if (!request.allowed['governance.appealRequest'].allowed) return <Soft>{t('appealIsTheirs')}</Soft>;
  return (
    <Stack>
      <Textarea
        label={t('appealWords')}
        description={t('hint.appeal')}
        rows={3}
        maxLength={4000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ProblemNotice error={appeal.error} />
      <FormEnd>
        <Button
          disabled={text.trim() === ''}
          loading={appeal.isPending}
          onClick={() => appeal.mutate({ params: { request: request.code }, body: { text: text.trim() } })}
        >
          {t('makeAppeal')}
        </Button>
      </FormEnd>
    </Stack>
  );
}

function Made({ request, appeal }: { readonly request: RequestPage; readonly appeal: Appeal }) {
  const { t } = useRequestWords();
  const may = mayOf(request.allowed['governance.decideAppeal']);
  const decide = useCommand(decideAppeal, { refreshes });
  const isOpen = request.stage === 'appealed' && !appeal.decision;
  return (
    <Stack>
      <UserText>{appeal.text}</UserText>
      <p>
        {t('asked')}: <Day value={appeal.on} /> · {t('due')}: <Day value={appeal.due} />
      </p>
      {appeal.decision && <Given opinion={appeal.decision} />}
      {isOpen && may.allowed && (
        <OpinionForm
          label={t('appeal')}
          reasons={request.reasons}
          busy={decide.isPending}
          error={decide.error}
          onSay={(said) => decide.mutate({ params: { request: request.code }, body: said })}
        />
      )}
      {isOpen && !may.allowed && <Soft>{may.reason ?? t('notYours')}</Soft>}
    </Stack>
  );
}
