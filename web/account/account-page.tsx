/** My account: who I am, where I am signed in and how, which programs act for me; for administrators, everybody's sessions. */
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import {
  endSession,
  endSessionOf,
  listEverySession,
  listKeys,
  listLinks,
  listSessions,
  revokeKey,
  type OwnSession,
} from '../../src/platform/identity/contract.ts';
import type { Static } from 'typebox';
import { useCommand, useEndpoint } from '../api.ts';
import { paths } from '../paths.ts';
import { isPersonOnly, useSession } from '../session.tsx';
import { LanguageSwitch } from '../shell/language-switch.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { FactList } from '../ui/fact-list.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel, Split, Stack } from '../ui/page.tsx';
import { EmptyState } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Day, Moment, UserText } from '../ui/values.tsx';
import { Tag } from '../ui/verdict.tsx';
import { readAgent } from './agent.ts';
import { useActWords } from '../work/use-act-words.ts';

export function AccountPage() {
  const { t } = useActWords();
  const { me } = useSession();
  return (
    <Page title={t('account.title')} lead={t('account.lead')}>
      <Split side={<Who />}>
        <Stack>
          <MySessions />
          <MyKeys />
          {me?.posts.includes('administrator') && <EverySession />}
        </Stack>
      </Split>
    </Page>
  );
}

function Who() {
  const { t, say, post } = useActWords();
  const { me } = useSession();
  const links = useEndpoint(listLinks, {});
  if (!me) return null;
  return (
    <Panel title={t('account.who')}>
      <FactList
        facts={[
          [t('account.shown'), <UserText key="shown">{me.displayName}</UserText>],
          [t('account.name'), <Code key="name">{me.name}</Code>],
          [t('account.body'), me.body && <To to={paths.body(me.body.code)}>{say(me.body.name)}</To>],
          [t('account.posts'), me.posts.length > 0 ? me.posts.map(post).join(' · ') : t('account.noPost')],
          [
            t('account.through'),
            links.data && links.data.items.length > 0
              ? links.data.items.map(({ issuer }) => <Tag key={issuer}>{issuer}</Tag>)
              : t('account.noLinks'),
          ],
          [t('account.language'), <LanguageSwitch key="language" />],
        ]}
      />
      {!isPersonOnly(me) && <To to={paths.handover(me.account)}>{t('handover.open')}</To>}
    </Panel>
  );
}

type Session = Static<typeof OwnSession>;

/** Browser and system by name; what says neither is said to be unknown. */
function agentWords(t: ReturnType<typeof useActWords>['t'], said: string): string {
  const { browser, system } = readAgent(said);
  if (browser && system) return t('account.onSystem', { browser, system });
  return browser ?? system ?? t('account.agentUnknown');
}

function useSessionColumns(end: (session: Session) => void): readonly Column<Session>[] {
  const { t } = useActWords();
  return useMemo(
    () => [
      {
        id: 'agent',
        head: t('account.agent'),
        width: 260,
        grow: true,
        cell: ({ agent, current }) => (
          <>
            <bdi>{agentWords(t, agent)}</bdi> {current && <Tag tone="info">{t('account.current')}</Tag>}
          </>
        ),
      },
      { id: 'how', head: t('account.how'), width: 130, cell: ({ strength }) => t(`account.strength.${strength}`) },
      {
        id: 'began',
        head: t('account.began'),
        width: 150,
        cell: ({ authenticatedAt }) => <Moment value={authenticatedAt} />,
      },
      { id: 'seen', head: t('account.seen'), width: 150, cell: ({ seenAt }) => <Moment value={seenAt} /> },
      { id: 'expires', head: t('account.expires'), width: 150, cell: ({ expiresAt }) => <Moment value={expiresAt} /> },
      {
        id: 'end',
        head: t('account.end'),
        width: 120,
        cell: (session) =>
          !session.current && (
            <Button variant="default" size="compact-sm" onClick={() => end(session)}>
              {t('account.end')}
            </Button>
          ),
      },
    ],
    [t, end],
  );
}

const refreshes = ['identity'];

function MySessions() {
  const { t } = useActWords();
  const sessions = useEndpoint(listSessions, {});
  const { mutate, error } = useCommand(endSession, { refreshes });
  const columns = useSessionColumns((session) => mutate({ params: { session: session.id } }));
  return (
    <Panel title={t('account.sessions')} note={t('account.sessionsNote')} flush>
      <ProblemNotice error={error} />
      <DataTable
        id="account.sessions"
        label={t('account.sessions')}
        columns={columns}
        rows={sessions.data?.items ?? []}
        rowKey={({ id }) => id}
        loading={sessions.isPending}
        error={sessions.error}
      />
    </Panel>
  );
}

function MyKeys() {
  const { t } = useActWords();
  const keys = useEndpoint(listKeys, {});
  const { mutate, error } = useCommand(revokeKey, { refreshes });
  const items = keys.data?.items ?? [];
  return (
    <Panel title={t('account.keys')} note={t('account.keysNote')}>
      <ProblemNotice error={error} />
      {items.length === 0 && <EmptyState title={t('account.noKeys')} />}
      <FactList
        longNames
        facts={items.map(({ id, label, hint, usedAt, expiresAt }) => [
          <span key="label">
            <UserText>{label}</UserText> <Code soft>{hint}…</Code>
          </span>,
          <span key="act">
            {t('account.used')} <Moment value={usedAt} /> · {t('account.expires')} <Day value={expiresAt} />{' '}
            <Button variant="default" size="compact-sm" onClick={() => mutate({ params: { key: id } })}>
              {t('account.revoke')}
            </Button>
          </span>,
        ])}
      />
    </Panel>
  );
}

function EverySession() {
  const { t } = useActWords();
  const sessions = useEndpoint(listEverySession, {});
  const { mutate, error } = useCommand(endSessionOf, { refreshes });
  const items = sessions.data?.items ?? [];
  const own = useSessionColumns((session) => {
    const account = items.find(({ id }) => id === session.id)?.account ?? '';
    mutate({ params: { account, session: session.id } });
  });
  const columns: readonly Column<(typeof items)[number]>[] = [
    {
      id: 'account',
      head: t('account.account'),
      width: 220,
      cell: ({ account, displayName }) => <To to={paths.handover(account)}>{displayName}</To>,
    },
    ...(own as readonly Column<(typeof items)[number]>[]),
  ];
  return (
    <Panel title={t('account.everybody')} flush>
      <ProblemNotice error={error} />
      <DataTable
        id="account.everybody"
        label={t('account.everybody')}
        columns={columns}
        rows={items}
        rowKey={({ id }) => id}
        loading={sessions.isPending}
        error={sessions.error}
      />
    </Panel>
  );
}
