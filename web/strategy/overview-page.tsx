/** The four documents, what they want, how far it is: the strategy on one page. */
import { listDocuments, listIndicators, listObjectives, listTasks } from '../../src/strategy/contract.ts';
import type { DocumentRow, Objective } from '../../src/strategy/contract.ts';
import { useEndpoint } from '../api.ts';
import { paths, withView } from '../paths.ts';
import { StatCard } from '../ui/cards.tsx';
import { Cards, Page, Panel } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Num } from '../ui/values.tsx';
import { IndicatorStat } from './measures/indicator-card.tsx';
import { FIGURES_EVERY } from './measures/leader-figures.tsx';
import { DocumentState, StrategyTabs, toneOfStanding, useStrategyWords, type Standing } from './strategy-words.tsx';
import styles from './strategy.module.css';

export function StrategyPage() {
  const { t } = useStrategyWords();
  return (
    <Page title={t('web:menu.strategy')} lead={t('overview.lead')}>
      <StrategyTabs current={paths.strategy()} />
      <TaskCounts />
      <Documents />
      <Objectives />
      <Indicators />
    </Page>
  );
}

const counted: readonly (readonly ['done' | 'running' | 'overdue' | 'notBegun', Standing])[] = [
  ['done', 'done'],
  ['running', 'running'],
  ['overdue', 'overdue'],
  ['notBegun', 'not-begun'],
];

/** Eighteen tasks: done, running, overdue, not begun; each count leads to its list. */
export function TaskCounts() {
  const { t } = useStrategyWords();
  const tasks = useEndpoint(listTasks, { query: {} });
  return (
    <Loaded query={tasks} shape="card">
      {({ counts }) => (
        <Cards min={180}>
          <StatCard label={t('tasks.all')} value={<Num value={counts.all} />} to={paths.tasks()} />
          {counted.map(([count, standing]) => (
            <StatCard
              key={count}
              label={t(`tasks.counts.${standing}`)}
              value={<Num value={counts[count]} />}
              {...(counts[count] > 0 && standing === 'overdue' ? { tone: 'bad' as const } : {})}
              to={withView(paths.tasks(), { standing })}
            />
          ))}
        </Cards>
      )}
    </Loaded>
  );
}

function Documents() {
  const { t } = useStrategyWords();
  const documents = useEndpoint(listDocuments, {});
  return (
    <Panel title={t('overview.documents')} actions={<To to={paths.documents()}>{t('overview.allDocuments')}</To>}>
      <Loaded query={documents}>
        {({ items }) => (
          <Cards>
            {items.map((document) => (
              <DocumentCard key={document.code} document={document} />
            ))}
          </Cards>
        )}
      </Loaded>
    </Panel>
  );
}

function DocumentCard({ document }: { readonly document: DocumentRow }) {
  const { t, say } = useStrategyWords();
  return (
    <div className={styles.card}>
      <h3 className={styles.cardTitle}>
        <To to={paths.document(document.code)}>{say(document.titles)}</To>
      </h3>
      <DocumentState state={document.state} />
      <span className={styles.soft}>
        {t('document.version', { version: document.version })} · {t('document.clauses', { count: document.clauses })}
      </span>
    </div>
  );
}

function Objectives() {
  const { t } = useStrategyWords();
  const objectives = useEndpoint(listObjectives, {});
  return (
    <Panel title={t('overview.objectives')}>
      <Loaded query={objectives}>
        {({ items }) => (
          <ul className={styles.list}>
            {items.map((objective) => (
              <ObjectiveLine key={objective.code} objective={objective} />
            ))}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}

/** An objective with its tasks as a bar; the same counts stand beside it in words. */
function ObjectiveLine({ objective }: { readonly objective: Objective }) {
  const { t, say } = useStrategyWords();
  const { tasks } = objective;
  return (
    <li className={styles.objective}>
      <To to={paths.objective(objective.code)}>{say(objective.names)}</To>
      <div className={styles.bar} aria-hidden>
        {counted.map(([count, standing]) => (
          <span key={count} data-tone={toneOfStanding(standing)} style={{ flexGrow: tasks[count] }} />
        ))}
      </div>
      <div className={styles.counts}>
        {counted
          .filter(([count]) => tasks[count] > 0)
          .map(([count, standing]) => (
            <To
              key={count}
              to={withView(paths.tasks(), { objective: objective.code, standing })}
              className={standing === 'overdue' ? styles.late : undefined}
            >
              {t(`tasks.countWords.${standing}`, { count: tasks[count] })}
            </To>
          ))}
      </div>
    </li>
  );
}

function Indicators() {
  const { t } = useStrategyWords();
  const indicators = useEndpoint(listIndicators, {}, { every: FIGURES_EVERY, keep: true });
  return (
    <Panel title={t('tabs.indicators')} actions={<To to={paths.indicators()}>{t('overview.allIndicators')}</To>}>
      <Loaded query={indicators} shape="card">
        {({ items }) => (
          <Cards min={300}>
            {items.map((card) => (
              <IndicatorStat key={card.code} card={card} />
            ))}
          </Cards>
        )}
      </Loaded>
    </Panel>
  );
}
