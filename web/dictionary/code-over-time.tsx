/** What became of a code from one day to another: the codes of that day with their shares, and the way there. */
import { IconArrowRight } from '@tabler/icons-react';
import { useState } from 'react';
import { recodeCode, type RecodeAnswer } from '../../src/dictionary/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import { DayInput } from '../ui/day-input.tsx';
import { FactList, type Fact } from '../ui/fact-list.tsx';
import { formatNumber, today } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { Panel, Row } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Day } from '../ui/values.tsx';

interface CodeOverTimeProps {
  readonly list: string;
  readonly code: string;
  readonly from: string;
  readonly onFrom: (day: string) => void;
}

export function CodeOverTime({ list, code, from, onFrom }: CodeOverTimeProps) {
  const { t } = useWords();
  const [to, setTo] = useState(() => today(new Date()));
  const answer = useEndpoint(recodeCode, { params: { list, code }, query: { from, to } }, { keep: true });
  return (
    <Panel title={t('web:codeList.overTime')} note={t('web:codeList.overTimeNote')}>
      <Row>
        <DayInput label={t('web:codeList.fromDay')} value={from} onChange={(day) => day && onFrom(day)} />
        <DayInput label={t('web:codeList.toDay')} value={to} onChange={(day) => setTo(day || today(new Date()))} />
      </Row>
      <Loaded query={answer}>{(data) => <Outcome answer={data} />}</Loaded>
    </Panel>
  );
}

type Target = RecodeAnswer['targets'][number];

function Outcome({ answer }: { readonly answer: RecodeAnswer }) {
  const { t } = useWords();
  const { reason, targets, ended, chain } = answer;
  const share = useShare();
  const factOf = (one: Target, note?: string): Fact => [
    <Unit key={one.code} answer={answer} target={one} />,
    [share(one.kind, one.share), note].filter(Boolean).join(' · '),
  ];
  const facts = [
    ...targets.map((one) => factOf(one)),
    ...ended.map((one) => factOf(one, t('web:codeList.reason_ended'))),
  ];
  return (
    <div data-testid="over-time">
      {reason !== undefined && <Notice tone="warn">{t(`web:codeList.reason_${reason}`)}</Notice>}
      {targets.length > 0 && <FactList facts={facts} longNames />}
      {chain.length > facts.length && (
        <FactList
          facts={chain.map((step): Fact => [
            <span key={`${step.from} ${step.to}`}>
              <Day value={step.day} /> <Code soft>{step.from}</Code>{' '}
              <IconArrowRight size={13} aria-hidden className="flip-in-rtl inline-icon" /> <Code soft>{step.to}</Code>
            </span>,
            share(step.kind === 'whole' ? 'whole' : 'part', step.share),
          ])}
          longNames
        />
      )}
    </div>
  );
}

function Unit({ answer, target }: { readonly answer: RecodeAnswer; readonly target: Target }) {
  const { say } = useWords();
  return (
    <To to={withView(paths.codeList(answer.list), { code: target.code, on: answer.to })}>
      {say(target.names)} <Code soft>{target.code}</Code>
    </To>
  );
}

/** "the whole", "a part (60%)", "a part (share not stated)". */
function useShare(): (kind: 'whole' | 'part', share: number | null) => string {
  const { t, language } = useWords();
  return (kind, share) => {
    if (kind === 'whole') return t('web:codeList.kind_whole');
    const said = share === null ? t('web:codeList.noShare') : formatNumber(share * 100, language, { percent: true });
    return `${t('web:codeList.kind_part')} (${said})`;
  };
}
