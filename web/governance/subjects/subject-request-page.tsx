/** One request of a person: what she asked, by when, what came of it, and the next step of whoever answers. */
import { Button, Checkbox, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import {
  answerSubjectRequest,
  getSubjectRequest,
  type SubjectAct,
  type SubjectPage,
} from '../../../src/exchange/subject-requests/contract.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { useAddressPart } from '../../ui/hooks.ts';
import { FormEnd } from '../../ui/form.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Page, Panel, Split, Stack } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Soft } from '../../ui/values.tsx';
import { State, Verdict } from '../../ui/verdict.tsx';
import { Asked, Days, Outcome, StepsTaken } from './subject-facts.tsx';
import { subjectTones, useSubjectWords } from './use-subject-words.ts';

const refreshes = ['exchange', 'work', 'governance'];

export function SubjectRequestPage() {
  const { t } = useSubjectWords();
  useWords('web-lifecycle');
  const id = useAddressPart('request');
  const query = useEndpoint(getSubjectRequest, { params: { request: id } });
  const page = query.data;
  return (
    <Page
      title={page ? t(`kinds.${page.kind}`) : t('title')}
      mark={page && <Verdict tone={subjectTones[page.state]}>{t(`states.${page.state}`)}</Verdict>}
      crumbs={[
        { label: t('web:menu.governance'), to: paths.governance() },
        { label: t('title'), to: paths.subjectRequests() },
      ]}
    >
      <Loaded query={query} shape="page">
        {(found) => (
          <Split
            side={
              <>
                {found.acts.length > 0 && <Acts page={found} />}
                <StepsTaken page={found} />
              </>
            }
          >
            <Outcome page={found} />
            <Days page={found} />
            <Asked page={found} />
            {found.holders.length > 0 && <Holders page={found} />}
          </Split>
        )}
      </Loaded>
    </Page>
  );
}

function Holders({ page }: { readonly page: SubjectPage }) {
  const { t, say } = useSubjectWords();
  return (
    <Panel title={t('holders')} note={t('holdersNote')}>
      <ul>
        {page.holders.map(({ body, register }) => (
          <li key={`${body.code}/${register.code}`}>
            {say(body.names)} <Soft>{say(register.names)}</Soft>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const SHORTEST = 5;

interface Draft {
  readonly words: string;
  readonly whom: string;
  readonly ground: string | null;
  readonly days: number;
  readonly withOthers: boolean;
}
const empty: Draft = { words: '', whom: '', ground: null, days: 1, withOthers: false };

const needsWords = (act: SubjectAct, kind: SubjectPage['kind']): boolean =>
  ['extend', 'refuse'].includes(act) || (act === 'carry-out' && !['view', 'erase'].includes(kind));

function isReady(act: SubjectAct, kind: SubjectPage['kind'], { words, whom, ground }: Draft): boolean {
  if (needsWords(act, kind) && words.trim().length < SHORTEST) return false;
  return act === 'tell' ? whom.trim() !== '' : act !== 'refuse' || ground !== null;
}

function bodyOf(act: SubjectAct, { words, whom, ground, days, withOthers }: Draft) {
  return {
    act,
    ...(words.trim().length >= SHORTEST && { words: words.trim() }),
    ...(act === 'acknowledge' && withOthers && { withOthers }),
    ...(act === 'extend' && { days }),
    ...(act === 'tell' && { whom: whom.trim() }),
    ...(act === 'refuse' && ground !== null && { ground }),
  };
}

function Acts({ page }: { readonly page: SubjectPage }) {
  const { t } = useSubjectWords();
  const [act, setAct] = useState<SubjectAct>(page.acts[0] ?? 'tell');
  const [draft, setDraft] = useState(empty);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const chosen = page.acts.includes(act) ? act : (page.acts[0] ?? 'tell');
  const answer = useCommand(answerSubjectRequest, { refreshes, onDone: () => setDraft(empty) });
  return (
    <Panel title={t('next')}>
      <Stack>
        <Select
          label={t('step')}
          allowDeselect={false}
          value={chosen}
          onChange={(value) => setAct((value ?? chosen) as SubjectAct)}
          data={page.acts.map((one) => ({ value: one, label: t(`do.${one}`) }))}
        />
        <Soft>{t(`doNote.${chosen === 'carry-out' ? `carry-out-${page.kind}` : chosen}`)}</Soft>
        <OfAct act={chosen} page={page} draft={draft} change={change} />
        <Textarea
          label={t('words')}
          rows={3}
          maxLength={2000}
          required={needsWords(chosen, page.kind)}
          value={draft.words}
          onChange={(event) => change({ words: event.currentTarget.value })}
        />
        <ProblemNotice error={answer.error} />
        {page.extended && <State tone="paused">{t('extendedOnce')}</State>}
      </Stack>
      <FormEnd>
        <Button
          mt="md"
          disabled={!isReady(chosen, page.kind, draft)}
          loading={answer.isPending}
          onClick={() => answer.mutate({ params: { request: page.id }, body: bodyOf(chosen, draft) })}
        >
          {t(`do.${chosen}`)}
        </Button>
      </FormEnd>
    </Panel>
  );
}

interface OfActProps {
  readonly act: SubjectAct;
  readonly page: SubjectPage;
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
}

/** What this step needs besides words. */
function OfAct({ act, page, draft, change }: OfActProps) {
  const { t, say } = useSubjectWords();
  switch (act) {
    case 'acknowledge':
      return (
        <Checkbox
          label={t('withOthers')}
          checked={draft.withOthers}
          onChange={(event) => change({ withOthers: event.currentTarget.checked })}
        />
      );
    case 'extend':
      return (
        <NumberInput
          label={t('extendBy')}
          min={1}
          max={page.mayExtend}
          value={draft.days}
          onChange={(value) => change({ days: Number(value) || 1 })}
        />
      );
    case 'tell':
      return (
        <TextInput
          label={t('whom')}
          value={draft.whom}
          maxLength={200}
          required
          onChange={(event) => change({ whom: event.currentTarget.value })}
        />
      );
    case 'refuse':
      return (
        <Select
          label={t('ground')}
          required
          value={draft.ground}
          onChange={(ground) => change({ ground })}
          data={page.grounds.map(({ code, names, citation }) => ({
            value: code,
            label: `${say(names)} (${citation})`,
          }))}
        />
      );
    case 'carry-out':
      return null;
  }
}
