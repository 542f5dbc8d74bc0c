/** One task: who leads, what must come out, what is missing, who was told when, and how it came to stand as it does. */
import { Progress } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { getTask, listIndicators, listObjectives, type TaskPage as Answer } from '../../../src/strategy/contract.ts';
import { useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { FactList, type Fact } from '../../ui/fact-list.tsx';
import { useAddressPart } from '../../ui/hooks.ts';
import { Notice } from '../../ui/notice.tsx';
import { LoadedPage } from '../../ui/loaded-page.tsx';
import { Page, Panel, Row, Split } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Timeline } from '../../ui/timeline.tsx';
import { formatDay, formatNumber } from '../../ui/format.ts';
import { mayOf } from '../../ui/may.ts';
import { OffButton } from '../../ui/off-button.tsx';
import { To } from '../../ui/to.tsx';
import { Code, Day, Moment, Num, UserText } from '../../ui/values.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { StandingState, toneOfStanding, useDueWords, useRefusal, useStrategyWords } from '../strategy-words.tsx';
import { PartsPanel } from './parts-panel.tsx';
import { RemindPanel } from './remind-panel.tsx';
import { TaskForm } from './task-form.tsx';
import styles from '../strategy.module.css';

export function TaskPage() {
  const code = useAddressPart('task');
  const task = useEndpoint(getTask, { params: { task: code } });
  return (
    <LoadedPage query={task} title={code}>
      {(answer) => <TaskView answer={answer} />}
    </LoadedPage>
  );
}

function TaskView({ answer }: { readonly answer: Answer }) {
  const { t, say } = useStrategyWords();
  const dueWords = useDueWords();
  const { task, missing } = answer;
  const go = useNavigate();
  return (
    <Page
      title={say(task.names)}
      crumbs={[
        { label: t('web:menu.strategy'), to: paths.strategy() },
        { label: t('tabs.tasks'), to: paths.tasks() },
      ]}
      mark={
        <Row>
          <Code>{task.code}</Code>
          {task.standing === 'overdue' ? (
            <Verdict tone={toneOfStanding(task.standing)}>{dueWords(task)}</Verdict>
          ) : (
            <>
              <StandingState standing={task.standing} framed />
              <span>{dueWords(task)}</span>
            </>
          )}
        </Row>
      }
    >
      <Away answer={answer} />
      {missing.length > 0 && (
        <Notice tone={task.standing === 'overdue' ? 'bad' : 'warn'} title={t('task.missing')}>
          {missing.map((what) => t(`task.missingWhat.${what}`)).join(t('indicator.comma'))}
        </Notice>
      )}
      <Split side={<RemindPanel answer={answer} />}>
        <Panel
          title={t('task.about')}
          actions={
            <OffButton
              may={mayOf(answer.allowed['strategy.planTask'])}
              variant="default"
              size="compact-md"
              onClick={() => void go({ to: paths.planTask(task.code) })}
            >
              {t('task.edit')}
            </OffButton>
          }
        >
          <Facts answer={answer} />
        </Panel>
        <Panel title={t('task.change')}>
          {/* A fresh form for a fresh version: what was typed on an older one must not overwrite it unseen. */}
          <TaskForm key={`${task.version} ${answer.sent?.refused ?? ''}`} answer={answer} />
        </Panel>
        <PartsPanel answer={answer} />
        <Panel title={t('task.history')}>
          <History answer={answer} />
        </Panel>
      </Split>
    </Page>
  );
}

/** At home at another node: what was said here waits for that node's word, or was not taken there. */
function Away({ answer: { home, sent } }: { readonly answer: Answer }) {
  const { t } = useStrategyWords();
  const refusal = useRefusal();
  const words = sent && (
    <>
      <Day value={sent.on} /> · {t(`strategy:states.${sent.state}`)}
      {sent.progress !== null && (
        <>
          {' '}
          · <Num value={sent.progress} percent decimals={0} />
        </>
      )}
      {sent.evidence && (
        <>
          {' '}
          · <UserText>{sent.evidence}</UserText>
        </>
      )}
    </>
  );
  if (home === null) return null;
  return (
    <>
      <Notice title={t('away.home', { node: home })}>{t('away.task')}</Notice>
      {sent && sent.refused === null && (
        <Notice tone="info" title={t('away.reportWaits')}>
          {words}
        </Notice>
      )}
      {sent && sent.refused !== null && (
        <Notice tone="bad" title={t('away.reportRefused', { reason: refusal(sent.refused) })}>
          {words}
        </Notice>
      )}
    </>
  );
}

function Facts({ answer }: { readonly answer: Answer }) {
  const { t, say, language } = useStrategyWords();
  const { task, product, evidence, measured } = answer;
  const percent = measured?.unit === 'percent';
  const objectives = useEndpoint(listObjectives, {});
  const indicators = useEndpoint(listIndicators, {}, { when: task.indicator !== null });
  const objective = objectives.data?.items.find(({ code }) => code === task.objective);
  const indicator = indicators.data?.items.find(({ code }) => code === task.indicator);
  const facts: Fact[] = [
    [t('task.giver'), <BodyName key="giver" body={task.giver} />],
    [t('task.lead'), <BodyName key="lead" body={task.lead} />],
    [
      t('task.cooperating'),
      task.cooperating.length > 0 && (
        <Row key="with">
          {task.cooperating.map((body) => (
            <BodyName key={body.code} body={body} />
          ))}
        </Row>
      ),
    ],
    [t('task.product'), product && say(product)],
    [t('task.evidence'), evidence && <UserText>{evidence}</UserText>],
    [t('task.due'), <Day key="due" value={task.due} />],
    ...(task.done === null ? [] : [[t('task.done'), <Day key="done" value={task.done} />] as const]),
    [t('task.progress'), <ProgressValue key="progress" value={task.progress} />],
    [
      t('task.objective'),
      objective && (
        <To key="objective" to={paths.objective(objective.code)}>
          {say(objective.names)}
        </To>
      ),
    ],
    [t('task.phase'), task.phase],
    [t('task.budget'), task.budget && <UserText key="budget">{task.budget}</UserText>],
    ...around(t, answer),
    [
      t('task.aliases'),
      task.aliases.length > 0 && (
        <Row key="aliases">
          {task.aliases.map(({ tracker, number }) => (
            <bdi key={`${tracker} ${number}`}>{`${tracker}: ${number}`}</bdi>
          ))}
        </Row>
      ),
    ],
    ...(indicator
      ? [
          [
            t('task.indicator'),
            <Row key="i">
              <To to={paths.indicator(indicator.code)}>{say(indicator.names)}</To>
              {measured && measured.value !== null && measured.target !== null && (
                <span className={styles.soft}>
                  {t('task.measuredAt', {
                    value: formatNumber(measured.value, language, { percent }),
                    target: formatNumber(measured.target, language, { percent }),
                  })}
                </span>
              )}
            </Row>,
          ] as const,
        ]
      : []),
  ];
  return <FactList facts={facts.map(([name, value]) => [name, value === false ? null : value])} />;
}

/** The whole of which it is a part, what comes before and after it: only what there is. */
function around(t: (key: string) => string, { whole, before, after }: Answer): Fact[] {
  const links = (tasks: readonly Answer['task'][]) => (
    <Row>
      {tasks.map((task) => (
        <To key={task.code} to={paths.task(task.code)}>
          <Code>{task.code}</Code>
        </To>
      ))}
    </Row>
  );
  return [
    ...(whole ? [[t('task.whole'), links([whole])] as const] : []),
    ...(before.length > 0 ? [[t('task.before'), links(before)] as const] : []),
    ...(after.length > 0 ? [[t('task.after'), links(after)] as const] : []),
  ];
}

function ProgressValue({ value }: { readonly value: number | null }) {
  const { t } = useStrategyWords();
  if (value === null) return <>–</>;
  return (
    <Row>
      <Progress value={value} w={160} aria-label={t('task.progress')} />
      <Num value={value} percent decimals={0} />
    </Row>
  );
}

function BodyName({ body }: { readonly body: Answer['task']['lead'] }) {
  const { say } = useStrategyWords();
  return <To to={paths.body(body.code)}>{say(body.names)}</To>;
}

/** What says everything by its name and its day. */
const SAYS_IT_ALL: ReadonlySet<string> = new Set(['added', 'reminded']);
/** What happened at once, not from one to the other. */
const ONE_SIDED = { cascaded: true, escalated: true } as const;

function History({ answer }: { readonly answer: Answer }) {
  const { t, say } = useStrategyWords();
  if (answer.events.length === 0) return <EmptyState title={t('task.noHistory')} />;
  const word = (what: string, value: string | null) => {
    if (value === null || value === '') return '–';
    if (what === 'state') return t(`strategy:states.${value}`);
    if (what === 'lead' || what === 'escalated') return say(answer.named[value] ?? { en: value });
    if (what === 'due') return formatDay(value);
    return what === 'progress' ? `${value} %` : value;
  };
  return (
    <Timeline
      label={t('task.history')}
      events={answer.events.map((event, i) => ({
        id: answer.events.length - i,
        title: t(`task.events.${event.what}`),
        by: event.accountName ?? (event.account === 'system' ? t('web:audit.system') : event.account),
        at: <Moment value={event.at} />,
        detail: SAYS_IT_ALL.has(event.what) ? undefined : (
          <>
            <span dir="auto">
              {event.before === null && event.what in ONE_SIDED
                ? word(event.what, event.after)
                : `${word(event.what, event.before)} → ${word(event.what, event.after)}`}
            </span>
            {event.reason !== null && (
              <span className={styles.reason} dir="auto">
                {t('task.becauseOf', { reason: event.reason })}
              </span>
            )}
          </>
        ),
      }))}
    />
  );
}
