/** The same code, another place: what it meant on the day, what that became, and every unit that ever bore it. */
import { Button } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { listCodeLists, resolveCode, type CodeAnswer } from '../../src/dictionary/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import { FactList } from '../ui/fact-list.tsx';
import { formatDay, formatNumber, today } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { Panel, Stack } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { Timeline } from '../ui/timeline.tsx';
import { To } from '../ui/to.tsx';
import { Code, Day } from '../ui/values.tsx';
import { useShareWords } from './code-list-tabs.tsx';
import { dayBefore } from './days.ts';
import styles from './dictionary.module.css';

interface CodeMeaningProps {
  readonly list: string;
  readonly code: string;
  readonly on: string;
  readonly onDay: (day: string) => void;
}

export function CodeMeaning({ list, code, on, onDay }: CodeMeaningProps) {
  const answer = useEndpoint(resolveCode, { params: { list, code }, query: { on } }, { keep: true });
  return (
    <Loaded query={answer}>
      {(data) => (
        <Stack>
          <Meaning answer={data} />
          {data.predecessors.length > 0 && <Predecessors answer={data} />}
          {data.successors.length > 0 && <Successors answer={data} />}
          <EveryMeaning answer={data} onDay={onDay} />
        </Stack>
      )}
    </Loaded>
  );
}

function Meaning({ answer }: { readonly answer: CodeAnswer }) {
  const { t, say } = useWords();
  const { meaning, code, on } = answer;
  return (
    <Panel title={t('web:codeList.meaning', { code, day: formatDay(on) })}>
      {meaning ? (
        <>
          <p className={styles.meaning} data-testid="meaning">
            {say(meaning.names)}
          </p>
          <FactList
            facts={[
              [t('web:codeList.code'), <Code key="c">{code}</Code>],
              [t('web:codeList.parent'), meaning.parent && <Parent key="p" answer={answer} code={meaning.parent} />],
              [t('web:codeList.validity'), <Span key="v" from={meaning.validFrom} to={dayBefore(meaning.validTo)} />],
            ]}
          />
        </>
      ) : (
        <Notice tone="warn">{t('web:codeList.nothingThen', { day: formatDay(on) })}</Notice>
      )}
    </Panel>
  );
}

/** What a code stands under, by its name on that day; the list above says it. */
function Parent({ answer: { list, on }, code }: { readonly answer: CodeAnswer; readonly code: string }) {
  const { say } = useWords();
  const lists = useEndpoint(listCodeLists, { query: {} }, { keep: true });
  const above = lists.data?.items.find((one) => one.code === list)?.parentList ?? '';
  const parent = useEndpoint(resolveCode, { params: { list: above, code }, query: { on } }, { when: above !== '' });
  const names = parent.data?.meaning?.names;
  return (
    <>
      {names && say(names)} <Code soft>{code}</Code>
    </>
  );
}

/** From a day to a day, either of them open. */
export function Span({ from, to }: { readonly from: string | null; readonly to: string | null }) {
  const { t } = useWords();
  return (
    <>
      {from ? <Day value={from} /> : t('web:day.sinceEver')}{' '}
      <IconArrowRight size={13} aria-hidden className="flip-in-rtl inline-icon" />{' '}
      {to ? <Day value={to} /> : t('web:day.untilNow')}
    </>
  );
}

function Successors({ answer }: { readonly answer: CodeAnswer }) {
  const { t, say, language } = useWords();
  const share = (value: number | null) =>
    value === null ? '' : ` (${formatNumber(value * 100, language, { percent: true })})`;
  return (
    <Panel title={t('web:codeList.became')}>
      <Timeline
        label={t('web:codeList.became')}
        events={answer.successors.map(({ code, names, kind, share: part, day }) => ({
          id: `${code}-${day}`,
          title: (
            <To to={withView(paths.codeList(answer.list), { code, on: today(new Date()) })}>
              {say(names)} <Code soft>{code}</Code>
            </To>
          ),
          by: `${t(`web:codeList.kind_${kind}`)}${share(part)}`,
          at: <Day value={day} />,
        }))}
      />
    </Panel>
  );
}

/** What the unit of that day was made of; pressing one shows it as it was last. */
function Predecessors({ answer }: { readonly answer: CodeAnswer }) {
  const { t, say } = useWords('web-codes');
  const share = useShareWords();
  return (
    <Panel title={t('web-codes:changes.madeOf')}>
      <Timeline
        label={t('web-codes:changes.madeOf')}
        events={answer.predecessors.map(({ code, names, kind, share: part, day }) => ({
          id: `${code}-${day}`,
          title: (
            <To to={withView(paths.codeList(answer.list), { code, on: dayBefore(day) ?? day })}>
              {say(names)} <Code soft>{code}</Code>
            </To>
          ),
          by: share(kind, part),
          at: <Day value={day} />,
        }))}
      />
    </Panel>
  );
}

/** Pressing one shows the list as of its first day. */
function EveryMeaning({ answer, onDay }: { readonly answer: CodeAnswer; readonly onDay: (day: string) => void }) {
  const { t, say } = useWords();
  const inForce = (from: string | null, to: string | null) =>
    (from ?? '') <= answer.on && (to === null || answer.on < to);
  /** A day on which that unit bore the code: its first, or the one before the next began. */
  const dayIn = (from: string | null, to: string | null) => from ?? dayBefore(to) ?? answer.on;
  return (
    <Panel
      title={t('web:codeList.everyMeaning')}
      note={t('web:codeList.everyMeaningNote', { count: answer.everyMeaning.length })}
    >
      <Timeline
        label={t('web:codeList.everyMeaning')}
        events={answer.everyMeaning.map(({ names, validFrom, validTo }, i) => ({
          id: i,
          title: say(names),
          by: <Span from={validFrom} to={dayBefore(validTo)} />,
          tone: inForce(validFrom, validTo) ? 'good' : 'quiet',
          detail: !inForce(validFrom, validTo) && (
            <Button size="compact-sm" variant="subtle" onClick={() => onDay(dayIn(validFrom, validTo))}>
              {t('web:codeList.showThatDay')}
            </Button>
          ),
        }))}
      />
    </Panel>
  );
}
