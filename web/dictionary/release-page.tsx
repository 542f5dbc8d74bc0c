/** What a release changed against the one before, and who has adopted it. */
import { compareReleases, listAdoptions, listReleases, type EntryVersion } from '../../src/dictionary/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { FactList } from '../ui/fact-list.tsx';
import { useAddressPart } from '../ui/hooks.ts';
import { Page, Panel, Split } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { Timeline } from '../ui/timeline.tsx';
import { Code, Day, Moment, Num } from '../ui/values.tsx';
import { Verdict } from '../ui/verdict.tsx';
import { To } from '../ui/to.tsx';
import { listReleaseProposals } from '../../src/dictionary/proposals/proposal-release-contract.ts';
import { useDictionaryWords } from './attribute-words.tsx';
import { ChangeList } from './change-list.tsx';
import { BreakingBanner } from './proposals/breaking-banner.tsx';
import { PersonWords } from './proposals/proposal-words.tsx';
import { MigrationsPanel } from './migrations-panel.tsx';
import { RehearsalPanel } from './rehearsal-panel.tsx';
import { BodyLink } from '../bodies/body-link.tsx';

export function ReleasePage() {
  const { t } = useWords('dictionary');
  const release = Number(useAddressPart('release'));
  const releases = useEndpoint(listReleases, {}, { keep: true });
  const found = releases.data?.items.find(({ number }) => number === release);
  return (
    <Page
      title={found ? t('web:dictionary.edition', { edition: found.edition }) : t('web:menu.releases')}
      crumbs={[
        { label: t('web:menu.dictionary'), to: paths.dictionary() },
        { label: t('web:menu.releases'), to: paths.releases() },
      ]}
      mark={found?.current && <Verdict tone="good">{t('web:release.inForce')}</Verdict>}
    >
      <Split
        side={
          <>
            {found && (
              <Panel title={t('web:release.about')}>
                <FactList
                  facts={[
                    [t('web:release.number'), <Num key="n" value={found.number} />],
                    [t('web:release.published'), <Moment key="d" value={found.publishedAt} />],
                    [t('web:menu.elements'), <Num key="e" value={found.elements} />],
                    [t('web:menu.entities'), <Num key="t" value={found.entities} />],
                    [t('web:release.hash'), <Code key="h">{found.hash}</Code>],
                  ]}
                />
              </Panel>
            )}
            <ReleaseProposals release={release} />
            <Adoptions release={release} />
          </>
        }
      >
        <Changes release={release} />
        {found?.current && <MigrationsPanel />}
        {found?.current && <RehearsalPanel />}
      </Split>
    </Page>
  );
}

function Changes({ release }: { readonly release: number }) {
  const { t } = useWords('dictionary');
  const compared = useEndpoint(compareReleases, { params: { release }, query: {} });
  return (
    <Loaded query={compared} shape="table">
      {({ from, to, verdict, changes, renames, versions }) => (
        <>
          {verdict === 'breaking' && <BreakingBanner changes={changes} />}
          <Panel title={t('web:release.changes')} note={t('web:release.changeCount', { count: changes.length })}>
            {changes.length === 0 ? (
              <EmptyState title={from === null ? t('web:release.verdicts.first') : t('web:release.noChanges')} />
            ) : (
              <ChangeList
                label={t('web:release.changes')}
                beforeHead={t('web:dictionary.release', { number: from ?? 0 })}
                afterHead={t('web:dictionary.release', { number: to })}
                changes={changes}
                renames={renames}
              />
            )}
          </Panel>
          {from !== null && versions.length > 0 && <Versions steps={versions} />}
        </>
      )}
    </Loaded>
  );
}

/** Folded: in a large release nearly everything that changed stands here again. */
function Versions({ steps }: { readonly steps: readonly EntryVersion[] }) {
  const { t } = useWords('dictionary');
  const address = { element: paths.element, entity: paths.entity, 'code-list': paths.codeList };
  return (
    <Panel title={t('web:release.versions')}>
      <details>
        <summary>{t('web:release.versionCount', { count: steps.length })}</summary>
        <FactList
          facts={steps.map(({ kind, key, before, version }) => [
            <To key="entry" to={address[kind](key)}>
              <Code>{key}</Code>
            </To>,
            <span key="version" dir="ltr">
              {before ?? t('web:release.versionNew')} → {version}
            </span>,
          ])}
        />
      </details>
    </Panel>
  );
}

/** The proposals that it is made of; a release of the profile has none. */
function ReleaseProposals({ release }: { readonly release: number }) {
  const { t } = useDictionaryWords();
  const made = useEndpoint(listReleaseProposals, { params: { release } });
  const items = made.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Panel title={t('release.madeOf')}>
      <FactList
        facts={items.map(({ number, title, author, decisionNo }) => [
          <To key="title" to={paths.proposal(number)}>
            <bdi>{title}</bdi>
          </To>,
          <span key="who">
            <PersonWords person={author} />
            {decisionNo && <div>{decisionNo}</div>}
          </span>,
        ])}
      />
    </Panel>
  );
}

function Adoptions({ release }: { readonly release: number }) {
  const { t } = useWords();
  const adoptions = useEndpoint(listAdoptions, {});
  return (
    <Panel title={t('web:release.adoptions')}>
      <Loaded query={adoptions}>
        {({ items }) => {
          const here = items.filter((item) => item.release === release);
          if (here.length === 0) return <EmptyState title={t('web:release.nobody')} />;
          return (
            <Timeline
              label={t('web:release.adoptions')}
              events={here.map(({ body, adoptedAt }) => ({
                id: body,
                title: <BodyLink id={body} />,
                at: <Day value={adoptedAt} />,
                tone: 'good',
              }))}
            />
          );
        }}
      </Loaded>
    </Panel>
  );
}
