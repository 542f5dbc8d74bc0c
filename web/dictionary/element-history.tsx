/** How an element changed: release by release in words, and any two releases side by side. */
import { compareReleases, getElement, type ElementPage as ElementAnswer } from '../../src/dictionary/contract.ts';
import { ProblemError, useEndpoint } from '../api.ts';
import { paths } from '../paths.ts';
import { Panel, Split } from '../ui/page.tsx';
import { EmptyState, Loading, ErrorState } from '../ui/states.tsx';
import { Timeline } from '../ui/timeline.tsx';
import { To } from '../ui/to.tsx';
import { Day } from '../ui/values.tsx';
import { Verdict } from '../ui/verdict.tsx';
import { flatEntry } from './attributes.ts';
import { useDictionaryWords } from './attribute-words.tsx';
import { changeWords } from './change-list.tsx';
import { EntryComparison } from './entry-comparison.tsx';
import { ReleasePairPicker, useReleasePair, type ReleasePair } from './release-pair.tsx';
import { WhatAndWhy } from './what-and-why.tsx';

export function ElementHistory({ answer }: { readonly answer: ElementAnswer }) {
  const { t } = useDictionaryWords();
  const choosing = useReleasePair(answer.history.map(({ release }) => release));
  return (
    <Split side={<Story answer={answer} onChoose={choosing.choose} />}>
      <Panel title={t('history.compare')}>
        <ReleasePairPicker {...choosing} />
      </Panel>
      <SideBySide code={answer.element.code} pair={choosing.pair} all={choosing.all} />
    </Split>
  );
}

interface SideProps {
  readonly code: string;
  readonly pair: ReleasePair;
  readonly all: boolean;
}

const notYet = (error: unknown) => error instanceof ProblemError && error.status === 404;

function SideBySide({ code, pair: { from, to }, all }: SideProps) {
  const { t } = useDictionaryWords();
  const before = useEndpoint(getElement, { params: { element: code }, query: { release: from } });
  const after = useEndpoint(getElement, { params: { element: code }, query: { release: to } });
  const why = useEndpoint(compareReleases, { params: { release: to }, query: { since: from } }, { when: to > from });
  const failed = [before.error, after.error].find((error) => error && !notYet(error));
  if (failed) return <ErrorState error={failed} />;
  if (before.isPending || after.isPending) return <Loading shape="table" />;
  const entry = (one: typeof before) => (one.data ? flatEntry(one.data.element) : {});
  const changes = (why.data?.changes ?? []).filter(({ subject }) => subject === code);
  return (
    <>
      {changes.length > 0 && <WhatAndWhy changes={changes} />}
      <Panel title={t('history.sideBySide')} flush>
        {notYet(before.error) && notYet(after.error) ? (
          <EmptyState title={t('history.inNeither')} />
        ) : (
          <EntryComparison
            before={entry(before)}
            after={entry(after)}
            beforeHead={t('history.release', { number: from })}
            afterHead={t('history.release', { number: to })}
            all={all}
          />
        )}
      </Panel>
    </>
  );
}

interface StoryProps {
  readonly answer: ElementAnswer;
  readonly onChoose: (pair: ReleasePair) => void;
}

function Story({ answer, onChoose }: StoryProps) {
  const { t, say } = useDictionaryWords();
  return (
    <Panel title={t('tab.history')}>
      <Timeline
        label={t('tab.history')}
        events={answer.history.map(({ release, edition, publishedAt, version, changes }) => {
          const breaking = changes.some(({ verdict }) => verdict === 'breaking');
          return {
            id: release,
            title: <To to={paths.release(release)}>{t('history.edition', { edition, number: release })}</To>,
            at: <Day value={publishedAt} />,
            tone: breaking ? ('warn' as const) : ('busy' as const),
            detail: (
              <>
                <div>{t('web:dictionary.version', { version })}</div>
                {breaking && <Verdict tone="warn">{t('web:release.breaking')}</Verdict>}
                {changes.map((change) => (
                  <div key={change.reason}>{changeWords(change, t, say)}</div>
                ))}
                {release > 1 && (
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => onChoose({ from: release - 1, to: release })}
                  >
                    {t('history.show')}
                  </button>
                )}
              </>
            ),
          };
        })}
      />
    </Panel>
  );
}
