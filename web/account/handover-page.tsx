/** When a person leaves: what she holds, and giving all of it on in one act. */
import { Button, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { handOver, readHandover, type Handover } from '../../src/governance/handover/contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { Confirm } from '../ui/confirm.tsx';
import { DayInput } from '../ui/day-input.tsx';
import { FactList } from '../ui/fact-list.tsx';
import { useAddressPart } from '../ui/hooks.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel, Split, Stack } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Day, Num } from '../ui/values.tsx';
import { Tag } from '../ui/verdict.tsx';
import { useActWords } from '../work/use-act-words.ts';

export function HandoverPage() {
  const { t } = useActWords();
  const account = useAddressPart('account');
  const query = useEndpoint(readHandover, { params: { account } });
  return (
    <Page
      title={query.data ? t('handover.of', { name: query.data.person.name }) : t('handover.title')}
      lead={t('handover.lead')}
      crumbs={[{ label: t('web:menu.bodies'), to: paths.bodies() }]}
    >
      <Loaded query={query} shape="page">
        {(page) => (
          <Split side={page.may && <Act page={page} />}>
            <Held page={page} />
          </Split>
        )}
      </Loaded>
    </Page>
  );
}

function Held({ page }: { readonly page: Handover }) {
  const { t, say, post } = useActWords();
  const { t: tGovernance } = useWords('governance');
  if (page.posts.length + page.duties.length === 0) return <EmptyState title={t('handover.nothing')} />;
  return (
    <Stack>
      <Panel title={t('handover.posts')} note={t('handover.work')}>
        <FactList
          longNames
          facts={page.posts.map((one) => [
            <span key="post">
              {post(one.post)}, <To to={paths.body(one.body.code)}>{say(one.body.names)}</To>{' '}
              {one.to !== null && (
                <>
                  {t('handover.to')} <Day value={one.to} />
                </>
              )}
            </span>,
            <Tag key="work" tone={one.overdue > 0 ? 'bad' : 'quiet'}>
              <Num value={one.open} />
            </Tag>,
          ])}
        />
      </Panel>
      <Panel title={t('handover.duties')}>
        <FactList
          longNames
          facts={[
            ...page.duties.map(
              ({ id, register, role, body }) =>
                [
                  <To key={id} to={paths.registerTerms(register.code)}>
                    {say(register.names)}
                  </To>,
                  `${tGovernance(`governance:roles.${role}`)}, ${say(body.names)}`,
                ] as const,
            ),
            [`${t('handover.keys')} (${t('handover.keysNote')})`, <Num key="keys" value={page.keys} />],
            [
              `${t('handover.delegations')} (${t('handover.delegationsNote')})`,
              <Num key="delegations" value={page.delegations} />,
            ],
          ]}
        />
      </Panel>
    </Stack>
  );
}

function Act({ page }: { readonly page: Handover }) {
  const { t, say } = useActWords();
  const [to, setTo] = useState<string | null>(null);
  const [lastDay, setLastDay] = useState('');
  const [reason, setReason] = useState('');
  const handing = useCommand(handOver, { refreshes: ['governance', 'bodies', 'work', 'identity'] });
  const send = () =>
    handing.mutateAsync({
      params: { account: page.person.account },
      body: { reason: reason.trim(), ...(to !== null && { to }), ...(lastDay && { lastDay }) },
    });
  return (
    <Panel title={t('handover.act')}>
      <Stack>
        <Select
          label={t('handover.successor')}
          placeholder={t('handover.nobody')}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('web:action.clear') }}
          value={to}
          onChange={setTo}
          data={page.candidates.map(({ account, name, body }) => ({
            value: account,
            label: `${name} · ${say(body.names)}`,
          }))}
        />
        <DayInput id="last-day" label={t('handover.lastDay')} value={lastDay} onChange={setLastDay} />
        <Textarea
          label={t('handover.reason')}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Confirm title={t('handover.act')} words={t('handover.words')} act={t('handover.act')} danger onAct={send}>
          {(open) => (
            <Button disabled={reason.trim() === ''} loading={handing.isPending} onClick={open}>
              {t('handover.act')}
            </Button>
          )}
        </Confirm>
        <ProblemNotice error={handing.error} />
        {handing.data && (
          <Notice tone={handing.data.gaps > 0 ? 'warn' : 'good'} live title={t('handover.done', { ...handing.data })}>
            {handing.data.gaps > 0 && <To to={paths.gaps()}>{t('handover.gaps', { count: handing.data.gaps })}</To>}
          </Notice>
        )}
      </Stack>
    </Panel>
  );
}
