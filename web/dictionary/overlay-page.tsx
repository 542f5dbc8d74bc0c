/** What this node says on top of the release it follows: entry by entry, what is set aside and how to mend it. */
import { getOverlay, listOverlayChanges, type OverlayView } from '../../src/dictionary/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { FactList } from '../ui/fact-list.tsx';
import { LoadedPage } from '../ui/loaded-page.tsx';
import { Notice } from '../ui/notice.tsx';
import { Page, Panel, Split } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { Timeline } from '../ui/timeline.tsx';
import { To } from '../ui/to.tsx';
import { Code, Day, Num } from '../ui/values.tsx';
import { Tag, Verdict } from '../ui/verdict.tsx';
import { useDictionaryWords } from './attribute-words.tsx';
import { ChangeList } from './change-list.tsx';
import { overlayEntries, type OverlayLine } from './overlay-entries.ts';
import { DictionaryTabs } from './words.tsx';

export function OverlayPage() {
  const { t } = useWords('overlay');
  const overlay = useEndpoint(getOverlay, {});
  const crumbs = [{ label: t('web:menu.dictionary'), to: paths.dictionary() }];
  return (
    <LoadedPage query={overlay} title={t('overlay:title')} crumbs={crumbs}>
      {(view) => <Known view={view} crumbs={crumbs} />}
    </LoadedPage>
  );
}

interface KnownProps {
  readonly view: OverlayView;
  readonly crumbs: readonly { label: string; to: string }[];
}

function Known({ view, crumbs }: KnownProps) {
  const { t } = useWords('overlay');
  const { clashes, version, release } = view;
  return (
    <Page
      title={t('overlay:title')}
      crumbs={crumbs}
      lead={t('overlay:page.lead')}
      mark={<Tag>{t('web:dictionary.release', { number: release })}</Tag>}
    >
      <DictionaryTabs current={paths.overlay()} />
      {version === 0 ? (
        <Panel title={t('overlay:page.entries')}>
          <EmptyState title={t('overlay:page.none')}>
            {t(view.follows ? 'overlay:page.noneFollowing' : 'overlay:page.noneOwn')}{' '}
            <To to={paths.proposals()}>{t('web:menu.proposals')}</To>
          </EmptyState>
        </Panel>
      ) : (
        <Split side={<Side view={view} />}>
          {clashes.length > 0 && (
            <Notice tone="warn" title={t('overlay:page.aside', { count: clashes.length, release })}>
              {t('overlay:page.asideWords')}
            </Notice>
          )}
          <Entries view={view} />
          <Differences release={release} />
        </Split>
      )}
    </Page>
  );
}

function Side({ view }: { readonly view: OverlayView }) {
  const { t } = useWords('overlay');
  const { version, edition, applied, entries, content, release, hash, history } = view;
  return (
    <>
      <Panel title={t('web:release.about')}>
        <FactList
          facts={[
            [t('overlay:page.version'), <Num key="v" value={version} />],
            [
              t('overlay:page.on'),
              <To key="r" to={paths.release(release)}>
                {t('web:dictionary.release', { number: release })}
              </To>,
            ],
            [t('web:release.edition'), <Code key="e">{edition}</Code>],
            [t('overlay:page.inForce'), t('overlay:page.applied', { applied, entries })],
            [t('overlay:page.prefix'), <Code key="p">{content?.prefix}</Code>],
            [t('web:release.hash'), <Code key="h">{hash}</Code>],
          ]}
        />
      </Panel>
      <Panel title={t('overlay:page.history')}>
        <Timeline
          label={t('overlay:page.history')}
          events={history.map((one) => ({
            id: one.version,
            title: t('overlay:page.versionNumber', { version: one.version }),
            at: <Day value={one.at} />,
            tone: 'busy',
            detail: <bdi>{one.reason}</bdi>,
          }))}
        />
      </Panel>
    </>
  );
}

/** Those that are set aside come first: they are what is to be done. */
function Entries({ view }: { readonly view: OverlayView }) {
  const { t } = useWords('overlay');
  const lines = overlayEntries(view);
  return (
    <Panel title={t('overlay:page.entries')} note={t('overlay:page.count', { count: lines.length })}>
      <FactList
        facts={lines.map((line) => [
          <span key="entry">
            <Tag>{t(`overlay:kinds.${line.kind}`)}</Tag> <EntryName line={line} />
          </span>,
          line.clash ? (
            <span key="clash">
              <Verdict tone="warn">{t('overlay:page.setAside')}</Verdict>
              <div>{line.clash.said}</div>
              <div>{line.clash.remedy}</div>
            </span>
          ) : (
            <span key="says">
              <Verdict tone="good">{t('web:release.inForce')}</Verdict>
              <Says line={line} />
            </span>
          ),
        ])}
      />
    </Panel>
  );
}

function EntryName({ line: { kind, key, of } }: { readonly line: OverlayLine }) {
  if (kind === 'entity' || kind === 'field' || kind === 'rule')
    return (
      <To to={paths.entity(of)}>
        <Code>{key}</Code>
      </To>
    );
  if (kind === 'code-list')
    return (
      <To to={paths.codeList(of)}>
        <Code>{key}</Code>
      </To>
    );
  return (
    <To to={paths.element(of)}>
      <Code>{key}</Code>
    </To>
  );
}

/** What an entry says: its name, its rule, or the bounds and words that it adds. */
function Says({ line }: { readonly line: OverlayLine }) {
  const { say } = useWords();
  const { t } = useDictionaryWords();
  if (line.names) return <div>{say(line.names)}</div>;
  return (
    <>
      {line.attributes.map(([name, value]) => (
        <div key={name}>
          {t([`web-dictionary:attribute.${name}`, `dictionary:book.facts.${name}`], { defaultValue: name })}:{' '}
          <bdi>{value}</bdi>
        </div>
      ))}
    </>
  );
}

/** The dictionary in force here against the release as it was published. */
function Differences({ release }: { readonly release: number }) {
  const { t } = useWords('dictionary');
  useWords('overlay');
  const compared = useEndpoint(listOverlayChanges, {});
  return (
    <Panel title={t('overlay:page.differences')}>
      <Loaded query={compared} shape="table">
        {({ changes }) =>
          changes.length === 0 ? (
            <EmptyState title={t('web:release.noChanges')} />
          ) : (
            <ChangeList
              label={t('overlay:page.differences')}
              beforeHead={t('web:dictionary.release', { number: release })}
              afterHead={t('overlay:page.here')}
              changes={changes}
              renames={[]}
            />
          )
        }
      </Loaded>
    </Panel>
  );
}
