/** One body: where it stands, who answers in it, where it came from, and who else bore its code. */
import { useEffect, useRef } from 'react';
import {
  getBody,
  listPosts,
  readTree,
  type BodyName,
  type BodyPage as BodyAnswer,
  type SuccessionEntry,
} from '../../src/bodies/contract.ts';
import { useEndpoint, usePages } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import { useSeenBodies } from '../shell/body-switcher.tsx';
import { usePostWord } from '../sign-in/post-word.ts';
import { FactList } from '../ui/fact-list.tsx';
import { formatDay, formatNumber } from '../ui/format.ts';
import { useAddressPart, useView } from '../ui/hooks.ts';
import { Notice } from '../ui/notice.tsx';
import { Page, Panel, Split } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { Timeline } from '../ui/timeline.tsx';
import { To } from '../ui/to.tsx';
import { Code, Num } from '../ui/values.tsx';
import { Verdict } from '../ui/verdict.tsx';
import { Span } from '../dictionary/code-meaning.tsx';
import { BodyDuties } from './body-duties.tsx';
import { useKindWord, useLevelWord } from './body-words.ts';

export function BodyPage() {
  const { t, say } = useWords();
  const code = useAddressPart('body');
  const [{ on }] = useView({ on: '' });
  const query = useEndpoint(getBody, { params: { body: code }, query: on ? { on } : {} });
  const answer = query.data;
  useRemember(answer);
  const above = (answer?.path ?? []).slice(0, -1);
  return (
    <Page
      title={answer ? say(answer.body.names) : code}
      crumbs={[
        { label: t('web:menu.bodies'), to: paths.bodies() },
        ...above.map((body) => ({ label: say(body.names), to: paths.body(body.code) })),
      ]}
      mark={
        <>
          {answer && <Code>{code}</Code>}
          {answer?.body.to && <Verdict tone="quiet">{t('web:bodies.closed')}</Verdict>}
        </>
      }
    >
      {on !== '' && <Notice>{t('web:bodies.asOf', { day: formatDay(on) })}</Notice>}
      <Loaded query={query} shape="page">
        {(data) => <Known answer={data} />}
      </Loaded>
    </Page>
  );
}

/** Keeps what was opened for the body switcher. */
function useRemember(answer: BodyAnswer | undefined): void {
  const [, remember] = useSeenBodies();
  const kept = useRef('');
  useEffect(() => {
    if (!answer || kept.current === answer.body.code) return;
    kept.current = answer.body.code;
    remember({ code: answer.body.code, names: answer.body.names });
  }, [answer, remember]);
}

function Known({ answer }: { readonly answer: BodyAnswer }) {
  const { t } = useWords('bodies');
  const kindWord = useKindWord();
  const levelWord = useLevelWord();
  const { body } = answer;
  return (
    <Split
      side={
        <>
          <Posts code={body.code} />
          {answer.sameCode.length > 1 && <SameCode bodies={answer.sameCode} code={body.code} />}
        </>
      }
    >
      {answer.home !== null && (
        <Notice>
          {t('web:bodies.homeElsewhere')} <Code>{answer.home}</Code>
        </Notice>
      )}
      <Panel title={t('web:bodies.about')}>
        <FactList
          columns={2}
          facts={[
            [t('web:bodies.code'), <Code key="c">{body.code}</Code>],
            [t('web:bodies.kind'), kindWord(body.kind)],
            [t('web:bodies.level'), levelWord(body.level)],
            [t('web:bodies.inForce'), <Span key="s" from={body.from} to={body.to} />],
            [t('web:bodies.children'), <Num key="n" value={answer.children} />],
            ...(answer.aliases.length > 0
              ? [[t('web:bodies.aliases'), answer.aliases.map(({ alias }) => alias).join('; ')] as const]
              : []),
          ]}
        />
      </Panel>
      <Successions title={t('web:bodies.predecessors')} entries={answer.predecessors} />
      <Successions title={t('web:bodies.successors')} entries={answer.successors} />
      {answer.children > 0 && <Children code={body.code} />}
      {body.to === null && <BodyDuties code={body.code} />}
    </Split>
  );
}

function Successions({ title, entries }: { readonly title: string; readonly entries: readonly SuccessionEntry[] }) {
  const { t, say, language } = useWords('bodies');
  if (entries.length === 0) return null;
  const share = (value: number) => (value < 1 ? ` (${formatNumber(value * 100, language, { percent: true })})` : '');
  return (
    <Panel title={title}>
      <Timeline
        label={title}
        events={entries.map(({ kind, day, body, share: part }) => ({
          id: `${body.id}-${day}-${kind}`,
          title: (
            <To to={withView(paths.body(body.code), { on: body.to ?? '' })}>
              {say(body.names)} <Code soft>{body.code}</Code>
            </To>
          ),
          by: `${t([`bodies:succession.${kind}`])}${share(part)}`,
          at: formatDay(day),
          tone: body.to ? 'quiet' : 'busy',
        }))}
      />
    </Panel>
  );
}

/** The same code, another body: everyone who ever bore it. */
function SameCode({ bodies, code }: { readonly bodies: readonly BodyName[]; readonly code: string }) {
  const { t, say } = useWords();
  return (
    <Panel title={t('web:bodies.sameCode', { code })}>
      <Timeline
        label={t('web:bodies.sameCode', { code })}
        events={bodies.map(({ id, names, from, to }) => ({
          id,
          title: <To to={withView(paths.body(code), { on: to ?? '' })}>{say(names)}</To>,
          by: <Span from={from} to={to} />,
          tone: to ? 'quiet' : 'good',
        }))}
      />
    </Panel>
  );
}

function Posts({ code }: { readonly code: string }) {
  const { t } = useWords();
  const postWord = usePostWord();
  const posts = useEndpoint(listPosts, { params: { body: code } });
  return (
    <Panel title={t('web:bodies.posts')}>
      <Loaded query={posts}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('web:bodies.noPosts')} />
          ) : (
            <FactList
              facts={items.map(({ account, name, post }) => [
                postWord(post),
                <To key={account} to={paths.handover(account)}>
                  {name}
                </To>,
              ])}
            />
          )
        }
      </Loaded>
    </Panel>
  );
}

function Children({ code }: { readonly code: string }) {
  const { t, say } = useWords();
  const children = usePages(readTree, { query: { parent: code, limit: 50 } }, { cursor: 'after' });
  return (
    <Panel title={t('web:bodies.below')}>
      <FactList
        columns={2}
        longNames
        facts={children.items.map((child) => [
          <To key={child.id} to={paths.body(child.code)}>
            {say(child.names)}
          </To>,
          <Code key="code" soft>
            {child.code}
          </Code>,
        ])}
      />
      {children.hasMore && (
        <button type="button" className="link-button" onClick={children.more}>
          {t('web:table.more')}
        </button>
      )}
    </Panel>
  );
}
