/** Whose a proposal is, what was decided and when; and its story, oldest first. */
import type { ProposalPage } from '../../../src/dictionary/proposals/proposal-contract.ts';
import { hasWord } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { FactList, type Fact } from '../../ui/fact-list.tsx';
import { Panel } from '../../ui/page.tsx';
import { Timeline } from '../../ui/timeline.tsx';
import { To } from '../../ui/to.tsx';
import { Code, Day, Moment, Num } from '../../ui/values.tsx';
import { useDictionaryWords } from '../attribute-words.tsx';
import { PersonWords, toneOfState } from './proposal-words.tsx';

interface Props {
  readonly proposal: ProposalPage;
}

export function ProposalFacts({ proposal }: Props) {
  const { t } = useDictionaryWords();
  const { author, origin, target, baseRelease, createdAt, due, decisionNo, effectiveFrom, release, source } = proposal;
  const facts: (Fact | undefined)[] = [
    [t('proposals.who'), <PersonWords key="who" person={author} />],
    [t('facts.created'), <Day key="day" value={createdAt} />],
    [t('proposals.origin'), t(`proposal:origins.${origin}`)],
    target === 'overlay' ? [t('facts.target'), t(`proposal:targets.${target}`)] : undefined,
    [
      t('facts.base'),
      <To key="base" to={paths.release(baseRelease)}>
        {t('history.release', { number: baseRelease })}
      </To>,
    ],
    due ? [t('facts.due'), <Day key="due" value={due} />] : undefined,
    decisionNo ? [t('facts.decisionNo'), <bdi key="no">{decisionNo}</bdi>] : undefined,
    effectiveFrom ? [t('facts.effectiveFrom'), <Day key="from" value={effectiveFrom} />] : undefined,
    release === undefined
      ? undefined
      : [
          t('facts.release'),
          <To key="release" to={paths.release(release)}>
            {t('history.release', { number: release })}
          </To>,
        ],
    source ? [t('facts.files'), <FileNames key="files" files={source.files} />] : undefined,
  ];
  return (
    <Panel title={t('facts.title')}>
      <FactList facts={facts.filter((fact) => fact !== undefined)} />
    </Panel>
  );
}

const SHOWN = 5;

function FileNames({ files }: { readonly files: readonly string[] }) {
  return (
    <>
      {files.slice(0, SHOWN).map((file) => (
        <div key={file}>
          <Code soft>{file}</Code>
        </div>
      ))}
      {files.length > SHOWN && (
        <>
          + <Num value={files.length - SHOWN} />
        </>
      )}
    </>
  );
}

export function ProposalStory({ proposal }: Props) {
  const { t } = useDictionaryWords();
  const wordOf = (action: string) => {
    const key = `web-dictionary:story.${action}`;
    return hasWord(key) ? t(key) : t(`proposal:actions.${action}`, { defaultValue: action });
  };
  return (
    <Panel title={t('story.title')}>
      <Timeline
        label={t('story.title')}
        events={proposal.history.map(({ action, to, by, at, note }, i) => ({
          id: i,
          title: wordOf(action),
          by: <PersonWords person={by} />,
          at: <Moment value={at} />,
          tone: toneOfState(to),
          detail: note && <span dir="auto">{note}</span>,
        }))}
      />
    </Panel>
  );
}
