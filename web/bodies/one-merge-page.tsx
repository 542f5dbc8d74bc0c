/** One merge: what went over, what everything was before, and the way back. */
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { getMerge, planUndo, seeMerge, undoMerge, type MergePage as Answer } from '../../src/bodies/contract.ts';
import { listMyWork } from '../../src/platform/work/contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import { Confirm } from '../ui/confirm.tsx';
import { FactList } from '../ui/fact-list.tsx';
import { useAddressPart } from '../ui/hooks.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel, Stack } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Day, Moment, UserText } from '../ui/values.tsx';
import { LeftThere, MergeLines, Obstacles } from './merge-lines.tsx';
import { MergeState } from './merges-page.tsx';
import { formatList } from '../ui/format.ts';

const refreshes = ['bodies', 'governance', 'work', 'strategy', 'registers', 'records'] as const;

export function OneMergePage() {
  const { t, say, language } = useWords('bodies');
  const merge = useAddressPart('merge');
  const query = useEndpoint(getMerge, { params: { merge } });
  const data = query.data;
  const named = data && {
    from: formatList(
      data.from.map((body) => say(body.names)),
      language,
    ),
    into: say(data.into.names),
  };
  const title = named ? t('merge.page.pair', named) : t('merge.page.merge');
  return (
    <Page
      title={title}
      crumbs={[
        { label: t('web:menu.bodies'), to: paths.bodies() },
        { label: t('merge.page.merges'), to: paths.merges() },
      ]}
      mark={data && <MergeState undone={data.undoneAt !== null} />}
      actions={
        data && (
          <>
            <Seen merge={data} />
            {data.mayUndo && <Undo merge={data} />}
          </>
        )
      }
    >
      <Loaded query={query} shape="page">
        {(answer) => <Known answer={answer} />}
      </Loaded>
    </Page>
  );
}

function Known({ answer }: { readonly answer: Answer }) {
  const { t, say } = useWords('bodies');
  return (
    <Stack>
      {answer.undoneAt !== null && (
        <Notice tone="info" title={t('merge.page.undone')}>
          <UserText>{answer.undoneReason ?? ''}</UserText>
          <div>
            {answer.undoneBy} · <Moment value={answer.undoneAt} />
          </div>
        </Notice>
      )}
      {answer.left.length > 0 && (
        <Panel title={t('merge.page.left')}>
          <LeftThere left={answer.left} />
        </Panel>
      )}
      <Panel title={t('merge.page.about')}>
        <FactList
          columns={2}
          facts={[
            ...answer.from.map(
              ({ code, names }) =>
                [
                  t('merge.page.ended'),
                  <To key={code} to={withView(paths.body(code), { on: dayBefore(answer.day) })}>
                    {say(names)} <Code soft>{code}</Code>
                  </To>,
                ] as const,
            ),
            [
              t('merge.page.becomes'),
              <To key="into" to={paths.body(answer.into.code)}>
                {say(answer.into.names)} <Code soft>{answer.into.code}</Code>
              </To>,
            ],
            [t('merge.page.day'), <Day key="d" value={answer.day} />],
            [t('merge.page.decision'), <bdi key="n">{answer.decision}</bdi>],
            [t('merge.page.reason'), answer.reason],
            [t('merge.page.by'), answer.madeBy],
            [t('merge.page.made'), <Moment key="m" value={answer.madeAt} />],
          ]}
        />
      </Panel>
      <Obstacles obstacles={answer.obstacles} />
      <MergeLines lines={answer.lines} title={t('merge.page.went')} />
    </Stack>
  );
}

const dayBefore = (day: string): string => {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
};

/** Takes the news off one's work; only where it stands there. */
function Seen({ merge }: { readonly merge: Answer }) {
  const { t } = useWords('bodies');
  const work = useEndpoint(listMyWork, { query: { limit: 200 } });
  const seen = useCommand(seeMerge, { refreshes: ['work', 'bodies'] });
  const isNews = (work.data?.items ?? []).some(({ kind, subject }) => kind === 'bodies.merged' && subject === merge.id);
  if (!isNews) return null;
  return (
    <Button variant="default" loading={seen.isPending} onClick={() => seen.mutate({ params: { merge: merge.id } })}>
      {t('merge.page.seen')}
    </Button>
  );
}

function Undo({ merge }: { readonly merge: Answer }) {
  const { t } = useWords('bodies');
  const [reason, setReason] = useState('');
  const plan = useEndpoint(planUndo, { params: { merge: merge.id } });
  const undo = useCommand(undoMerge, { refreshes });
  const left = plan.data?.left ?? [];
  return (
    <Confirm
      title={t('merge.page.undoTitle')}
      danger
      words={
        <Stack>
          <p>{t('merge.page.undoWords')}</p>
          {left.length > 0 && (
            <Notice tone="warn" title={t('merge.page.wouldStay')}>
              <LeftThere left={left} />
            </Notice>
          )}
          <Textarea
            label={t('merge.page.undoReason')}
            rows={3}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <ProblemNotice error={undo.error} />
        </Stack>
      }
      act={t('merge.page.undo')}
      onAct={() => undo.mutateAsync({ params: { merge: merge.id }, body: { reason } })}
    >
      {(open) => (
        <Button variant="default" onClick={open}>
          {t('merge.page.undo')}
        </Button>
      )}
    </Confirm>
  );
}
