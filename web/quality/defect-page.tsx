/** One defect: the rule, whose it is, the clock, what was said of it, and the acts there are. */
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import {
  answerContest,
  contestDefect,
  getDefect,
  mendDefects,
  type DefectPage as Answer,
} from '../../src/quality/defects/contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { OffButton } from '../ui/off-button.tsx';
import { FactList, type Fact } from '../ui/fact-list.tsx';
import { useAddressPart, useView } from '../ui/hooks.ts';
import { mayOf } from '../ui/may.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel, Row, Split, Stack } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Day, Moment, Num, UserText } from '../ui/values.tsx';
import { DecideMany } from './decide-defects.tsx';
import { DefectClock, DefectState, Level, useRuleWords } from './defect-words.tsx';
import { mendingPlace } from './defects-page.tsx';

const refreshes = ['quality', 'work'] as const;

export function DefectPage() {
  useWords('quality');
  const { t, say } = useWords('web-quality');
  const ruleWords = useRuleWords();
  const defect = useAddressPart('defect');
  const query = useEndpoint(getDefect, { params: { defect } });
  return (
    <Page
      title={query.data?.code ?? t('defect')}
      crumbs={[
        { label: t('title'), to: paths.qualityOverview() },
        { label: t('defects'), to: paths.defects() },
      ]}
      mark={query.data && <DefectState defect={query.data} />}
      lead={query.data && `${say(query.data.registerNames)} · ${ruleWords(query.data)}`}
      actions={query.data && <Acts answer={query.data} />}
    >
      <Loaded query={query} shape="page">
        {(answer) => (
          <Split side={<Side answer={answer} />}>
            {answer.cause !== null && (
              <Notice tone="info" title={t('cause')}>
                <UserText>{answer.cause}</UserText>
              </Notice>
            )}
            {answer.action !== null && (
              <Notice tone="info" title={t('action')}>
                <UserText>{answer.action}</UserText>
              </Notice>
            )}
            <Contests answer={answer} />
            {answer.allowed['quality.contestDefect'].allowed && <ContestForm answer={answer} />}
          </Split>
        )}
      </Loaded>
    </Page>
  );
}

function Acts({ answer }: { readonly answer: Answer }) {
  const { t } = useWords('web-quality');
  const claim = useCommand(mendDefects, { refreshes });
  const place = mendingPlace(answer);
  const may = mayOf(answer.allowed['quality.mendDefects']);
  return (
    <Row>
      {place && <To to={place}>{answer.record === null ? t('act.list') : t('act.mend')}</To>}
      {answer.state !== 'closed' && !may.allowed && <OffButton may={may}>{t('act.claim')}</OffButton>}
      {may.allowed && (
        <>
          <Button
            variant="default"
            loading={claim.isPending}
            onClick={() =>
              claim.mutate({ body: { defects: [answer.id], act: { act: answer.mine ? 'release' : 'claim' } } })
            }
          >
            {answer.mine ? t('act.release') : t('act.claim')}
          </Button>
          {answer.allowed['quality.mendDefects#outcome'].allowed && <DecideMany defects={[answer.id]} />}
        </>
      )}
    </Row>
  );
}

function Side({ answer }: { readonly answer: Answer }) {
  useWords('quality');
  const { t, say } = useWords('web-quality');
  const facts: Fact[] = [
    [t('group'), t(`quality:groups.${answer.group}`)],
    [t('levelHead'), <Level key="level" level={answer.level} />],
    [t('field'), answer.field === '' ? t('betweenFields') : say(answer.names)],
    [t('rows'), <Num key="rows" value={answer.rows} />],
    [t('source'), t(`sources.${answer.source === 'quality.scores' ? 'rule' : 'correction'}`)],
    [t('found'), <Day key="found" value={answer.foundOn} />],
    [t('causeDue'), <Day key="cause" value={answer.causeDue} />],
    [t('due'), <Day key="due" value={answer.due} />],
    [t('clock'), <DefectClock key="clock" defect={answer} />],
    [t('body'), say(answer.body.names)],
    [t('keeper'), say(answer.keeper.names)],
    [t('assignee'), answer.assignee ?? '–'],
    ...(answer.escalatedTo
      ? [
          [t('escalated'), `${say(answer.escalatedTo.names)}`] as Fact,
          [t('escalatedOn'), <Day key="told" value={answer.escalatedOn} />] as Fact,
        ]
      : []),
  ];
  return (
    <Panel title={t('clock')}>
      <FactList facts={facts} />
    </Panel>
  );
}

function Contests({ answer }: { readonly answer: Answer }) {
  const { t, say } = useWords('web-quality');
  if (answer.contests.length === 0) return null;
  const answers = mayOf(answer.allowed['quality.answerContest']);
  return (
    <Panel title={t('contests')}>
      <Stack>
        {answer.contests.map((one) => (
          <div key={one.id}>
            <p>
              <UserText>{one.words}</UserText>
            </p>
            <p>
              {one.by}, {say(one.body.names)}, <Moment value={one.askedAt} />
            </p>
            {one.answer === null ? (
              <p>{t('waitsFor', { body: one.answerer ? say(one.answerer.names) : t('dataOffice') })}</p>
            ) : (
              <Notice tone={one.upheld ? 'good' : 'warn'} title={one.upheld ? t('upheld') : t('notUpheld')}>
                <UserText>{one.answer}</UserText> ({say(one.answeredBody?.names)})
              </Notice>
            )}
          </div>
        ))}
        {answers.allowed && <AnswerForm answer={answer} />}
        {answer.state === 'contested' && answers.reason && <Notice>{answers.reason}</Notice>}
      </Stack>
    </Panel>
  );
}

function AnswerForm({ answer }: { readonly answer: Answer }) {
  const { t } = useWords('web-quality');
  const [words, setWords] = useState('');
  const command = useCommand(answerContest, { refreshes });
  const say = (upheld: boolean) =>
    command.mutate({ params: { defect: answer.id }, body: { upheld, answer: words.trim() } });
  const isEmpty = words.trim() === '';
  return (
    <Stack>
      <Textarea
        label={t('act.answer')}
        rows={3}
        maxLength={2000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <ProblemNotice error={command.error} />
      <Row>
        <Button disabled={isEmpty} loading={command.isPending} onClick={() => say(true)}>
          {t('act.uphold')}
        </Button>
        <Button variant="default" disabled={isEmpty} loading={command.isPending} onClick={() => say(false)}>
          {t('act.refuse')}
        </Button>
      </Row>
    </Stack>
  );
}

/** Open at once where the list's key led here. */
function ContestForm({ answer }: { readonly answer: Answer }) {
  const { t } = useWords('web-quality');
  const [view, show] = useView({ act: '' });
  const [words, setWords] = useState('');
  const contest = useCommand(contestDefect, { refreshes, onDone: () => show({ act: '' }) });
  if (view.act !== 'contest')
    return (
      <Row>
        <Button variant="default" onClick={() => show({ act: 'contest' })}>
          {t('act.contest')}
        </Button>
      </Row>
    );
  return (
    <Panel title={t('act.contest')} note={t('contestNote')}>
      <Stack>
        <Textarea
          label={t('act.why')}
          rows={3}
          maxLength={2000}
          data-autofocus
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <ProblemNotice error={contest.error} />
        <Row>
          <Button
            disabled={words.trim() === ''}
            loading={contest.isPending}
            onClick={() => contest.mutate({ params: { defect: answer.id }, body: { words: words.trim() } })}
          >
            {t('act.contest')}
          </Button>
          <Button variant="subtle" onClick={() => show({ act: '' })}>
            {t('web:action.cancel')}
          </Button>
        </Row>
      </Stack>
    </Panel>
  );
}
