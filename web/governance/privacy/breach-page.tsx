/** One breach: its clock, what is known, what is owed, what was done and when. */
import {
  breachNotice,
  getBreach,
  type BreachPage as Breach,
  type PartText,
} from '../../../src/governance/privacy/contract.ts';
import { fileAddress, useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { FactList } from '../../ui/fact-list.tsx';
import { formatList, formatNumber } from '../../ui/format.ts';
import { useAddressPart } from '../../ui/hooks.ts';
import { mayOf } from '../../ui/may.ts';
import { Notice } from '../../ui/notice.tsx';
import { Page, Panel, Row, Split, Stack } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Steps } from '../../ui/steps.tsx';
import { Timeline, type Event } from '../../ui/timeline.tsx';
import { Moment, Soft, UserText } from '../../ui/values.tsx';
import { Tag } from '../../ui/verdict.tsx';
import { BreachStep } from './breach-step.tsx';
import { BreachClock, BreachState } from './guard-words.tsx';
import { WordOf } from './word-of.tsx';
import { usePrivacyWords } from './use-privacy-words.ts';

const states = ['discovered', 'assessed', 'notified', 'contained', 'closed'] as const;

export function BreachPage() {
  const { t } = usePrivacyWords();
  const code = useAddressPart('breach');
  const query = useEndpoint(getBreach, { params: { breach: code } });
  const { data } = query;
  return (
    <Page
      title={data?.title ?? t('guard.breach')}
      mark={data && <BreachState state={data.state} mark />}
      crumbs={[
        { label: t('web:menu.governance'), to: paths.governance() },
        { label: t('guard.title'), to: paths.privacy() },
      ]}
      lead={code}
    >
      <Loaded query={query} shape="page">
        {(page) => <Whole page={page} />}
      </Loaded>
    </Page>
  );
}

function Whole({ page }: { readonly page: Breach }) {
  const { t } = usePrivacyWords();
  return (
    <Split side={<Side page={page} />}>
      {page.drill && <Notice title={t('guard.drill')}>{t('guard.drillWords')}</Notice>}
      {page.clock.behind && <Notice tone="warn">{t('guard.behind')}</Notice>}
      <Panel>
        <Steps
          steps={states.map((state) => ({ label: t(`guard.states.${state}`) }))}
          current={page.state === 'closed' ? states.length : states.indexOf(page.state) + 1}
        />
      </Panel>
      <Facts page={page} />
      <Contents title={t('guard.notice')} parts={page.parts} />
      <Panel title={t('guard.timeline')}>
        <Timeline label={t('guard.timeline')} events={useEvents(page)} />
      </Panel>
    </Split>
  );
}

function Facts({ page }: { readonly page: Breach }) {
  const { t, say, language } = usePrivacyWords();
  const list = (some: readonly { readonly names: Record<string, string> }[]) =>
    formatList(
      some.map(({ names }) => say(names)),
      language,
    );
  const people = page.people === null ? null : formatNumber(page.people, language);
  return (
    <Panel title={t('guard.facts')}>
      <FactList
        columns={2}
        facts={[
          [t('guard.body'), say(page.body.names)],
          [t('guard.authority'), say(page.authority)],
          [t('guard.discovered'), <Moment key="d" value={page.discoveredAt} />],
          [t('guard.happened'), <Moment key="h" value={page.happenedAt} />],
          [t('guard.due'), <Moment key="due" value={page.dueAt} />],
          [t('guard.people'), people !== null && page.estimated ? t('guard.about', { people }) : people],
          [t('guard.registers'), list(page.registers)],
          [t('guard.categories'), list(page.categories)],
          [t('guard.noticeNumber'), page.noticeNumber && <UserText key="n">{page.noticeNumber}</UserText>],
          ...(page.lateReason
            ? [[t('guard.lateReason'), <UserText key="l">{page.lateReason}</UserText>] as const]
            : []),
          ...(page.whyNot ? [[t('guard.whyNot'), <UserText key="w">{page.whyNot}</UserText>] as const] : []),
          [t('guard.steps.persons'), <UserText key="p">{page.personsHow ?? page.personsWhyNot ?? '–'}</UserText>],
          ...(page.lesson ? [[t('guard.lesson'), <UserText key="le">{page.lesson}</UserText>] as const] : []),
          [
            t('guard.basis'),
            <span key="b">
              {say(page.basis.names)} {page.basis.citation && <bdi>({page.basis.citation})</bdi>}
            </span>,
          ],
        ]}
      />
    </Panel>
  );
}

/** Parts of a notice or a dossier, each under its name; what is not written yet is said. */
export function Contents({ title, parts }: { readonly title: string; readonly parts: readonly PartText[] }) {
  const { t, say } = usePrivacyWords();
  return (
    <Panel title={title}>
      <FactList
        facts={parts.map(({ code, names, text }) => [
          say(names),
          text === '' ? <Soft key={code}>{t('guard.notWritten')}</Soft> : <UserText key={code}>{text}</UserText>,
        ])}
      />
    </Panel>
  );
}

function useEvents(page: Breach): readonly Event[] {
  const { t, say } = usePrivacyWords();
  return page.entries.map(({ position, kind, at, writtenAt, clockBehind, words, by, body }) => ({
    id: position,
    title: t(`guard.steps.${kind}`),
    tone: kind === 'late' ? ('bad' as const) : ('busy' as const),
    at: (
      <>
        <Moment value={at} />
        {at !== writtenAt && (
          <Soft>
            {' '}
            ({t('guard.written')} <Moment value={writtenAt} />)
          </Soft>
        )}
      </>
    ),
    by: <bdi>{by.name || (body ? say(body.names) : t('guard.byNode'))}</bdi>,
    detail: (
      <>
        {words && <UserText>{words}</UserText>}
        {clockBehind > 0 && <p>{t('guard.clockBehind', { seconds: clockBehind })}</p>}
      </>
    ),
  }));
}

function Side({ page }: { readonly page: Breach }) {
  const { t } = usePrivacyWords();
  const steps = mayOf(page.allowed['governance.stepBreach']);
  const address = fileAddress(breachNotice, { params: { breach: page.code } });
  return (
    <>
      <Panel title={t('guard.clock')}>
        <Stack>
          <BreachClock clock={page.clock} />
          {page.owed.length > 0 && (
            <Row>
              {page.owed.map((duty) => (
                <Tag key={duty} tone="warn">
                  {t(`guard.acts.${duty}`)}
                </Tag>
              ))}
            </Row>
          )}
          <Row>
            <WordOf address={address} code={page.code}>
              {t('guard.download')}
            </WordOf>
          </Row>
        </Stack>
      </Panel>
      {steps.allowed && <BreachStep page={page} key={page.entries.length} />}
      {!steps.allowed && page.state !== 'closed' && <Notice>{steps.reason}</Notice>}
    </>
  );
}
