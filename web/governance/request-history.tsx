/** What happened to a request, newest first: asked, questions and answers, both decisions, what was escalated, an appeal. */
import type { ReactNode } from 'react';
import type { RequestPage } from '../../src/governance/requests/request-contract.ts';
import { Panel } from '../ui/page.tsx';
import { Timeline } from '../ui/timeline.tsx';
import { Day, UserText } from '../ui/values.tsx';
import type { Tone } from '../ui/verdict.tsx';
import { useRequestWords } from './use-request-words.ts';

type Names = RequestPage['by']['names'];
interface Happened {
  readonly day: string;
  /** Words: `web-request:happened.<what>`. */
  readonly what: string;
  readonly names?: Names | undefined;
  readonly detail?: ReactNode;
  readonly tone?: Tone;
}

export function RequestHistory({ request }: { readonly request: RequestPage }) {
  const { t, say } = useRequestWords();
  const wasDue = (day: string) => (
    <>
      {t('wasDue')} <Day value={day} />
    </>
  );
  const events = happened(request, wasDue).toSorted((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0));
  return (
    <Panel title={t('history')}>
      <Timeline
        label={t('history')}
        events={events.map(({ day, what, names, detail, tone }, id) => ({
          id,
          title: t(`happened.${what}`),
          by: names ? say(names) : undefined,
          at: <Day value={day} />,
          detail,
          ...(tone && { tone }),
        }))}
      />
    </Panel>
  );
}

const quoted = (text: string) => (text === '' ? undefined : <UserText>{text}</UserText>);

/** In the order of what can happen, the last first: of one day, this order stays. */
function happened(request: RequestPage, wasDue: (day: string) => ReactNode): Happened[] {
  const { asked, by, notes, content, security, appeal, escalations, kind, stage } = request;
  const decision = (what: string, opinion: RequestPage['content']): Happened[] =>
    opinion
      ? [
          {
            ...{ day: opinion.on, what, names: opinion.body?.names, detail: quoted(opinion.text) },
            tone: opinion.allowed ? 'good' : 'bad',
          },
        ]
      : [];
  return [
    ...decision('appeal', appeal?.decision ?? null),
    ...(appeal ? [{ day: appeal.on, what: 'appealed', names: by.names, detail: quoted(appeal.text) }] : []),
    ...decision(kind === 'automatic' ? 'registration' : 'security', security),
    ...decision('content', content),
    ...escalations.map(({ part, due, on, body }): Happened => {
      return { day: on, what: `overdue-${part}`, names: body.names, detail: wasDue(due), tone: 'warn' };
    }),
    ...notes
      .map(({ kind: what, day, body, words }) => ({ day, what, names: body?.names, detail: quoted(words) }))
      .toReversed(),
    ...(stage === 'draft' ? [] : [{ day: asked, what: 'asked', names: by.names }]),
  ];
}
